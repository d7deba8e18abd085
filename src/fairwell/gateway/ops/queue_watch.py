"""The gateway's one poll: what other processes did, and what has become due by time alone.

Nothing of this process waits for it: its own news wakes streams and deliveries at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import structlog
from anyio import to_thread

from fairwell.bootstrap import Services
from fairwell.services.handoff.absences import AFTER_THE_END
from fairwell.services.live import DESK
from fairwell.store.handoff.pending import pending

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds


async def watch_queue(services: Services) -> None:
    """Look every ``LOOK_EVERY`` seconds, until cancelled; a failed look is made up by the next."""
    watch = QueueWatch(services)
    while True:
        await to_thread.run_sync(watch.look)
        await asyncio.sleep(LOOK_EVERY)


class QueueWatch:
    """One statement a look; only what it finds is looked at further."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._last_event: int | None = None

    def look(self) -> None:
        """Look once; whatever goes wrong is logged, and the rest is still looked after."""
        _tried(self._look)

    def _look(self) -> None:
        handoffs, now = self._services.handoffs, dt.datetime.now(dt.UTC)
        ended_since = now - handoffs.policy.patience.away_after - AFTER_THE_END
        found = pending(self._services.database, now, ended_since)
        if self._last_event is None:
            self._last_event = found.last_event
        if found.last_event > self._last_event:
            _tried(self._pass_on)
        if found.open_handoffs:
            _tried(handoffs.minding.look_after)
        if found.open_handoffs or found.ended_handoffs:
            _tried(handoffs.absences.look_after)
        if found.due_deliveries:
            self._services.live.wake(DESK)  # what the webhook follows, too

    def _pass_on(self) -> None:
        """Ring for conversations with new events. Our own have rung already: no harm is done."""
        for event in self._services.handoffs.desk.events_after(self._last_event or 0):
            self._last_event = event.id
            self._services.live.ring(event.conversation_id)


def _tried(look: Callable[[], None]) -> None:
    try:
        look()
    except Exception as error:
        log.error("queue_not_looked_after", error=type(error).__name__)
