"""Messages that were not understood: masked, with the intent ranking and the chosen intent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.store.cases.tables import UtteranceRow


@dataclass(frozen=True)
class Unclear:
    """A message that was not understood well enough; ``ranking`` is (intent, confidence)."""

    conversation_id: str
    turn_id: str
    language: str
    model: str
    text: str
    ranking: tuple[tuple[str, float], ...]

    def with_text(self, text: str) -> Unclear:
        """Return a copy with another text."""
        return replace(self, text=text)


@dataclass(frozen=True)
class Candidate:
    """A training example: a masked message, and the intent that its author chose, if any."""

    text: str
    intent: str | None
    language: str
    model: str
    ranking: tuple[tuple[str, float], ...]
    asked_at: dt.datetime


class Utterances:
    """The ``utterance`` table; a row is removed with its conversation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, unclear: Unclear, now: dt.datetime) -> None:
        """Record a message that needed clarification; a retried turn is recorded once."""
        known = select(UtteranceRow.id).where(UtteranceRow.turn_id == unclear.turn_id)
        if self._session.scalar(known) is not None:
            return
        self._session.add(
            UtteranceRow(
                id=str(ULID.from_datetime(now)),
                conversation_id=unclear.conversation_id,
                turn_id=unclear.turn_id,
                language=unclear.language,
                model=unclear.model,
                text=unclear.text,
                ranking=[list(ranked) for ranked in unclear.ranking],
                asked_at=now,
                chosen_intent=None,
                chosen_at=None,
            )
        )

    def choose(self, turn_id: str, intent: str, now: dt.datetime) -> bool:
        """Label the message of a turn; return ``False`` if it is labelled or was never recorded."""
        labelled = self._session.execute(
            update(UtteranceRow)
            .where(UtteranceRow.turn_id == turn_id, UtteranceRow.chosen_intent.is_(None))
            .values(chosen_intent=intent, chosen_at=now)
            .returning(UtteranceRow.id)
        )
        return labelled.first() is not None

    def all(self, *, labelled: bool) -> Sequence[Candidate]:
        """Return the labelled or the unlabelled messages, oldest first."""
        chosen = UtteranceRow.chosen_intent
        rows = self._session.scalars(
            select(UtteranceRow)
            .where(chosen.is_not(None) if labelled else chosen.is_(None))
            .order_by(UtteranceRow.id)
        )
        return [
            Candidate(
                text=row.text,
                intent=row.chosen_intent,
                language=row.language,
                model=row.model,
                ranking=tuple((str(name), float(score)) for name, score in row.ranking),
                asked_at=row.asked_at,
            )
            for row in rows
        ]
