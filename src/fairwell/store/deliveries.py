"""Conversations of the webhook: whose they are, and what of them is still to be sent."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Engine, exists, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from fairwell.store.channel_tables import DeliveryRow
from fairwell.store.engine import transaction
from fairwell.store.lines import Line, with_buttons
from fairwell.store.tables import MessageRow

LEASE = dt.timedelta(minutes=1)  # longer than one attempt takes
FIRST_DELAY = 2.0  # seconds
LONGEST_DELAY = 3600.0
MOST_LINES = 50  # in one attempt


@dataclass(frozen=True)
class Parcel:
    """Lines to send together, in their order."""

    conversation_id: str
    external_id: str
    attempts: int
    lines: tuple[Line, ...]


class Deliveries:
    """Every method is one transaction; all raise StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self, external_id: str) -> str | None:
        """Our id of the conversation that the other side knows by a name."""
        with transaction(self._engine, read_only=True) as session:
            return session.scalar(
                select(DeliveryRow.conversation_id).where(
                    DeliveryRow.external_id == external_id, DeliveryRow.is_current
                )
            )

    def begin(self, external_id: str, conversation_id: str, now: dt.datetime) -> bool:
        """This conversation is the current one of a name from now on.

        ``False``: another message of the same moment began one.
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
        """The conversation has ended; what is left of it is still sent."""
        with transaction(self._engine) as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.conversation_id == conversation_id)
                .values(is_current=False)
            )

    def claim(self, now: dt.datetime, limit: int = 20) -> list[Parcel]:
        """What is to be sent now; nobody else gets it within ``LEASE``."""
        unsent = exists().where(
            MessageRow.conversation_id == DeliveryRow.conversation_id,
            MessageRow.id > DeliveryRow.sent_up_to,
            MessageRow.role != "customer",
        )
        with transaction(self._engine, read_only=True) as session:
            due = session.scalars(
                select(DeliveryRow)
                .where(DeliveryRow.next_at <= now, unsent)
                .order_by(DeliveryRow.next_at)
                .limit(limit)
            ).all()
        parcels = []
        for row in due:
            with transaction(self._engine) as session:
                claimed = session.execute(
                    update(DeliveryRow)
                    .where(
                        DeliveryRow.conversation_id == row.conversation_id,
                        DeliveryRow.next_at == row.next_at,
                    )
                    .values(next_at=now + LEASE, attempts=row.attempts + 1)
                )
                if cast("CursorResult[Any]", claimed).rowcount != 1:
                    continue
                lines = session.scalars(
                    select(MessageRow)
                    .where(
                        MessageRow.conversation_id == row.conversation_id,
                        MessageRow.id > row.sent_up_to,
                        MessageRow.role != "customer",
                    )
                    .order_by(MessageRow.id)
                    .limit(MOST_LINES)
                )
                parcels.append(
                    Parcel(
                        row.conversation_id,
                        row.external_id,
                        row.attempts + 1,
                        tuple(with_buttons(session, lines)),
                    )
                )
        return parcels

    def sent(self, parcel: Parcel, now: dt.datetime) -> None:
        """The other side has it."""
        self._set(parcel, sent_up_to=parcel.lines[-1].id, attempts=0, next_at=now, last_error=None)

    def failed(self, parcel: Parcel, error: str, now: dt.datetime) -> None:
        """Try again later, at most an hour apart; nothing overtakes it."""
        doublings = min(parcel.attempts - 1, 20)
        jitter = random.uniform(0.8, 1.2)  # noqa: S311
        delay = min(FIRST_DELAY * 2**doublings * jitter, LONGEST_DELAY)
        self._set(parcel, next_at=now + dt.timedelta(seconds=delay), last_error=error[:60])

    def _set(self, parcel: Parcel, **values: Any) -> None:
        with transaction(self._engine) as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.conversation_id == parcel.conversation_id)
                .values(**values)
            )
