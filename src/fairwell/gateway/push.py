"""Live push: transcript lines as server-sent events, replayed from any point."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

HEARTBEAT = 15.0  # seconds; keeps proxies from closing an idle stream


class Notifier:
    """Wakes the streams of a conversation when its transcript has grown."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def wake(self, conversation_id: str) -> None:
        """Something new stands in the transcript."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    async def follow(
        self,
        conversation_id: str,
        last_id: int,
        read: Callable[[int], Awaitable[list[tuple[int, dict[str, Any]]]]],
    ) -> AsyncIterator[tuple[int, dict[str, Any]]]:
        """All lines behind ``last_id``, then each new one; ``read`` gets lines behind an id.

        The event is registered before the first read, so that nothing falls between the two.
        """
        grown = asyncio.Event()
        self._waiting[conversation_id].add(grown)
        try:
            while True:
                grown.clear()
                for line_id, line in await read(last_id):
                    last_id = line_id
                    yield line_id, line
                await grown.wait()
        finally:
            self._waiting[conversation_id].discard(grown)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]
