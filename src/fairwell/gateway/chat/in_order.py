"""One turn of a conversation at a time; the next ones wait in the order they came."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# A person waiting sends one message, perhaps two; more is a loop and must not pile up.
MAX_WAITING = 4


class TooManyWaiting(Exception):
    """The conversation's queue is full."""


class InOrder:
    """The queues of all conversations of this process."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, _Queue] = defaultdict(_Queue)

    @asynccontextmanager
    async def turn(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for one's turn in a conversation, and have it within the block.

        Raises:
            TooManyWaiting: there is no room left to wait in.
        """
        queue = self._queues[conversation_id]
        if queue.waiting >= MAX_WAITING:
            raise TooManyWaiting
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                self._queues.pop(conversation_id, None)


class _Queue:
    """Those who wait in one conversation (asyncio's lock is fair)."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
