"""Transactional outbox: mails written with the cases they confirm, and overdue mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, cast

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.rules.privacy.addresses import masked
from fairwell.store.base.engine import changes_one
from fairwell.store.mails.tables import OutboxRow

MESSAGE_ID_DOMAIN = "fairwell.invalid"
REFUSED = "sender refused: "  # how ``last_error`` begins where the queue stands because of us
WARN_AFTER = dt.timedelta(hours=1)
# Not yet "sent", nor "settled" (given up, and then handled at the desk). By name, so that the index
# of the states finds the few of them.
OPEN = ("pending", "leased", "dead")


@dataclass(frozen=True)
class Mail:
    """A finished mail, ready for the outbox. ``dedupe_key`` makes enqueueing idempotent."""

    kind: str
    dedupe_key: str
    reference: str | None
    recipient: str
    language: str
    subject: str
    body_text: str
    body_html: str


@dataclass(frozen=True)
class LateMail:
    """A mail that should have been sent; most of the recipient's address is hidden.

    ``reference``: of its case, if it belongs to one. ``alarm``: it took longer than the policy
    allows, or was given up. ``can_be_sent``: its text is still stored. ``possibly_sent``: an
    attempt broke before the server's answer; the customer may have it already.
    """

    id: str
    kind: str
    reference: str | None
    recipient: str
    created_at: dt.datetime
    attempts: int
    given_up: bool
    alarm: bool
    can_be_sent: bool
    possibly_sent: bool = False


@dataclass(frozen=True)
class Sent:
    """When the last mail of a case was sent, and its masked address."""

    at: dt.datetime
    masked_address: str


class Level(IntEnum):
    """The severity; the number is the exit status of ``fairwell watch``."""

    WARNING = 1
    ALARM = 2

    @property
    def word(self) -> str:
        """The name in output, logs and labels."""
        return self.name.lower()


@dataclass(frozen=True)
class Overdue:
    """A mail that should have been sent, without address and text."""

    id: str
    reference: str | None
    state: str
    age: dt.timedelta
    level: Level


class Outbox:
    """The ``outbox`` table: writes mail rows into the transaction of the case they confirm."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, mail: Mail, now: dt.datetime) -> None:
        """Write one mail row; a second one with the same dedupe key changes nothing."""
        known = select(OutboxRow.id).where(OutboxRow.dedupe_key == mail.dedupe_key)
        if self._session.scalars(known).first():
            return
        row_id = str(ULID.from_datetime(now))
        self._session.add(
            OutboxRow(
                id=row_id,
                kind=mail.kind,
                dedupe_key=mail.dedupe_key,
                reference=mail.reference,
                recipient=mail.recipient,
                language=mail.language,
                subject=mail.subject,
                body_text=mail.body_text,
                body_html=mail.body_html,
                message_id=f"<{row_id.lower()}@{MESSAGE_ID_DOMAIN}>",
                state="pending",
                attempts=0,
                created_at=now,
                next_at=now,
            )
        )
        self._session.flush()

    def count(self) -> int:
        """Return the number of mails in any state."""
        return self._session.scalar(select(func.count(OutboxRow.id))) or 0

    def stands(self) -> bool:
        """Return whether mails wait because the server refuses the sender."""
        refused = OutboxRow.last_error.startswith(REFUSED)
        waiting = select(OutboxRow.id).where(OutboxRow.state == "pending", refused)
        return self._session.scalars(waiting.limit(1)).first() is not None

    def retry_dead(self, now: dt.datetime) -> int:
        """Make all mails that were given up due again, if their text is still stored."""
        again = update(OutboxRow).where(OutboxRow.state == "dead", OutboxRow.body_text != "")
        values = {"state": "pending", "next_at": now, "attempts": 0, "last_error": None}
        return cast("CursorResult[Any]", self._session.execute(again.values(values))).rowcount

    def late(self, now: dt.datetime, alarm_after: dt.timedelta) -> Sequence[LateMail]:
        """Return mails not accepted in time, oldest first; see ``overdue``."""
        found = overdue(self._session, now, alarm_after)
        rows = {
            row.id: row
            for row in self._session.scalars(
                select(OutboxRow).where(OutboxRow.id.in_([mail.id for mail in found]))
            )
        }
        return [_late(rows[mail.id], mail, now) for mail in found if mail.id in rows]

    def send_now(self, mail_id: str, now: dt.datetime) -> bool:
        """Make a mail due now; return ``False`` if a worker has claimed it or it cannot be sent."""
        return self._changed(
            mail_id, ("pending", "dead"), state="pending", next_at=now, last_error=None
        )

    def settle(self, mail_id: str) -> bool:
        """Mark a mail that was given up as handled; return whether it was given up."""
        return self._changed(mail_id, ("dead",), state="settled")

    def _changed(self, mail_id: str, states: Sequence[str], **values: object) -> bool:
        statement = update(OutboxRow).where(OutboxRow.id == mail_id, OutboxRow.state.in_(states))
        if values["state"] == "pending":
            statement = statement.where(OutboxRow.body_text != "")  # emptied by retention
        return changes_one(self._session, statement.values(**values))

    def last_sent(self, reference: str) -> Sent | None:
        """Return the newest mail of a case that SMTP accepted."""
        row = self._session.scalars(
            select(OutboxRow)
            .where(OutboxRow.reference == reference, OutboxRow.sent_at.is_not(None))
            .order_by(OutboxRow.sent_at.desc())
            .limit(1)
        ).first()
        return Sent(row.sent_at, masked(row.recipient)) if row and row.sent_at else None


def overdue(session: Session, now: dt.datetime, alarm_after: dt.timedelta) -> list[Overdue]:
    """Return mails not accepted within ``WARN_AFTER``, and those given up, oldest first.

    A mail is an alarm from the age ``alarm_after`` on, and at once if it was given up: it will
    not be sent without intervention.
    """
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.reference, OutboxRow.state, OutboxRow.created_at)
        .where(
            OutboxRow.state.in_(OPEN),
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


def list_mails(session: Session) -> list[OutboxRow]:
    """Return all mails, oldest first."""
    return list(session.scalars(select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id)))


def possibly_sent_at(row: OutboxRow, now: dt.datetime) -> dt.datetime | None:
    """Return when a mail that is not known as sent may have been sent all the same."""
    if row.state not in OPEN:
        return None
    if row.state == "leased" and row.lease_until and row.lease_until < now:
        return row.possibly_sent_at or row.attempt_started_at  # its worker ended in the middle
    return row.possibly_sent_at


def _late(row: OutboxRow, mail: Overdue, now: dt.datetime) -> LateMail:
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
        possibly_sent=possibly_sent_at(row, now) is not None,
    )


def _level(state: str, age: dt.timedelta, alarm_after: dt.timedelta) -> Level:
    return Level.ALARM if state == "dead" or age >= alarm_after else Level.WARNING
