"""Outbox table as a queue: put, claim with a lease, finish with a fence.

Guarantee: at least once, with a stable Message-ID. Between the server's final "250" and our mark a
crash looks like a failure (RFC 1047), so such a mail is sent again under the same id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.mail.late import SqlLateMails
from fairwell.rules.privacy.addresses import masked
from fairwell.services.ports import Mail, Outbox
from fairwell.store.base.backoff import pause_after
from fairwell.store.base.engine import changes_one, transaction
from fairwell.store.mails.tables import OutboxRow

LEASE = dt.timedelta(minutes=2)  # longer than any SMTP timeout, so a live worker keeps its mail
FIRST_DELAY, LONGEST_DELAY = 10.0, 3600.0
MESSAGE_ID_DOMAIN = "fairwell.invalid"


class SqlOutbox(SqlLateMails, Outbox):
    """Writes mail rows into the transaction of the case they confirm."""

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


@dataclass(frozen=True)
class Claimed:
    """A mail this worker may send until its lease ends."""

    id: str
    lease_id: str
    attempts: int
    recipient: str
    language: str
    subject: str
    body_text: str
    body_html: str
    message_id: str
    created_at: dt.datetime


def claim(engine: Engine, now: dt.datetime, limit: int = 10) -> list[Claimed]:
    """Claim up to ``limit`` due mails; those of a dead worker are due when its lease ends.

    The claim is atomic: SQLite holds the write lock from BEGIN IMMEDIATE on, PostgreSQL
    skips rows another worker has locked. No transaction is open while a mail is being sent.
    """
    lease_id = str(ULID())
    with transaction(engine) as session:
        due = (
            select(OutboxRow)
            .where(
                ((OutboxRow.state == "pending") & (OutboxRow.next_at <= now))
                | ((OutboxRow.state == "leased") & (OutboxRow.lease_until < now))
            )
            .order_by(OutboxRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for row in session.scalars(due):
            row.state, row.lease_id, row.lease_until = "leased", lease_id, now + LEASE
            row.attempts += 1
            row.attempt_started_at = now
            claimed.append(
                Claimed(
                    id=row.id,
                    lease_id=lease_id,
                    attempts=row.attempts,
                    recipient=row.recipient,
                    language=row.language,
                    subject=row.subject,
                    body_text=row.body_text,
                    body_html=row.body_html,
                    message_id=row.message_id,
                    created_at=row.created_at,
                )
            )
        return claimed


def mark_sent(engine: Engine, mail: Claimed, now: dt.datetime) -> bool:
    """Mark as sent; ``False`` if the lease expired and another worker has the mail."""
    return _finish(engine, mail, state="sent", sent_at=now, last_error=None)


def mark_failed(engine: Engine, mail: Claimed, error: str, now: dt.datetime) -> bool:
    """Put back for a later attempt (exponential backoff with jitter, at most an hour apart)."""
    next_at = now + pause_after(mail.attempts, FIRST_DELAY, LONGEST_DELAY)
    return _finish(engine, mail, state="pending", next_at=next_at, last_error=error[:300])


def mark_dead(engine: Engine, mail: Claimed, error: str) -> bool:
    """Give up: the server refused the mail permanently; an agent must act."""
    return _finish(engine, mail, state="dead", last_error=error[:300])


def _finish(engine: Engine, mail: Claimed, **values: object) -> bool:
    with transaction(engine) as session:
        statement = update(OutboxRow).where(
            OutboxRow.id == mail.id, OutboxRow.lease_id == mail.lease_id
        )
        return changes_one(session, statement.values(lease_id=None, lease_until=None, **values))


def list_mails(session: Session) -> list[OutboxRow]:
    """List all mails, oldest first."""
    return list(session.scalars(select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id)))


@dataclass(frozen=True)
class Sent:
    """When the last mail of a case left, and its masked address."""

    at: dt.datetime
    masked_address: str


def last_sent(session: Session, reference: str) -> Sent | None:
    """Find the newest mail of a case that SMTP accepted."""
    row = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.reference == reference, OutboxRow.sent_at.is_not(None))
        .order_by(OutboxRow.sent_at.desc())
        .limit(1)
    ).first()
    return Sent(row.sent_at, masked(row.recipient)) if row and row.sent_at else None
