"""Records of the desk: presence, notes, drafts, events, and scores."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.presence import PresenceState
from fairwell.rules.language import Language
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.handoff.tables import (
    DeskEventRow,
    DraftRow,
    NoteRow,
    PresenceRow,
    SatisfactionRow,
)


@dataclass(frozen=True)
class Presence:
    """The state that an agent chose, and the last presence heartbeat of their desk."""

    agent_id: str
    name: str
    state: PresenceState
    seen_at: dt.datetime


@dataclass(frozen=True)
class Note:
    """An internal note of an agent; no customer ever sees it."""

    id: str
    author: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class DeskEvent:
    """A change that pages read by its ids. Event ids increase in the order of commits."""

    id: int
    kind: str
    conversation_id: str | None
    agent_id: str | None
    at: dt.datetime


_EVENTS_LOCK = 0x6661_6972  # any number that no other lock uses


class DeskRecords:
    """The desk's own tables."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def presences(self) -> Sequence[Presence]:
        """Return the presence of everybody who ever opened the desk, by name."""
        rows = self._session.scalars(select(PresenceRow).order_by(PresenceRow.name))
        return [from_row(Presence, row) for row in rows]

    def set_presence(self, presence: Presence) -> bool:
        """Record a presence; return whether the state has changed."""
        row = self._session.get(PresenceRow, presence.agent_id)
        before = row.state if row else None
        self._session.merge(PresenceRow(**as_columns(presence)))
        self._session.flush()
        return before != presence.state

    def add_note(self, conversation_id: str, agent: Agent, text: str, now: dt.datetime) -> str:
        """Add a note; return its id."""
        note_id = str(ULID.from_datetime(now))
        self._session.add(
            NoteRow(
                id=note_id,
                conversation_id=conversation_id,
                author_id=agent.id,
                author=agent.name,
                text=text,
                created_at=now,
            )
        )
        self._session.flush()
        return note_id

    def notes(self, conversation_id: str) -> Sequence[Note]:
        """Return the notes of a conversation, oldest first."""
        rows = self._session.scalars(
            select(NoteRow)
            .where(NoteRow.conversation_id == conversation_id)
            .order_by(NoteRow.created_at, NoteRow.id)
        )
        return [Note(row.id, row.author, row.text, row.created_at) for row in rows]

    def save_draft(self, agent_id: str, conversation_id: str, text: str, now: dt.datetime) -> None:
        """Save a draft; an empty text removes it."""
        if not text:
            self._session.execute(
                delete(DraftRow).where(
                    DraftRow.agent_id == agent_id, DraftRow.conversation_id == conversation_id
                )
            )
            return
        self._session.merge(
            DraftRow(agent_id=agent_id, conversation_id=conversation_id, text=text, saved_at=now)
        )
        self._session.flush()

    def draft(self, agent_id: str, conversation_id: str) -> str:
        """Return the unsent draft; empty if there is none."""
        row = self._session.get(DraftRow, (agent_id, conversation_id))
        return row.text if row else ""

    def happened(
        self, kind: str, conversation_id: str | None, agent_id: str | None, now: dt.datetime
    ) -> None:
        """Append an event to the desk's stream; call it last in a transaction.

        On PostgreSQL only one transaction at a time may be between here and its commit: else a
        page could see a later id first, and would never ask for the earlier one.
        """
        self.wait_for_turn()
        self._session.add(
            DeskEventRow(kind=kind, conversation_id=conversation_id, agent_id=agent_id, at=now)
        )
        self._session.flush()

    def wait_for_turn(self) -> None:
        """Block other transactions here and from adding events until this transaction ends.

        Call it after locking rows: the opposite order would deadlock. SQLite has one writer at a
        time anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _EVENTS_LOCK})

    def events_after(self, last_id: int, limit: int = 500) -> Sequence[DeskEvent]:
        """Return the events after an id, oldest first."""
        rows = self._session.scalars(
            select(DeskEventRow)
            .where(DeskEventRow.id > last_id)
            .order_by(DeskEventRow.id)
            .limit(limit)
        )
        return [from_row(DeskEvent, row) for row in rows]

    def last_event_id(self) -> int:
        """Return the id of the newest event, 0 if there is none."""
        return self._session.scalar(select(func.max(DeskEventRow.id))) or 0

    def scores_since(self, day: dt.date, until: dt.date | None = None) -> Sequence[int]:
        """Return all scores from ``day`` up to and including ``until``."""
        query = select(SatisfactionRow.score).where(SatisfactionRow.given_on >= day)
        if until is not None:
            query = query.where(SatisfactionRow.given_on <= until)
        return self._session.scalars(query).all()

    def add_score(self, score: int, language: Language, on: dt.date) -> None:
        """Record a score under a random id: a ULID would reveal the time of its creation."""
        self._session.add(
            SatisfactionRow(id=secrets.token_hex(16), given_on=on, language=language, score=score)
        )
        self._session.flush()
