"""Thread pools for blocking work, apart from each other: no kind waits behind another's."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread

from fairwell.store.base.errors import StoreUnavailable

T = TypeVar("T")

PATIENCE = 3.0  # seconds to wait for a thread


class Pool:
    """At most ``threads`` calls at a time; further ones wait up to ``patience`` seconds."""

    def __init__(self, threads: int, patience: float | None = None) -> None:
        self._patience = patience
        self._places = CapacityLimiter(threads)
        self._unlimited = CapacityLimiter(math.inf)

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Call ``work`` in a thread and return its result.

        Raises:
            StoreUnavailable: all threads stayed busy: what they wait for does not answer.
        """
        borrower = object()
        try:
            with fail_after(PATIENCE if self._patience is None else self._patience):
                await self._places.acquire_on_behalf_of(borrower)
        except TimeoutError:
            raise StoreUnavailable("all threads are busy") from None
        try:
            return await to_thread.run_sync(work, *arguments, limiter=self._unlimited)
        finally:
            self._places.release_on_behalf_of(borrower)


class Pools:
    """The pools of one process. The database allows a connection for each of their threads.

    Pages of the desk and of links run in the framework's own pool of ``PAGES`` threads. Static
    files need no thread.
    """

    PAGES = 6

    def __init__(self) -> None:
        self.chat = Pool(6)
        self.reads = Pool(3)  # transcripts and streams
        self.form = Pool(2)
        self.login = Pool(2)  # of the desk
        self.watch = Pool(2)  # queue poll and deliveries
        self.health = Pool(4)
