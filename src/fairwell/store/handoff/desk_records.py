"""Presence, notes, drafts, the desk's events, and scores."""

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
    """What an agent said of themselves, and when their desk was last heard of."""

    agent_id: str
    name: str
    state: PresenceState
    seen_at: dt.datetime


@dataclass(frozen=True)
class Note:
    """What colleagues tell each other; no customer ever sees it."""

    id: str
    author: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class DeskEvent:
    """Something happened: pages read what it points to. Ids rise in the order of commits."""

    id: int
    kind: str
    conversation_id: str | None
    agent_id: str | None
    at: dt.datetime


_EVENTS_LOCK = 0x6661_6972  # any number nobody else uses


class DeskRecords:
    """The desk's own tables."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def presences(self) -> Sequence[Presence]:
        """Everybody who ever opened the desk, by name."""
        rows = self._session.scalars(select(PresenceRow).order_by(PresenceRow.name))
        return [from_row(Presence, row) for row in rows]

    def set_presence(self, presence: Presence) -> bool:
        """Keep it; whether the state is another than before."""
        row = self._session.get(PresenceRow, presence.agent_id)
        before = row.state if row else None
        self._session.merge(PresenceRow(**as_columns(presence)))
        self._session.flush()
        return before != presence.state

    def add_note(self, conversation_id: str, agent: Agent, text: str, now: dt.datetime) -> str:
        """Keep a note; returns its id."""
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
        """The notes of a conversation, oldest first."""
        rows = self._session.scalars(
            select(NoteRow)
            .where(NoteRow.conversation_id == conversation_id)
            .order_by(NoteRow.created_at, NoteRow.id)
        )
        return [Note(row.id, row.author, row.text, row.created_at) for row in rows]

    def save_draft(self, agent_id: str, conversation_id: str, text: str, now: dt.datetime) -> None:
        """Keep what is typed; an empty text removes it."""
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
        """What was typed and not sent."""
        row = self._session.get(DraftRow, (agent_id, conversation_id))
        return row.text if row else ""

    def happened(
        self, kind: str, conversation_id: str | None, agent_id: str | None, now: dt.datetime
    ) -> None:
        """Put an event on the desk's stream; the last thing of a transaction.

        On PostgreSQL one transaction at a time may be between here and its commit: else a page
        could see a later id first, and would never ask for the earlier one.
        """
        self.wait_for_turn()
        self._session.add(
            DeskEventRow(kind=kind, conversation_id=conversation_id, agent_id=agent_id, at=now)
        )
        self._session.flush()

    def wait_for_turn(self) -> None:
        """Until the transaction ends, no other one gets past this, or puts an event.

        After the locks of rows: whoever takes them the other way round waits for ever. SQLite has
        one writer at a time anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _EVENTS_LOCK})

    def events_after(self, last_id: int, limit: int = 500) -> Sequence[DeskEvent]:
        """Events behind an id, oldest first."""
        rows = self._session.scalars(
            select(DeskEventRow)
            .where(DeskEventRow.id > last_id)
            .order_by(DeskEventRow.id)
            .limit(limit)
        )
        return [from_row(DeskEvent, row) for row in rows]

    def last_event_id(self) -> int:
        """The newest event's id, 0 when there is none."""
        return self._session.scalar(select(func.max(DeskEventRow.id))) or 0

    def scores_since(self, day: dt.date, until: dt.date | None = None) -> Sequence[int]:
        """All scores given on a day or later, up to the day ``until``."""
        query = select(SatisfactionRow.score).where(SatisfactionRow.given_on >= day)
        if until is not None:
            query = query.where(SatisfactionRow.given_on <= until)
        return self._session.scalars(query).all()

    def add_score(self, score: int, language: Language, on: dt.date) -> None:
        """Keep how somebody found it; a random id, since ours tell when they were made."""
        self._session.add(
            SatisfactionRow(id=secrets.token_hex(16), given_on=on, language=language, score=score)
        )
        self._session.flush()
