"""Outbox table as a queue: put, claim with a lease, finish with a fence.

Guarantee: at least once, with a stable Message-ID. Between the server's final "250" and our mark a
crash looks like a failure (RFC 1047), so such a mail is sent again under the same id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select, update
from ulid import ULID

from fairwell.store.base.backoff import has_come, pause_after
from fairwell.store.base.engine import changes_one, transaction
from fairwell.store.mails.tables import OutboxRow

LEASE = dt.timedelta(minutes=2)  # longer than any SMTP timeout, so a live worker keeps its mail
FIRST_DELAY, LONGEST_DELAY = 10.0, 3600.0


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


def claim(
    engine: Engine, now: dt.datetime, limit: int = 10, *, oldest_first: bool = False
) -> list[Claimed]:
    """Claim up to ``limit`` due mails; those of a dead worker are due when its lease ends.

    New mails come before retries, so that a pile of mails that fail delays nobody's first one.
    With ``oldest_first`` the pile has its turn, too.

    The claim is atomic: SQLite holds the write lock from BEGIN IMMEDIATE on, PostgreSQL
    skips rows another worker has locked. No transaction is open while a mail is being sent.
    """
    lease_id = str(ULID())
    with transaction(engine) as session:
        due = (
            select(OutboxRow)
            .where(
                ((OutboxRow.state == "pending") & has_come(OutboxRow.next_at, now))
                | ((OutboxRow.state == "leased") & has_come(OutboxRow.lease_until, now))
            )
            .order_by(*(() if oldest_first else (OutboxRow.attempts > 0,)), OutboxRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for row in session.scalars(due):
            if row.state == "leased":  # its worker ended in the middle
                row.possibly_sent_at = row.possibly_sent_at or row.attempt_started_at
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


def mark_failed(
    engine: Engine, mail: Claimed, error: str, now: dt.datetime, *, possibly_sent: bool = False
) -> bool:
    """Put back for a later attempt (exponential backoff with jitter, at most an hour apart).

    ``possibly_sent``: the text was sent and no answer came; the server may have accepted it.
    """
    next_at = now + pause_after(mail.attempts, FIRST_DELAY, LONGEST_DELAY)
    unsure = {"possibly_sent_at": now} if possibly_sent else {}
    return _finish(engine, mail, state="pending", next_at=next_at, last_error=error[:300], **unsure)


def mark_dead(engine: Engine, mail: Claimed, error: str) -> bool:
    """Give up: the server refused the mail permanently; an agent must act."""
    return _finish(engine, mail, state="dead", last_error=error[:300])


def _finish(engine: Engine, mail: Claimed, **values: object) -> bool:
    with transaction(engine) as session:
        statement = update(OutboxRow).where(
            OutboxRow.id == mail.id, OutboxRow.lease_id == mail.lease_id
        )
        return changes_one(session, statement.values(lease_id=None, lease_until=None, **values))
