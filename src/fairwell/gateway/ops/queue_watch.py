"""Looks after the queue while the gateway runs, so that nobody waits in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from anyio import to_thread

from fairwell.bootstrap import App
from fairwell.services.handoff import absences, sweep
from fairwell.services.staff import presence

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds


async def watch_queue(app: App) -> None:
    """Look every ``LOOK_EVERY`` seconds, until cancelled; a failed look is made up by the next."""
    others = _Others(app)
    while True:
        for look in (
            others.pass_on,
            partial(sweep.look_after, app),
            partial(absences.look_after, app),
        ):
            await _looked(look)
        await asyncio.sleep(LOOK_EVERY)


async def _looked(look: Callable[[], Any]) -> None:
    try:
        await to_thread.run_sync(look)
    except Exception as error:
        log.error("queue_not_looked_after", error=type(error).__name__)


class _Others:
    """What other processes did at the desk: streams of this one learn of it by its events."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._last: int | None = None

    def pass_on(self) -> None:
        """Ring for conversations with new events. Our own have rung already: no harm is done."""
        if self._last is None:
            self._last = presence.last_event_id(self._app)
        for event in presence.events_after(self._last, self._app):
            self._last = event.id
            self._app.live.ring(event.conversation_id)
