"""Turn order: one turn of a conversation at a time; later ones wait in order of arrival."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WAIT = 10.0  # seconds in the queue: as long as the one before may take

# A waiting customer sends one message, perhaps two; more is a loop and must not pile up.
MAX_WAITING = 4


class TooManyWaiting(Exception):
    """The conversation's queue is full, or has not moved for ``WAIT`` seconds."""


class InOrder:
    """The turn queues of all conversations of this process."""

    def __init__(self) -> None:
        self._queues: defaultdict[str, _Queue] = defaultdict(_Queue)

    @asynccontextmanager
    async def turn(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for a turn in a conversation, and hold it within the block.

        Raises:
            TooManyWaiting: the conversation's queue is full, or does not move.
        """
        queue = self._queues[conversation_id]
        if queue.waiting >= MAX_WAITING:
            raise TooManyWaiting
        queue.waiting += 1
        try:
            try:
                async with asyncio.timeout(WAIT):
                    await queue.lock.acquire()
            except TimeoutError:
                raise TooManyWaiting from None
            try:
                yield
            finally:
                queue.lock.release()
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                self._queues.pop(conversation_id, None)


class _Queue:
    """The turns that wait in one conversation (asyncio's lock is fair)."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
