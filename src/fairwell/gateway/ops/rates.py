"""Rate limits for each conversation, for each client address and in all (library ``limits``)."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from fairwell.config import Settings

log = structlog.get_logger()

REDIS_TIMEOUT = 0.25  # seconds; counting must not cost more than a turn
TRY_REDIS_AGAIN = 5.0  # seconds


class TooFast(Exception):
    """A limit is reached; ``retry_after`` is in whole seconds, at least one."""

    def __init__(self, scope: str, retry_after: int) -> None:
        super().__init__(scope)
        self.scope, self.retry_after = scope, retry_after


@dataclass(frozen=True)
class Counted:
    """A limit and what it is counted for: a conversation, an address, or everything."""

    scope: str
    limit: RateLimitItem
    key: str


class Rates:
    """Counts requests, in this process or in a Redis that several gateways share.

    Without an answer of Redis the process counts by itself: limits then hold for each gateway.
    """

    def __init__(self, settings: Settings) -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _shared(settings.limits)
        self._shared_again_at = -math.inf
        self._conversation = parse(settings.limit_conversation)
        self._address = parse(settings.limit_address)
        self._new = parse(settings.limit_new)
        self._all = parse(settings.limit_all)

    async def turn(self, client: str, token: str) -> None:
        """Count a turn; ``token`` is the conversation's, empty for a new conversation.

        Raises:
            TooFast: a limit is reached; the turn is not counted for the wider ones.
        """
        narrow = (
            Counted("conversation", self._conversation, _hashed(token))
            if token
            else Counted("new", self._new, client)
        )
        address = Counted("address", self._address, client)
        await self._count(narrow, address, Counted("all", self._all, "turns"))

    async def form(self, client: str) -> None:
        """Count a form that was sent.

        Raises:
            TooFast: a limit is reached.
        """
        await self._count(Counted("form", self._new, client))

    async def read(self, client: str) -> None:
        """Count a request for a transcript, for a stream, or a sign of typing.

        Raises:
            TooFast: a limit is reached.
        """
        await self._count(Counted("reads", self._address, client))

    async def _count(self, *all_counted: Counted) -> None:
        for counted in all_counted:
            if not await self._hit(counted):
                left = await self._seconds_left(counted)
                log.warning("too_fast", scope=counted.scope, retry_after=left)
                raise TooFast(counted.scope, left)

    async def _hit(self, counted: Counted) -> bool:
        if self._shared and time.monotonic() >= self._shared_again_at:
            try:
                return await self._shared.hit(counted.limit, counted.scope, counted.key)
            except Exception as error:
                self._shared_again_at = time.monotonic() + TRY_REDIS_AGAIN
                log.error("limits_store_unavailable", error=type(error).__name__)
        return await self._here.hit(counted.limit, counted.scope, counted.key)

    async def _seconds_left(self, counted: Counted) -> int:
        for limiter in filter(None, (self._shared, self._here)):
            try:
                window = await limiter.get_window_stats(counted.limit, counted.scope, counted.key)
            except Exception as error:
                log.error("limits_store_unavailable", error=type(error).__name__)
            else:
                if window.remaining == 0:
                    return max(1, math.floor(window.reset_time - time.time()) + 1)
        return 1


def _shared(address: str) -> MovingWindowRateLimiter | None:
    if not address.startswith(("redis", "unix")):
        return None
    storage = storage_from_string(
        f"async+{address}" if address.startswith("redis") else f"async+redis+{address}",
        implementation="redispy",
        socket_timeout=REDIS_TIMEOUT,
        socket_connect_timeout=REDIS_TIMEOUT,
    )
    assert isinstance(storage, Storage)
    return MovingWindowRateLimiter(storage)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
