"""Mentions of agents in notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.store.base.engine import changes_one
from fairwell.store.handoff.tables import MentionRow, NoteRow


@dataclass(frozen=True)
class Mention:
    """A note that mentions an agent who has not marked it as read."""

    id: str
    conversation_id: str
    author: str
    text: str
    at: dt.datetime


class Mentions:
    """The ``mention`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, conversation_id: str, note_id: str, agent_ids: Sequence[str], now: dt.datetime
    ) -> None:
        """Record which agents a note mentions."""
        self._session.add_all(
            MentionRow(
                id=str(ULID.from_datetime(now)),
                conversation_id=conversation_id,
                note_id=note_id,
                agent_id=agent_id,
                read_at=None,
            )
            for agent_id in agent_ids
        )
        self._session.flush()

    def unread(self, agent_id: str) -> Sequence[Mention]:
        """Return the unread mentions of an agent, newest first."""
        rows = self._session.execute(
            select(MentionRow.id, NoteRow)
            .join(NoteRow, NoteRow.id == MentionRow.note_id)
            .where(MentionRow.agent_id == agent_id, MentionRow.read_at.is_(None))
            .order_by(NoteRow.created_at.desc(), NoteRow.id.desc())
        )
        return [
            Mention(mention_id, note.conversation_id, note.author, note.text, note.created_at)
            for mention_id, note in rows
        ]

    def mark_read(self, mention_id: str, agent_id: str, now: dt.datetime) -> bool:
        """Mark a mention as read; return whether it was the agent's and unread."""
        statement = (
            update(MentionRow)
            .where(
                MentionRow.id == mention_id,
                MentionRow.agent_id == agent_id,
                MentionRow.read_at.is_(None),
            )
            .values(read_at=now)
        )
        return changes_one(self._session, statement)
