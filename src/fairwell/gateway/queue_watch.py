"""Looks after the queue while the gateway runs, so that nobody waits in silence."""

from __future__ import annotations

import asyncio

import structlog
from anyio import to_thread

from fairwell.services.handoff.minding import Minding

log = structlog.get_logger()

LOOK_EVERY = 2.0  # seconds


async def watch_queue(minding: Minding) -> None:
    """Look every ``LOOK_EVERY`` seconds, until cancelled; a failed look is made up by the next."""
    while True:
        try:
            await to_thread.run_sync(minding.look_after)
        except Exception as error:
            log.error("queue_not_looked_after", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
