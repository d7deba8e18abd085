"""The confirmation watch: mails that SMTP has not accepted in time, so that none is just missing.

The law wants the confirmation at once, the policy within its hours. A customer who waits for a mail
cannot see why; this is where the operator sees it first.
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
DONE = ("sent", "settled")  # settled: given up, and somebody has seen to it at the desk

_log = structlog.get_logger("fairwell.mail")


class Level(IntEnum):
    """How bad it is; the number is the exit status of ``fairwell watch``."""

    WARNING = 1
    ALARM = 2

    @property
    def word(self) -> str:
        """As it is printed, logged and labelled."""
        return self.name.lower()


@dataclass(frozen=True)
class Overdue:
    """A mail that should have left; nothing of it but its row, its case and its age."""

    id: str
    reference: str | None
    state: str
    age: dt.timedelta
    level: Level


def overdue(session: Session, now: dt.datetime, alarm_after: dt.timedelta) -> list[Overdue]:
    """Mails not accepted within ``WARN_AFTER``, and those given up, oldest first.

    An alarm is what is older than ``alarm_after``, and at once what was given up: it will not
    leave by itself any more.
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
    """The highest level among them; ``None`` when every mail is in time."""
    return max((mail.level for mail in found), default=None)


class Watch:
    """Looks once a minute, and logs each mail when it becomes overdue and when that gets worse."""

    def __init__(self, engine: Engine, alarm_after: dt.timedelta) -> None:
        self._engine = engine
        self._alarm_after = alarm_after
        self._told: dict[str, Level] = {}
        self._looked_at: dt.datetime | None = None

    def look(self, now: dt.datetime) -> None:
        """Log what is new since the last look.

        Raises:
            StoreUnavailable: nothing could be seen; the next call looks again.
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
        # Forgets what has left, so that the memory of a long-lived worker does not grow.
        self._told = {mail.id: mail.level for mail in found}


def _level(state: str, age: dt.timedelta, alarm_after: dt.timedelta) -> Level:
    return Level.ALARM if state == "dead" or age >= alarm_after else Level.WARNING
