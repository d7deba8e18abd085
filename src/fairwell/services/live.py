"""SSE fan-out: persisted messages (replayable by id) and ephemeral signals such as typing.

One object per process. The gateway polls the desk's events and so passes on what another process
did at the desk, within a second or so; signals stay in their process.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

R = TypeVar("R")

HEARTBEAT = 15.0  # seconds; keeps proxies from closing an idle stream
TYPING = "typing"  # a signal; its "by" says whether the customer types or an agent
DESK = "desk"  # what the desk's pages follow, besides single conversations
SIGN_EVERY = 1.0  # seconds; the same signal reaches a follower no more often
_SIGNS_KEPT = 8  # a slow reader misses old signals, never lines


def behind(conversation_id: str) -> str:
    """Return the topic of a conversation's desk pages: also what is not meant for its customer."""
    return f"{DESK}:{conversation_id}"


@dataclass(frozen=True)
class Pushed:
    """One event of a stream; ``id`` is ``None`` for a signal, which is not replayed."""

    kind: str
    data: dict[str, Any]
    id: int | None = None


@dataclass(eq=False)
class _Follower:
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    stale: bool = True  # there may be events that it has not read
    signs: deque[Pushed] = field(default_factory=lambda: deque(maxlen=_SIGNS_KEPT))
    told: dict[tuple[str, str], float] = field(default_factory=dict)

    def is_new(self, sign: Pushed, now: float) -> bool:
        """Return whether it was not sent a moment ago; each side that types counts separately."""
        what = sign.kind, str(sign.data.get("by"))
        if now - self.told.get(what, float("-inf")) < SIGN_EVERY:
            return False
        self.told[what] = now
        return True


class Live:
    """Hub that wakes the streams of a topic: a conversation, what is behind it, or ``DESK``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._followers: defaultdict[str, set[_Follower]] = defaultdict(set)
        self._wakes: defaultdict[str, int] = defaultdict(int)  # of followed topics
        self._reads: dict[tuple[str, int, int], asyncio.Future[Any]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def ring(self, conversation_id: str | None) -> None:
        """Announce that a conversation has changed, or only the desk; callable from any thread."""
        for topic in (conversation_id, behind(conversation_id)) if conversation_id else ():
            self._in_loop(self._wake, topic)
        self._in_loop(self._wake, DESK)

    def wake(self, topic: str) -> None:
        """Make all followers read again, for example because another agent is reading along."""
        self._in_loop(self._wake, topic)

    def sign(self, topic: str, kind: str, data: dict[str, Any]) -> None:
        """Send a signal such as typing to all current followers; it is stored nowhere.

        Followers get the same signal at most every ``SIGN_EVERY``: a customer's browser sends
        it, and each one wakes streams.
        """
        for one in (topic, behind(topic)):
            self._in_loop(self._sign, one, Pushed(kind, data))

    def is_followed(self, topic: str) -> bool:
        """Return whether a stream of the topic is open in this process."""
        return topic in self._followers

    async def follow(
        self, topic: str, last_id: int, read: Callable[[int], Awaitable[list[Pushed]]]
    ) -> AsyncIterator[Pushed]:
        """Yield all events after ``last_id``, then each new one; ``read`` gets those after an id.

        The follower is registered before the first read, so that nothing falls between the two.
        An event that ``read`` gives without an id is passed on and does not move the position.
        """
        self._loop = asyncio.get_running_loop()
        follower = _Follower()
        self._followers[topic].add(follower)
        try:
            while True:
                follower.woken.clear()
                if follower.stale:  # not woken by a signal only
                    follower.stale = False
                    for event in await read(last_id):
                        last_id = last_id if event.id is None else event.id
                        yield event
                while follower.signs:
                    yield follower.signs.popleft()
                await follower.woken.wait()
        finally:
            self._followers[topic].discard(follower)
            if not self._followers[topic]:
                del self._followers[topic]
                self._wakes.pop(topic, None)

    async def read_once(
        self, topic: str, last_id: int, read: Callable[[], Coroutine[Any, Any, R]]
    ) -> R:
        """Read for all followers of a topic that one wake has made read from the same position.

        A read that began before the last wake is not shared: it may have missed what is new.
        """
        key = topic, last_id, self._wakes[topic]
        reading = self._reads.get(key)
        if reading is None:
            reading = self._reads[key] = asyncio.ensure_future(read())
            reading.add_done_callback(lambda _: self._reads.pop(key, None))
        found: R = await asyncio.shield(reading)
        return found

    def _in_loop(self, act: Callable[..., None], *arguments: Any) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():  # else nobody has ever followed anything
            loop.call_soon_threadsafe(act, *arguments)

    def _wake(self, topic: str) -> None:
        if topic in self._followers:
            self._wakes[topic] += 1
        for follower in self._followers.get(topic, ()):
            follower.stale = True
            follower.woken.set()

    def _sign(self, topic: str, sign: Pushed) -> None:
        for follower in self._followers.get(topic, ()):
            if follower.is_new(sign, self._clock()):
                follower.signs.append(sign)
                follower.woken.set()
