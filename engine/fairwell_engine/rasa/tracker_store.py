"""Tracker store: recent conversations in memory, every event in the database.

``endpoints.yml`` names it. Unlike with Rasa's SQL store, a turn reads one row instead of all
events and replays nothing, and turns that end at the same time share one commit. A database error
fails only the current turn: the next one uses a new connection.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from fairwell_engine.rasa.event_rows import CommitFailed, EventRow, EventRows, rows_of
from fairwell_engine.rasa.tracker import FastTracker

HOT = 1_000

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class _Hot(NamedTuple):
    tracker: FastTracker
    last_id: int


class _Unwritten(NamedTuple):
    conversation_id: str
    rows: list[EventRow]
    written: asyncio.Future[int]


class ConversationStore(TrackerStore):
    """Rasa's tracker store interface over ``EventRows``.

    A cached conversation is valid only while its last row is the one it was cached with. So what
    retention or an erasure deleted is gone at once, and turns of other engines are seen.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str = "",
        event_broker: Any = None,
        hot: int = HOT,
        **options: Any,
    ) -> None:
        self._hot: OrderedDict[str, _Hot] = OrderedDict()
        self._capacity = hot
        self._rows = EventRows(host)
        self._reading = ThreadPoolExecutor(1, "tracker-read")
        self._writing = ThreadPoolExecutor(1, "tracker-write")
        self._unwritten: list[_Unwritten] = []
        self._writer: asyncio.Task[None] | None = None
        self._trying: asyncio.Task[bool] | None = None
        super().__init__(domain, event_broker, **options)

    @property
    def domain(self) -> Domain:
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        self._hot.clear()  # its trackers have the slots of the previous domain

    def init_tracker(self, sender_id: str) -> FastTracker:
        return FastTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> FastTracker | None:
        """Return a copy for the caller; changes to it take effect only when it is saved."""
        last_id = await self._read(lambda: self._rows.last_id(sender_id))
        hot = self._hot.get(sender_id)
        if hot is not None and hot.last_id == last_id:
            self._hot.move_to_end(sender_id)
            return hot.tracker.copy()
        self._hot.pop(sender_id, None)
        if last_id is None:
            return None
        events, last_id = await self._read(lambda: self._rows.read(sender_id))
        if last_id is None:
            return None
        tracker = self._replay(sender_id, events)
        tracker.cut()
        self._keep(tracker, last_id)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return the tracker with all events of all sessions, read from the database."""
        events, _ = await self._read(lambda: self._rows.read(conversation_id, all_sessions=True))
        return self._replay(conversation_id, events) if events else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events since the tracker was retrieved; return once they are on disk."""
        if not isinstance(tracker, FastTracker):
            raise TypeError("only trackers of this store can be saved in it")
        if not tracker.unsaved:
            return
        rows = rows_of(tracker.sender_id, tracker.unsaved)
        written = asyncio.get_running_loop().create_future()
        self._unwritten.append(_Unwritten(tracker.sender_id, rows, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        last_id = await written
        tracker.unsaved = []
        tracker.cut()
        self._keep(tracker, last_id)

    async def keys(self) -> Iterable[str]:
        return await self._read(self._rows.conversations)

    async def writable(self) -> bool:
        """Return whether a turn could be stored now; concurrent callers share one attempt."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try_to_write())
        return await asyncio.shield(self._trying)

    async def beat(self, part: str) -> None:
        """Commit that the engine ``part`` works, on the thread that writes turns."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writing, self._rows.beat, part, time.time())

    async def _try_to_write(self) -> bool:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._writing, self._rows.try_to_write)
        except Exception as error:
            logger.error("conversations cannot be written: %s", type(error).__name__)
            return False
        return True

    async def remove(self, conversation_id: str) -> None:
        """Delete a conversation, from memory and from the database."""
        self._hot.pop(conversation_id, None)
        await asyncio.get_running_loop().run_in_executor(
            self._writing, self._rows.remove, conversation_id
        )

    def close(self) -> None:
        """Stop both threads and close the database connections."""
        self._reading.shutdown()
        self._writing.shutdown()
        self._rows.close()

    def _keep(self, tracker: FastTracker, last_id: int) -> None:
        self._hot[tracker.sender_id] = _Hot(tracker.copy(), last_id)
        self._hot.move_to_end(tracker.sender_id)
        if len(self._hot) > self._capacity:
            self._hot.popitem(last=False)

    def _replay(self, sender_id: str, events: list[dict[str, Any]]) -> FastTracker:
        tracker = self.init_tracker(sender_id)
        for event in deserialise_events(events):
            tracker.update(event)
        tracker.unsaved = []
        return tracker

    async def _read(self, action: Callable[[], Result]) -> Result:
        """Run a read; in a thread only for PostgreSQL, as SQLite answers faster than a thread."""
        if self._rows.embedded:
            return action()
        return await asyncio.get_running_loop().run_in_executor(self._reading, action)

    async def _write(self) -> None:
        """Commit all waiting turns at once; the disk I/O runs in a thread."""
        loop = asyncio.get_running_loop()
        while self._unwritten:
            batch, self._unwritten = self._unwritten, []
            try:
                await self._write_batch(loop, batch)
            except Exception as error:
                # Turns whose commit failed may be stored all the same, so they are not retried.
                if len(batch) == 1 or isinstance(error, CommitFailed):
                    for each in batch:
                        _fail(each, error)
                    continue
                for each in batch:  # one turn's fault must not fail the others
                    try:
                        await self._write_batch(loop, [each])
                    except Exception as own_error:
                        _fail(each, own_error)

    async def _write_batch(self, loop: asyncio.AbstractEventLoop, batch: list[_Unwritten]) -> None:
        contents = [(each.conversation_id, each.rows) for each in batch]
        last_ids = await loop.run_in_executor(self._writing, self._rows.append, contents)
        for each, last_id in zip(batch, last_ids, strict=True):
            if not each.written.done():  # its turn may have run out of time meanwhile
                each.written.set_result(last_id)


def _fail(turn: _Unwritten, error: Exception) -> None:
    if not turn.written.done():
        turn.written.set_exception(error)
