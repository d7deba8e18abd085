"""The record of offers: at most one of a kind in a conversation, and its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.store.cases.tables import OfferRow


@dataclass(frozen=True)
class OfferMade:
    """An offer as it was shown."""

    kind: str
    account_id: str | None
    jurisdiction: str
    policy_version: str
    timing: str


@dataclass(frozen=True)
class OfferShown:
    """A recorded offer; ``answer`` is open, accepted or declined."""

    kind: str
    timing: str
    shown_at: dt.datetime
    answer: str


class Offers:
    """The ``offer`` table; its unique constraint enforces "at most once"."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def made(self, conversation_id: str, kind: str) -> bool:
        """Return whether the offer was made in this conversation."""
        return self._row(conversation_id, kind) is not None

    def note(self, conversation_id: str, offer: OfferMade, now: dt.datetime) -> None:
        """Record an offer as it is shown."""
        self._session.add(
            OfferRow(
                id=str(ULID.from_datetime(now)),
                conversation_id=conversation_id,
                kind=offer.kind,
                account_id=offer.account_id,
                jurisdiction=offer.jurisdiction,
                policy_version=offer.policy_version,
                timing=offer.timing,
                shown_at=now,
                answer="open",
                answered_at=None,
            )
        )
        self._session.flush()

    def answer(self, conversation_id: str, kind: str, answer: str, now: dt.datetime) -> None:
        """Record the answer; do nothing if there was no offer."""
        row = self._row(conversation_id, kind)
        if row is not None:
            row.answer, row.answered_at = answer, now

    def of_conversation(self, conversation_id: str) -> Sequence[OfferShown]:
        """Return the offers of a conversation, oldest first."""
        rows = self._session.scalars(
            select(OfferRow)
            .where(OfferRow.conversation_id == conversation_id)
            .order_by(OfferRow.shown_at)
        )
        return [OfferShown(row.kind, row.timing, row.shown_at, row.answer) for row in rows]

    def _row(self, conversation_id: str, kind: str) -> OfferRow | None:
        return self._session.scalars(
            select(OfferRow).where(
                OfferRow.conversation_id == conversation_id, OfferRow.kind == kind
            )
        ).first()
