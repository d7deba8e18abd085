"""Transcripts, as the desk reads and extends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.rules.handoff.speaker import LineRole
from fairwell.rules.language import Language
from fairwell.store.base.tables import from_row
from fairwell.store.chats.messages import LAST_ID, NewLine, add_lines
from fairwell.store.chats.tables import MessageRow


@dataclass(frozen=True)
class TranscriptLine:
    """One line as the desk reads it; ``intent`` is how the bot understood a customer's line."""

    id: int
    role: LineRole
    text: str
    lang: Language
    at: dt.datetime
    author: str | None = None
    intent: str | None = None
    confidence: float | None = None


class Transcripts:
    """The ``message`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def say(
        self,
        conversation_id: str,
        lines: Sequence[NewLine],
        now: dt.datetime,
        turn_id: str | None = None,
    ) -> None:
        """Add lines as one group, so that buttons of earlier groups are no longer current."""
        group = turn_id or str(ULID.from_datetime(now))
        add_lines(self._session.connection(), conversation_id, group, lines, now)

    def last_group(self, conversation_id: str) -> str | None:
        """Return the group of the last answer, whose buttons are the current ones."""
        return self._session.scalar(
            select(MessageRow.turn_id)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.role != "customer")
            .order_by(MessageRow.id.desc())
            .limit(1)
        )

    def sent(self, conversation_id: str, send_key: str) -> bool:
        """Return whether a line was added under this key."""
        return bool(
            self._session.scalar(
                select(MessageRow.id).where(
                    MessageRow.conversation_id == conversation_id, MessageRow.send_key == send_key
                )
            )
        )

    def lines(self, conversation_id: str, after: int = 0) -> Sequence[TranscriptLine]:
        """Return the transcript after a line, oldest first."""
        rows = self._session.scalars(
            select(MessageRow)
            .where(
                MessageRow.conversation_id == conversation_id, MessageRow.id > min(after, LAST_ID)
            )
            .order_by(MessageRow.id)
        )
        return [line_of(row) for row in rows]

    def last_answer_at(self, conversation_id: str) -> dt.datetime | None:
        """Return the time of the last line of an agent."""
        return self._session.scalar(
            select(func.max(MessageRow.created_at)).where(
                MessageRow.conversation_id == conversation_id, MessageRow.role == "human"
            )
        )

    def last_words(self, conversation_id: str) -> str:
        """Return the customer's last line; empty if there is none."""
        return (
            self._session.scalar(
                select(MessageRow.text)
                .where(MessageRow.conversation_id == conversation_id, MessageRow.role == "customer")
                .order_by(MessageRow.id.desc())
                .limit(1)
            )
            or ""
        )


def line_of(row: MessageRow) -> TranscriptLine:
    """Convert a row to a line of the desk."""
    return from_row(TranscriptLine, row, at=row.created_at)
