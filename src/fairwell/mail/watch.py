"""Confirmation watch: mails that SMTP has not accepted in time.

The law wants the confirmation at once, the policy within its hours. A customer who waits for a mail
cannot see why; the watch lets the operator notice first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import structlog
from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from fairwell.store.base.engine import transaction
from fairwell.store.mails.tables import OutboxRow

WARN_AFTER = dt.timedelta(hours=1)
LOOK_EVERY = dt.timedelta(minutes=1)
DONE = ("sent", "settled")  # settled: given up, then handled at the desk

_log = structlog.get_logger("fairwell.mail")


class Level(IntEnum):
    """Severity; the number is the exit status of ``fairwell watch``."""

    WARNING = 1
    ALARM = 2

    @property
    def word(self) -> str:
        """Name for output, logs and metrics."""
        return self.name.lower()


@dataclass(frozen=True)
class Overdue:
    """An overdue mail: row, case and age, without its content."""

    id: str
    reference: str | None
    state: str
    age: dt.timedelta
    level: Level


def overdue(session: Session, now: dt.datetime, alarm_after: dt.timedelta) -> list[Overdue]:
    """List mails not accepted within ``WARN_AFTER``, and those given up, oldest first.

    An alarm is a mail older than ``alarm_after``, or one that was given up: it is not retried.
    """
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.reference, OutboxRow.state, OutboxRow.created_at)
        .where(
            OutboxRow.state.not_in(DONE),
            or_(OutboxRow.created_at <= now - WARN_AFTER, OutboxRow.state == "dead"),
        )
        .order_by(OutboxRow.created_at, OutboxRow.id)
    )
    return [
        Overdue(
            id=row.id,
            reference=row.reference,
            state=row.state,
            age=now - row.created_at,
            level=_level(row.state, now - row.created_at, alarm_after),
        )
        for row in rows
    ]


def worst(found: Sequence[Overdue]) -> Level | None:
    """Find the highest level; ``None`` if every mail is in time."""
    return max((mail.level for mail in found), default=None)


class Watch:
    """Checks once a minute; logs each mail when it becomes overdue and when its level rises."""

    def __init__(self, engine: Engine, alarm_after: dt.timedelta) -> None:
        self._engine = engine
        self._alarm_after = alarm_after
        self._told: dict[str, Level] = {}
        self._looked_at: dt.datetime | None = None

    def look(self, now: dt.datetime) -> None:
        """Log what is new since the last check.

        Raises:
            StoreUnavailable: the check failed; the next call repeats it.
        """
        if self._looked_at and dt.timedelta(0) <= now - self._looked_at < LOOK_EVERY:
            return
        with transaction(self._engine, read_only=True) as session:
            found = overdue(session, now, self._alarm_after)
        self._looked_at = now
        for mail in found:
            if self._told.get(mail.id) != mail.level:
                tell = _log.error if mail.level is Level.ALARM else _log.warning
                tell(
                    "mail_overdue",
                    row=mail.id,
                    level=mail.level.word,
                    state=mail.state,
                    minutes=int(mail.age.total_seconds() // 60),
                )
        # Drops mails that were sent, so that a long-lived worker's memory does not grow.
        self._told = {mail.id: mail.level for mail in found}


def _level(state: str, age: dt.timedelta, alarm_after: dt.timedelta) -> Level:
    return Level.ALARM if state == "dead" or age >= alarm_after else Level.WARNING
