"""Looks after the queue while the gateway runs, so that nobody waits in silence."""

from __future__ import annotations

import asyncio

import structlog
from anyio import to_thread

from fairwell.bootstrap_handoff import HandoffServices

log = structlog.get_logger()

LOOK_EVERY = 2.0  # seconds


async def watch_queue(handoffs: HandoffServices) -> None:
    """Look every ``LOOK_EVERY`` seconds, until cancelled; a failed look is made up by the next."""
    while True:
        for look_after in (handoffs.minding.look_after, handoffs.absences.look_after):
            try:
                await to_thread.run_sync(look_after)
            except Exception as error:
                log.error("queue_not_looked_after", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
