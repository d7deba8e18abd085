"""Places for turns: few at a time, a short queue, and a refusal at once beyond both.

Under lasting overload a long queue makes everybody wait and helps nobody. So waiting turns have
patience only while the queue is a passing one ("controlled delay": CoDel, ACM Queue 10.5).
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PASSING = 1.0  # seconds; a queue that has lasted longer is overload
PATIENCE = 2.0  # seconds a turn waits in a passing queue
IMPATIENCE = 0.05  # seconds a turn waits under overload
WAITING_FOR_EACH = 4  # waiting turns for each place


class Overloaded(Exception):
    """No place came free in time; ``retry_after`` is in seconds, spread over the clients."""

    def __init__(self) -> None:
        super().__init__("no place")
        self.retry_after = 1 + secrets.randbelow(4)


@dataclass(eq=False)
class _Waiting:
    client: str
    granted: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class TurnPlaces:
    """Turns of all conversations of this process; each client gets at most half of everything."""

    def __init__(self, places: int, clock: Callable[[], float] | None = None) -> None:
        self._free = places
        self._most_waiting = places * WAITING_FOR_EACH
        self._most_for_client = max(1, (places + self._most_waiting) // 2)
        self._queue: deque[_Waiting] = deque()
        self._clients: Counter[str] = Counter()
        self._queued_since: float | None = None
        self._clock = clock or (lambda: asyncio.get_running_loop().time())

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Hold a place within the block.

        Raises:
            Overloaded: the queue is full, or no place came free in time.
        """
        if self._clients[client] >= self._most_for_client:
            raise Overloaded
        self._clients[client] += 1
        try:
            await self._enter(client)
            try:
                yield
            finally:
                self._leave()
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]

    async def _enter(self, client: str) -> None:
        if self._free and not self._queue:
            self._free -= 1
            self._queued_since = None
            return
        if len(self._queue) >= self._most_waiting:
            raise Overloaded
        waiting = _Waiting(client)
        self._queue.append(waiting)
        if self._queued_since is None:
            self._queued_since = self._clock()
        lasting = self._clock() - self._queued_since > PASSING
        try:
            async with asyncio.timeout(IMPATIENCE if lasting else PATIENCE):
                await asyncio.shield(waiting.granted)
        except BaseException as error:
            self._give_up(waiting)
            if isinstance(error, TimeoutError):
                raise Overloaded from None
            raise

    def _give_up(self, waiting: _Waiting) -> None:
        if waiting.granted.done():  # the place came in the very moment of giving up
            self._leave()
        else:
            self._queue.remove(waiting)

    def _leave(self) -> None:
        if self._queue:
            self._queue.popleft().granted.set_result(None)
        else:
            self._free += 1
            self._queued_since = None
