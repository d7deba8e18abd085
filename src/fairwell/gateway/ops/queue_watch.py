"""Queue poll, the gateway's only one: what other processes did, and what became due by time.

Nothing of this process waits for it: its own news wakes streams and deliveries at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from functools import partial

import structlog

from fairwell.bootstrap import App
from fairwell.services.handoff import absences, sweep
from fairwell.services.live import DESK
from fairwell.services.staff import presence
from fairwell.store.handoff.pending import pending

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds


async def watch_queue(app: App) -> None:
    """Look every ``LOOK_EVERY`` seconds until cancelled; the next look makes up for a failure."""
    watch = QueueWatch(app)
    while True:
        await app.pools.watch.run(watch.look)
        await asyncio.sleep(LOOK_EVERY)


class QueueWatch:
    """The queue poll: one statement a look; only what it finds is looked at further."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._last_event: int | None = None

    def look(self) -> None:
        """Look once; any error is logged, and the remaining checks still run."""
        _tried(self._look)

    def _look(self) -> None:
        app, now = self._app, dt.datetime.now(dt.UTC)
        ended_since = now - app.patience.away_after - absences.AFTER_THE_END
        found = pending(app.database, now, ended_since)
        if self._last_event is None:
            self._last_event = found.last_event
        if found.last_event > self._last_event:
            _tried(self._pass_on)
        if found.open_handoffs:
            _tried(partial(sweep.look_after, app))
        if found.open_handoffs or found.ended_handoffs:
            _tried(partial(absences.look_after, app))
        if found.due_deliveries:
            app.live.wake(DESK)  # the webhook follows it too

    def _pass_on(self) -> None:
        """Wake conversations with new events; waking our own a second time does no harm."""
        for event in presence.events_after(self._last_event or 0, self._app):
            self._last_event = event.id
            self._app.live.ring(event.conversation_id)


def _tried(look: Callable[[], None]) -> None:
    try:
        look()
    except Exception as error:
        log.error("queue_not_looked_after", error=type(error).__name__)
