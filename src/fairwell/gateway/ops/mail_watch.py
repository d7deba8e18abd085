"""Watch of late mails, in the gateway: the worker that should send them may itself hang."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog
from anyio import to_thread

from fairwell.bootstrap import App
from fairwell.mail.watch import Watch

LOOK_EVERY = 15.0  # seconds; the watch itself looks once a minute, again after a failure

log = structlog.get_logger()


async def watch_mails(app: App) -> None:
    """Log mails that become overdue, until cancelled; the next look makes up for a failure."""
    watch = Watch(app.database, app.policy.alarm_after, app.ledger_head)
    while True:
        await to_thread.run_sync(_look, watch)
        await asyncio.sleep(LOOK_EVERY)


def _look(watch: Watch) -> None:
    try:
        watch.look(dt.datetime.now(dt.UTC))
    except Exception as error:
        log.error("mails_not_looked_after", error=type(error).__name__)
