"""Conversation locks: one turn of a conversation at a time, in one process or among several.

Rasa's own locks poll once a second, and its Redis lock reads and writes in two steps, which lost
6 to 12 of 48 turns when two engines served one conversation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

logger = logging.getLogger(__name__)

MEMORY = "memory:"
# How often a waiting engine polls Redis; a turn takes several times as long.
_ASK_EVERY_SECONDS = 0.02


class ConversationLocks(LockStore):
    """Lock store by ``url`` in endpoints.yml: ``memory:``, or ``redis://`` for several engines."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        url = (endpoint_config.url if endpoint_config else None) or MEMORY
        self._locks = MemoryLocks() if url == MEMORY else RedisLocks(url)
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Hold the conversation's lock.

        Raises:
            LockError: another turn held it for the whole ``lock_lifetime``.
        """
        async with self._locks.held(conversation_id, lock_lifetime):
            yield TicketLock(conversation_id)


class MemoryLocks:
    """Locks for one engine process, served in order of arrival and without polling."""

    def __init__(self) -> None:
        # Each with the number of turns that hold or await it; removed at zero.
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def held(self, conversation_id: str, lifetime: float) -> AsyncIterator[None]:
        """Hold the conversation's lock."""
        lock, users = self._locks.get(conversation_id) or (asyncio.Lock(), 0)
        self._locks[conversation_id] = (lock, users + 1)
        try:
            if lock.locked():
                try:
                    await asyncio.wait_for(lock.acquire(), lifetime)
                except TimeoutError:
                    raise LockError("the turn before did not end in time") from None
            else:
                await lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            _, users = self._locks[conversation_id]
            if users == 1:
                del self._locks[conversation_id]
            else:
                self._locks[conversation_id] = (lock, users - 1)


class RedisLocks:
    """Locks for several engines: acquired and released atomically, never held past their lifetime.

    Waiters are not served in order: the gateway sends one turn of a conversation at a time.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: Any = None

    @asynccontextmanager
    async def held(self, conversation_id: str, lifetime: float) -> AsyncIterator[None]:
        """Hold the conversation's lock."""
        import redis.asyncio
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as CutOff
        from redis.exceptions import LockError as NotOurs
        from redis.exceptions import RedisError

        if self._client is None:
            # Retry once on a new connection; else a lock could stay held for its whole lifetime
            # because the connection to release it on had ended.
            self._client = redis.asyncio.from_url(
                self._url, retry=Retry(NoBackoff(), 1), retry_on_error=[CutOff]
            )
        lock = self._client.lock(
            f"fairwell:conversation:{conversation_id}",
            timeout=lifetime,
            sleep=_ASK_EVERY_SECONDS,
            blocking_timeout=lifetime,
        )
        if not await lock.acquire():
            raise LockError("the turn before did not end in time")
        try:
            yield
        finally:
            try:
                with suppress(NotOurs):  # it expired: another turn may hold it by now
                    await lock.release()
            except RedisError as error:
                # The turn is saved, so its answer counts; the lock expires by itself.
                logger.warning("a lock could not be given back: %s", type(error).__name__)
