"""Tables of the desk: handoffs, notes, mentions, drafts, presence, events, canned replies."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, Index, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.rules.handoff.presence import PresenceState
from fairwell.rules.handoff.speaker import Outcome, Reason
from fairwell.rules.language import Language
from fairwell.store.base.tables import Base, enumerated
from fairwell.store.chats.tables import ConversationRow

_OPEN = text("ended_at IS NULL")


class HandoffRow(Base):
    """One handoff of a conversation, from the request to its end."""

    __tablename__ = "handoff"
    __table_args__ = (
        # One open handoff a conversation, also for concurrent requests.
        Index(
            "ux_handoff_open",
            "conversation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), index=True)
    reason: Mapped[Reason] = mapped_column(enumerated(Reason, 16))
    # The key of a team of the policy; null, or a key that no longer exists: everybody's.
    team: Mapped[str | None] = mapped_column(String(31))
    language: Mapped[Language] = mapped_column(String(2))
    requested_at: Mapped[dt.datetime] = mapped_column(index=True)
    # The time it entered the queue; later than the request after a transfer.
    queued_at: Mapped[dt.datetime]
    claimed_by: Mapped[str | None] = mapped_column(String(26), index=True)
    agent_name: Mapped[str | None] = mapped_column(String(80))
    claimed_at: Mapped[dt.datetime | None]
    first_answer_at: Mapped[dt.datetime | None]
    # The oldest line of the customer that no agent has answered.
    waiting_since: Mapped[dt.datetime | None]
    told_at: Mapped[dt.datetime | None]
    declined_by: Mapped[list[str]] = mapped_column(JSON)
    revealed_to: Mapped[list[str]] = mapped_column(JSON)
    # The engine's slots when the bot stopped; null if the engine was unreachable.
    slots: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    customer_seen_at: Mapped[dt.datetime | None]
    away_mail_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    ended_by: Mapped[str | None] = mapped_column(String(26))
    outcome: Mapped[Outcome | None] = mapped_column(enumerated(Outcome, 16))


HANDOFFS = cast(Table, HandoffRow.__table__)


class NoteRow(Base):
    """A note that agents read and the customer never sees."""

    __tablename__ = "note"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), index=True)
    author_id: Mapped[str] = mapped_column(String(26))
    author: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]


class MentionRow(Base):
    """The mention of an agent in a note, read or unread."""

    __tablename__ = "mention"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), index=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("note.id"))
    agent_id: Mapped[str] = mapped_column(String(26), index=True)
    read_at: Mapped[dt.datetime | None]


class DraftRow(Base):
    """An unsent draft; one for each agent and conversation."""

    __tablename__ = "draft"

    agent_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[dt.datetime]


class PresenceRow(Base):
    """Whether an agent takes conversations, and the last presence heartbeat of their desk."""

    __tablename__ = "presence"

    agent_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[PresenceState] = mapped_column(String(16))
    seen_at: Mapped[dt.datetime]


class DeskEventRow(Base):
    """An event of the desk, for its live pages; the number is the SSE event id.

    It has no names and no text: pages read what it points to.
    """

    __tablename__ = "desk_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(26), index=True)
    agent_id: Mapped[str | None] = mapped_column(String(26))
    at: Mapped[dt.datetime] = mapped_column(index=True)


class SatisfactionRow(Base):
    """A customer's rating of a conversation with an agent: a day and a score, no reference."""

    __tablename__ = "satisfaction"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    given_on: Mapped[dt.date]
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[int]


class CannedReplyRow(Base):
    """The desk's version of a canned reply; it overrides the policy's of the same key."""

    __tablename__ = "canned_reply"

    key: Mapped[str] = mapped_column(String(31), primary_key=True)
    de: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    removed: Mapped[bool]
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[str] = mapped_column(String(254))
