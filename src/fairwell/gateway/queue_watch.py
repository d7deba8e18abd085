"""Looks after the queue while the gateway runs, so that nobody waits in silence."""

from __future__ import annotations

import asyncio

import structlog
from anyio import to_thread

from fairwell.services.handoff.queue import Queue

log = structlog.get_logger()

LOOK_EVERY = 2.0  # seconds


async def watch_queue(queue: Queue) -> None:
    """Look every ``LOOK_EVERY`` seconds, until cancelled; a failed look is made up by the next."""
    while True:
        try:
            await to_thread.run_sync(queue.look_after)
        except Exception as error:
            log.error("queue_not_looked_after", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
