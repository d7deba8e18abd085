"""Webhook deliveries: conversations by external id, and their lines that are still unsent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Engine, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwell.store.base.backoff import has_come, pause_after
from fairwell.store.base.engine import changes_one, transaction
from fairwell.store.chats.messages import Line, with_buttons
from fairwell.store.chats.tables import MESSAGES, DeliveryRow, MessageRow

LEASE = dt.timedelta(minutes=1)  # longer than one attempt
FIRST_DELAY = 2.0  # seconds
LONGEST_DELAY = 3600.0
MOST_ATTEMPTS = 34  # for one parcel; about a day with this backoff
MOST_LINES = 50  # in one attempt


@dataclass(frozen=True)
class Parcel:
    """Lines of one conversation to send together, in order."""

    conversation_id: str
    external_id: str
    attempts: int
    lines: tuple[Line, ...]


class State(StrEnum):
    """The delivery state of a conversation; the value is its name in metrics."""

    SENT = "sent"
    WAITING = "waiting"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class DeliveryStatus:
    """The delivery status of a webhook conversation, without any of its text."""

    conversation_id: str
    external_id: str
    state: State
    unsent: int  # lines
    attempts: int
    next_at: dt.datetime
    given_up_at: dt.datetime | None
    last_error: str | None


class Deliveries:
    """The ``delivery`` table. Methods open their own transactions; all raise StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self, external_id: str) -> str | None:
        """Return our id of the current conversation with this external id, if any."""
        with transaction(self._engine, read_only=True) as session:
            return session.scalar(
                select(DeliveryRow.conversation_id).where(
                    DeliveryRow.external_id == external_id, DeliveryRow.is_current
                )
            )

    def begin(self, external_id: str, conversation_id: str, now: dt.datetime) -> bool:
        """Make this conversation the current one of an external id.

        Returns ``False`` if a concurrent message has begun one.
        """
        row = DeliveryRow(
            conversation_id=conversation_id,
            external_id=external_id,
            is_current=True,
            sent_up_to=0,
            attempts=0,
            next_at=now,
        )
        try:
            with transaction(self._engine) as session:
                session.add(row)
        except IntegrityError:
            return False
        return True

    def end(self, conversation_id: str) -> None:
        """Mark the conversation as ended; its unsent lines are still sent."""
        with transaction(self._engine) as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.conversation_id == conversation_id)
                .values(is_current=False)
            )

    def claim(self, now: dt.datetime, limit: int = 20) -> list[Parcel]:
        """Claim what is due; no other worker gets it within ``LEASE``."""
        with transaction(self._engine, read_only=True) as session:
            due = session.scalars(
                select(DeliveryRow).where(*is_due(now)).order_by(DeliveryRow.next_at).limit(limit)
            ).all()
        parcels = []
        for row in due:
            with transaction(self._engine) as session:
                claim = (
                    update(DeliveryRow)
                    .where(
                        DeliveryRow.conversation_id == row.conversation_id,
                        DeliveryRow.next_at == row.next_at,
                    )
                    .values(next_at=now + LEASE, attempts=row.attempts + 1)
                )
                if not changes_one(session, claim):
                    continue
                lines = session.execute(
                    select(MESSAGES)
                    .where(DeliveryRow.conversation_id == row.conversation_id, *_unsent())
                    .order_by(MessageRow.id)
                    .limit(MOST_LINES)
                )
                parcels.append(
                    Parcel(
                        row.conversation_id,
                        row.external_id,
                        row.attempts + 1,
                        tuple(with_buttons(session.connection(), lines)),
                    )
                )
        return parcels

    def sent(self, parcel: Parcel, now: dt.datetime) -> None:
        """Record that the other side has received a parcel."""
        self._set(parcel, sent_up_to=parcel.lines[-1].id, attempts=0, next_at=now, last_error=None)

    def failed(self, parcel: Parcel, error: str, now: dt.datetime) -> bool:
        """Schedule the next attempt, at most an hour later; later lines wait behind it.

        Returns ``True`` after the last attempt: the parcel is then given up until ``send_again``.
        """
        pause = pause_after(parcel.attempts, FIRST_DELAY, LONGEST_DELAY)
        given_up = parcel.attempts >= MOST_ATTEMPTS
        self._set(
            parcel,
            next_at=now + pause,
            last_error=error[:60],
            given_up_at=now if given_up else None,
        )
        return given_up

    def send_again(self, now: dt.datetime, conversation_id: str | None = None) -> Sequence[str]:
        """Retry what was given up, of one conversation or of all; return the conversations' ids."""
        given_up = select(DeliveryRow).where(DeliveryRow.given_up_at.is_not(None))
        if conversation_id is not None:
            given_up = given_up.where(DeliveryRow.conversation_id == conversation_id)
        with transaction(self._engine) as session:
            rows = session.scalars(given_up.order_by(DeliveryRow.conversation_id)).all()
            for row in rows:
                row.given_up_at, row.attempts, row.next_at = None, 0, now
            return [row.conversation_id for row in rows]

    def any_given_up(self) -> bool:
        """Return whether a delivery was given up and waits for an operator."""
        given_up = select(DeliveryRow.conversation_id).where(DeliveryRow.given_up_at.is_not(None))
        with transaction(self._engine, read_only=True) as session:
            return session.scalars(given_up.limit(1)).first() is not None

    def _set(self, parcel: Parcel, **values: Any) -> None:
        with transaction(self._engine) as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.conversation_id == parcel.conversation_id)
                .values(**values)
            )


def standings(session: Session) -> list[DeliveryStatus]:
    """Return the status of all webhook conversations, oldest first."""
    unsent = select(func.count()).where(*_unsent()).scalar_subquery()
    rows = session.execute(select(DeliveryRow, unsent).order_by(DeliveryRow.conversation_id))
    return [
        DeliveryStatus(
            row.conversation_id,
            row.external_id,
            _state(row, count),
            count,
            row.attempts,
            row.next_at,
            row.given_up_at,
            row.last_error,
        )
        for row, count in rows
    ]


def is_due(now: dt.datetime | BindParameter[dt.datetime]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a conversation to have lines that may be sent now."""
    return (
        has_come(DeliveryRow.next_at, now)
        if isinstance(now, dt.datetime)
        else DeliveryRow.next_at <= now,
        DeliveryRow.given_up_at.is_(None),
        exists().where(*_unsent()),
    )


def _unsent() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for unsent lines; the customer's own lines are never sent back."""
    return (
        MessageRow.conversation_id == DeliveryRow.conversation_id,
        MessageRow.id > DeliveryRow.sent_up_to,
        MessageRow.role != "customer",
    )


def _state(row: DeliveryRow, unsent: int) -> State:
    if row.given_up_at is not None:
        return State.GIVEN_UP
    return State.WAITING if unsent else State.SENT
