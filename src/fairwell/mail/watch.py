"""Confirmation watch: mails that SMTP has not accepted in time.

The law wants the confirmation at once, the policy within its hours. A customer who waits for a mail
cannot see why; the watch lets the operator notice first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog
from sqlalchemy import Engine

from fairwell.store.base.engine import transaction
from fairwell.store.mails.outbox import Level, Overdue, overdue
from fairwell.store.retention.ledger_head import LedgerHead, TailMissing

LOOK_EVERY = dt.timedelta(minutes=1)

_log = structlog.get_logger("fairwell.mail")


def worst(found: Sequence[Overdue]) -> Level | None:
    """Find the highest level; ``None`` if every mail is in time."""
    return max((mail.level for mail in found), default=None)


class Watch:
    """Check once a minute that logs each mail when it becomes overdue and when its level rises."""

    def __init__(
        self, engine: Engine, alarm_after: dt.timedelta, head: LedgerHead | None = None
    ) -> None:
        """``head`` is the note of the ledger's last row, checked and renewed at each look."""
        self._head = head
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
        self._look_at_ledger()
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

    def _look_at_ledger(self) -> None:
        if self._head is None:
            return
        try:
            self._head.check(self._engine)
        except TailMissing as missing:
            _log.error("ledger_tail_missing", why=str(missing))
        except OSError as error:  # a full disk: the note is renewed later
            _log.error("ledger_not_noted", error=type(error).__name__)
