"""Overdue mails at the desk: list, send now, settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fairwell.mail.watch import Level, Overdue, overdue
from fairwell.rules.privacy.addresses import masked
from fairwell.services.cases.late_mails import LateMail, LateMails
from fairwell.store.base.engine import changes_one
from fairwell.store.mails.tables import OutboxRow


class SqlLateMails(LateMails):
    """The ``outbox`` table, without its texts and addresses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def late(self, now: dt.datetime, alarm_after: dt.timedelta) -> Sequence[LateMail]:
        """List mails not accepted in time, oldest first; see ``watch.overdue``."""
        found = overdue(self._session, now, alarm_after)
        rows = {
            row.id: row
            for row in self._session.scalars(
                select(OutboxRow).where(OutboxRow.id.in_([mail.id for mail in found]))
            )
        }
        return [_late(rows[mail.id], mail) for mail in found if mail.id in rows]

    def send_now(self, mail_id: str, now: dt.datetime) -> bool:
        """Make a mail due now, unless a worker has claimed it."""
        return self._changed(
            mail_id, ("pending", "dead"), state="pending", next_at=now, last_error=None
        )

    def settle(self, mail_id: str) -> bool:
        """Settle a mail that was given up and is no longer needed."""
        return self._changed(mail_id, ("dead",), state="settled")

    def _changed(self, mail_id: str, states: Sequence[str], **values: object) -> bool:
        statement = update(OutboxRow).where(OutboxRow.id == mail_id, OutboxRow.state.in_(states))
        if values["state"] == "pending":
            statement = statement.where(OutboxRow.body_text != "")  # emptied by retention
        return changes_one(self._session, statement.values(**values))


def _late(row: OutboxRow, mail: Overdue) -> LateMail:
    return LateMail(
        id=row.id,
        kind=row.kind,
        reference=row.reference,
        recipient=masked(row.recipient) if row.body_text else row.recipient,
        created_at=row.created_at,
        attempts=row.attempts,
        given_up=row.state == "dead",
        alarm=mail.level is Level.ALARM,
        can_be_sent=bool(row.body_text),
    )
