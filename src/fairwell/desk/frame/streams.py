"""Server-sent events of the desk: a stream ends when its session ends.

A page's function answers with ``current.stream(source)``. The page names that stream in
``sse-connect``; ``sse-close="session-ended"`` is already in the frame.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import suppress

import structlog
from anyio import to_thread
from sse_starlette import EventSourceResponse, ServerSentEvent

log = structlog.get_logger()

HEARTBEAT = 15  # seconds; keeps proxies from closing an idle stream
LOOK_EVERY = 1.0  # seconds until a stream notices what another process ended
ENDED = ServerSentEvent(event="session-ended", data="")

InForce = Callable[[Sequence[str]], set[str]]


class Streams:
    """All open streams of this process, by session."""

    def __init__(self, standing: InForce) -> None:
        self._standing = standing
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._watcher: asyncio.Task[None] | None = None

    def end(self, id_hashes: Iterable[str]) -> None:
        """End the streams of sessions at once; to be called on the event loop."""
        for id_hash in id_hashes:
            for ended in self._open.get(id_hash, ()):
                ended.set()

    def response(
        self, id_hash: str, source: AsyncGenerator[ServerSentEvent, None]
    ) -> EventSourceResponse:
        """Stream the events of a source until the session ends, then an event that says so."""
        return EventSourceResponse(self._follow(id_hash, source), ping=HEARTBEAT)

    async def _follow(
        self, id_hash: str, source: AsyncGenerator[ServerSentEvent, None]
    ) -> AsyncGenerator[ServerSentEvent, None]:
        ended = asyncio.Event()
        self._open[id_hash].add(ended)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())
        end = asyncio.create_task(ended.wait())
        following = asyncio.ensure_future(anext(source))
        try:
            while True:
                await asyncio.wait({end, following}, return_when=asyncio.FIRST_COMPLETED)
                if end.done():
                    yield ENDED
                    return
                try:
                    event = following.result()
                except StopAsyncIteration:
                    return
                yield event
                following = asyncio.ensure_future(anext(source))
        finally:
            for task in (end, following):
                task.cancel()
                with suppress(asyncio.CancelledError, StopAsyncIteration):
                    await task
            await source.aclose()
            self._open[id_hash].discard(ended)
            if not self._open[id_hash]:
                del self._open[id_hash]

    async def _watch(self) -> None:
        """End streams whose sessions ended on the command line, in another process or by expiry."""
        while self._open:
            await asyncio.sleep(LOOK_EVERY)
            known = list(self._open)
            try:
                standing = await to_thread.run_sync(self._standing, known)
            except Exception as error:  # the store will answer again; until then no stream is ended
                log.error("sessions_unknown", error=type(error).__name__)
                continue
            self.end(id_hash for id_hash in known if id_hash not in standing)


async def nothing() -> AsyncGenerator[ServerSentEvent, None]:
    """Wait without an event, for pages that only need to know when the session ends."""
    await asyncio.Event().wait()
    yield ENDED
