"""Canary: whether a customer's turn would work now, through store, engine and actions.

The engine keeps nothing of its conversation, and none of ours is opened: so no list, count,
retention or desk page knows of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from anyio import to_thread

from fairwell.gateway.chat.engine_client import EngineClient
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.ops.heartbeats import Heartbeats

AT_MOST_EVERY = 10.0  # seconds
# Its answer needs the meaning, the rules, an action, and a read of the product's database there.
QUESTION = "Wie ist der Stand meiner Kündigung?"
PART = "canary"

log = structlog.get_logger()


class Canary:
    """One turn at most every ``AT_MOST_EVERY`` seconds; all callers share its result."""

    def __init__(
        self,
        engine: EngineClient,
        beats: Callable[[], Heartbeats],
        part: str = PART,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._beats = beats
        self._part = part
        self._clock = clock
        self._singing: asyncio.Task[bool] | None = None
        self._began = 0.0

    async def sings(self) -> bool:
        """Return whether the last turn worked; a new one is tried when that was too long ago."""
        now = self._clock()
        if self._singing is None or now - self._began >= AT_MOST_EVERY:
            self._began = now
            self._singing = asyncio.create_task(self._sing())
        # Shielded: a caller that gives up must not end the turn of the others.
        return await asyncio.shield(self._singing)

    async def _sing(self) -> bool:
        try:
            # A committed write, as each turn needs one: a full disk still lets everybody read.
            await to_thread.run_sync(lambda: self._beats().beat(self._part))
            works = await self._engine.sings(QUESTION)
        except StoreUnavailable:
            works = False
        if not works:
            log.warning("canary_failed")
        return works
