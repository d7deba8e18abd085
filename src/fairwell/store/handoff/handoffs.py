"""Handoffs, and who speaks in a conversation; both change by conditional updates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwell.rules.handoff.speaker import MOVES, Outcome, Reason, Speaker, Step
from fairwell.rules.language import Language
from fairwell.store.base.engine import changes_one
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.chats.tables import WIDGET, ConversationRow
from fairwell.store.handoff.tables import HandoffRow


@dataclass(frozen=True)
class Handoff:
    """One period of a conversation with an agent or in the queue. Times are UTC.

    ``waiting_since``: the oldest line of the customer that no agent has answered.
    ``team``: the team it is meant for, by its key in the policy; ``None`` = everybody.
    ``slots``: the engine's slots when the bot stopped; ``None`` if the engine was unreachable.
    """

    id: str
    conversation_id: str
    reason: Reason
    team: str | None
    language: Language
    requested_at: dt.datetime
    queued_at: dt.datetime
    claimed_by: str | None
    agent_name: str | None
    claimed_at: dt.datetime | None
    first_answer_at: dt.datetime | None
    waiting_since: dt.datetime | None
    told_at: dt.datetime | None
    declined_by: tuple[str, ...]
    revealed_to: tuple[str, ...]
    slots: Mapping[str, Any] | None
    customer_seen_at: dt.datetime | None
    away_mail_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Talk:
    """A conversation as the desk needs it."""

    id: str
    language: Language
    speaker: Speaker
    created_at: dt.datetime
    last_active_at: dt.datetime


@dataclass(frozen=True)
class HandoffFilter:
    """What to search for; empty fields match all. ``words`` are found in any inflection."""

    words: str = ""
    language: Language | None = None
    reason: Reason | None = None
    outcome: Outcome | None = None
    agent_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class Handoffs:
    """The ``handoff`` table and ``conversation.speaker``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def talk(self, conversation_id: str) -> Talk | None:
        """Return a conversation, if it exists; read it again if it was loaded before."""
        row = self._session.get(ConversationRow, conversation_id, populate_existing=True)
        if row is None:
            return None
        return from_row(Talk, row)

    def step(self, conversation_id: str, step: Step) -> bool:
        """Take a step if the conversation is in its start state; of two at once, one succeeds."""
        move = MOVES[step]
        return self._changed(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, ConversationRow.speaker.in_(move.starts))
            .values(speaker=move.ends)
        )

    def forget_engine(self, conversation_id: str) -> None:
        """Make the engine reset its state of this conversation before the next turn."""
        self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .values(engine_stale=True)
        )

    def begin(self, handoff: Handoff) -> None:
        """Add a handoff; a unique index allows one open handoff a conversation."""
        lists = {"declined_by": [*handoff.declined_by], "revealed_to": [*handoff.revealed_to]}
        self._session.add(HandoffRow(**as_columns(handoff, **lists)))
        self._session.flush()

    def open_of(self, conversation_id: str) -> Handoff | None:
        """Return the open handoff of a conversation, if any."""
        found = self._all(
            select(HandoffRow).where(
                HandoffRow.conversation_id == conversation_id, HandoffRow.ended_at.is_(None)
            )
        )
        return found[0] if found else None

    def waiting(self) -> Sequence[Handoff]:
        """Return the queue, oldest request first: a released handoff does not lose its place."""
        return self._all(
            select(HandoffRow)
            .where(HandoffRow.claimed_by.is_(None), HandoffRow.ended_at.is_(None))
            .order_by(HandoffRow.requested_at, HandoffRow.id)
        )

    def claimed(self, agent_id: str | None = None) -> Sequence[Handoff]:
        """Return the open handoffs that an agent has claimed, or all claimed ones."""
        query = select(HandoffRow).where(
            HandoffRow.claimed_by.is_not(None), HandoffRow.ended_at.is_(None)
        )
        if agent_id is not None:
            query = query.where(HandoffRow.claimed_by == agent_id)
        return self._all(query.order_by(HandoffRow.claimed_at))

    def requested_since(self, moment: dt.datetime) -> Sequence[Handoff]:
        """Return all handoffs requested at or after ``moment``, oldest first."""
        return self._all(
            select(HandoffRow)
            .where(HandoffRow.requested_at >= moment)
            .order_by(HandoffRow.requested_at, HandoffRow.id)
        )

    def ended(self, wanted: HandoffFilter, limit: int) -> Sequence[Handoff]:
        """Return ended handoffs, the latest end first; dates of ``wanted`` refer to the end."""
        query = select(HandoffRow).where(
            HandoffRow.ended_at.is_not(None), *conditions(wanted, HandoffRow.ended_at)
        )
        newest = query.order_by(HandoffRow.ended_at.desc(), HandoffRow.id.desc())
        return self._all(newest.limit(limit))

    def of_conversation(self, conversation_id: str) -> Sequence[Handoff]:
        """Return all handoffs of a conversation, oldest first."""
        return self._all(
            select(HandoffRow)
            .where(HandoffRow.conversation_id == conversation_id)
            .order_by(HandoffRow.requested_at, HandoffRow.id)
        )

    def change(self, handoff_id: str, *, held_by: str | None, **values: Any) -> bool:
        """Set columns of an open handoff if ``held_by`` has claimed it (``None`` = nobody has)."""
        holder = HandoffRow.claimed_by
        return self._changed(
            update(HandoffRow)
            .where(
                HandoffRow.id == handoff_id,
                HandoffRow.ended_at.is_(None),
                holder.is_(None) if held_by is None else holder == held_by,
            )
            .values(**values)
        )

    def keep_words(self, conversation_id: str, now: dt.datetime) -> bool:
        """Record a customer's line in the open handoff; its row lock orders concurrent lines."""
        return self._changed(
            update(HandoffRow)
            .where(HandoffRow.conversation_id == conversation_id, HandoffRow.ended_at.is_(None))
            .values(
                waiting_since=func.coalesce(HandoffRow.waiting_since, now),
                customer_seen_at=now,
                away_mail_at=None,
            )
        )

    def perhaps_unread(self, since: dt.datetime) -> Sequence[Handoff]:
        """Return each widget conversation's newest claimed handoff, open or ended since then."""
        rows = self._all(
            select(HandoffRow)
            .join(ConversationRow, ConversationRow.id == HandoffRow.conversation_id)
            .where(
                ConversationRow.channel == WIDGET,
                HandoffRow.claimed_by.is_not(None),
                or_(HandoffRow.ended_at.is_(None), HandoffRow.ended_at >= since),
            )
            .order_by(HandoffRow.requested_at, HandoffRow.id)
        )
        return list({row.conversation_id: row for row in rows}.values())

    def seen(self, handoff_id: str, now: dt.datetime) -> None:
        """Record that the customer's chat is open: an absence and its one mail are over."""
        self._session.execute(
            update(HandoffRow)
            .where(HandoffRow.id == handoff_id)
            .values(customer_seen_at=now, away_mail_at=None)
        )

    def mailed(self, handoff_id: str, now: dt.datetime) -> bool:
        """Record the one mail of an absence; return ``False`` if it is already recorded."""
        return self._changed(
            update(HandoffRow)
            .where(HandoffRow.id == handoff_id, HandoffRow.away_mail_at.is_(None))
            .values(away_mail_at=now)
        )

    def _changed(self, statement: Update) -> bool:
        quick = statement.execution_options(synchronize_session=False)
        return changes_one(self._session, quick)

    def _all(self, query: Select[HandoffRow]) -> list[Handoff]:
        rows = self._session.scalars(query.execution_options(populate_existing=True))
        return [handoff_of(row) for row in rows]


def conditions(
    wanted: HandoffFilter,
    moment: InstrumentedAttribute[dt.datetime] | InstrumentedAttribute[dt.datetime | None],
) -> list[ColumnElement[bool]]:
    """Return the filters except the words; dates apply to ``moment``: the start or the end."""
    columns = (
        (HandoffRow.language, wanted.language),
        (HandoffRow.reason, wanted.reason),
        (HandoffRow.outcome, wanted.outcome),
        (HandoffRow.claimed_by, wanted.agent_id or None),
    )
    found = [column == value for column, value in columns if value is not None]
    if wanted.since:
        found.append(moment >= wanted.since)
    if wanted.until:
        found.append(moment < wanted.until)
    return found


def handoff_of(row: HandoffRow) -> Handoff:
    """Convert a row to the handoff of the use cases."""
    return from_row(
        Handoff,
        row,
        declined_by=tuple(row.declined_by),
        revealed_to=tuple(row.revealed_to),
    )
