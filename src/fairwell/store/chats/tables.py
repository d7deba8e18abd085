"""Tables of chats: conversations, turns, lines with buttons, and webhook deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.rules.cases.case import Knowledge
from fairwell.rules.handoff.speaker import LineRole, Speaker
from fairwell.rules.language import Language
from fairwell.store.base.tables import Base, enumerated

WIDGET = "widget"  # the channel of conversations in the chat widget of a page
_CURRENT = text("is_current")


class ConversationRow(Base):
    """One chat: who speaks in it, its language, and the hash of the token that opens it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[Language] = mapped_column(String(2))
    speaker: Mapped[Speaker] = mapped_column(enumerated(Speaker, 8))
    # What this conversation may be shown: anonymous, verified or signed_in, and which account.
    knowledge: Mapped[Knowledge] = mapped_column(
        enumerated(Knowledge, 10), server_default=Knowledge.ANONYMOUS
    )
    account_id: Mapped[str | None] = mapped_column(String(26))
    proven_at: Mapped[dt.datetime | None]  # since when; NULL before there was this column
    # An agent answered meanwhile: before its next turn the engine has to reset its state.
    engine_stale: Mapped[bool] = mapped_column(server_default=false())
    # The widget reads the transcript itself; for other channels a worker delivers it.
    channel: Mapped[str] = mapped_column(String(16), server_default=WIDGET)
    # The client that opened it, hashed (rules/cases/allowance.py).
    client: Mapped[str] = mapped_column(String(64), server_default="")
    # What is open after the last turn (dialogue/outcome.py); NULL: nothing.
    process: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[dt.datetime]
    last_active_at: Mapped[dt.datetime]


# The values of a conversation that knows nobody any more; the engine has to forget as well.
FORGOTTEN: dict[str, Any] = {
    "knowledge": Knowledge.ANONYMOUS,
    "account_id": None,
    "proven_at": None,
    "engine_stale": True,
}


class TurnRow(Base):
    """One customer turn: what was asked and, once finished, exactly what was answered."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "idempotency_key"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    request_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    # What was open, recorded and answered, so that a repeated request gets the same again.
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    started_at: Mapped[dt.datetime]


class MessageRow(Base):
    """One line of the transcript; its number is also the SSE event id."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ux_message_send_key", "conversation_id", "send_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    turn_id: Mapped[str | None] = mapped_column(String(26), index=True)
    role: Mapped[LineRole] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[Language] = mapped_column(String(2))
    intent: Mapped[str | None] = mapped_column(String(40))
    confidence: Mapped[float | None]
    attachments: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)
    # An agent's display name, and the idempotency key under which the desk sent the line.
    author: Mapped[str | None] = mapped_column(String(80))
    send_key: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[dt.datetime]


class ButtonRow(Base):
    """A button shown with a message. Customers see its id only, never the payload."""

    __tablename__ = "button"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    payload: Mapped[str] = mapped_column(Text)
    used_in_turn: Mapped[str | None] = mapped_column(String(26))


class DeliveryRow(Base):
    """A webhook conversation, and the last line that was sent to the other side.

    ``external_id`` is the other side's name for the conversation; of several with the same one,
    the newest is current. ``given_up_at``: nothing more is sent until an operator retries it.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index(
            "ux_delivery_current",
            "external_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(120), index=True)
    is_current: Mapped[bool]
    sent_up_to: Mapped[int]
    attempts: Mapped[int]
    next_at: Mapped[dt.datetime]
    last_error: Mapped[str | None] = mapped_column(String(60))
    given_up_at: Mapped[dt.datetime | None]


# As plain tables, for what every turn reads and writes (docs/decisions/020).
CONVERSATIONS = cast(Table, ConversationRow.__table__)
TURNS = cast(Table, TurnRow.__table__)
MESSAGES = cast(Table, MessageRow.__table__)
BUTTONS = cast(Table, ButtonRow.__table__)
