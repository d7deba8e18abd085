"""Tables, as SQLAlchemy maps them. Times are UTC; money is in minor units."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware UTC in Python on every database; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse naive times, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 (SQLAlchemy's signature)
    ) -> dt.datetime | None:
        """Give back aware UTC."""
        if value is None:
            return None
        aware: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)


WIDGET = "widget"  # the channel of conversations in the chat on a page


class Base(DeclarativeBase):
    """The metadata that migrations and the store share."""

    type_annotation_map: ClassVar = {dt.datetime: UtcDateTime(), dt.date: Date(), str: String()}


class AccountRow(Base):
    """Demo directory of accounts; in production the operator's CRM answers instead."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    user_name: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    plan: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str | None] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    contacts: Mapped[int]
    monthly_fee_minor: Mapped[int]
    balance_minor: Mapped[int | None]
    next_billing_on: Mapped[dt.date | None]
    trial_ends_on: Mapped[dt.date | None]
    add_ons: Mapped[list[str]] = mapped_column(JSON)


class CaseRow(Base):
    """One declaration and its state; never deleted before its retention time ends."""

    __tablename__ = "cancellation_case"
    __table_args__ = (
        # Recording is idempotent: a turn that Rasa or a client repeats cannot record twice.
        UniqueConstraint("conversation_id", "turn_id", "kind"),
        # The same wish confirmed again in the same conversation is the same case.
        UniqueConstraint("same_wish_key"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str | None] = mapped_column(String(26), index=True)
    user_name: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str | None] = mapped_column(Text)
    requested_at: Mapped[dt.datetime] = mapped_column(index=True)
    effective_on: Mapped[dt.date | None]
    time_zone: Mapped[str] = mapped_column(String(40))
    policy_version: Mapped[str] = mapped_column(String(20))
    jurisdiction: Mapped[str] = mapped_column(String(8))
    knowledge: Mapped[str] = mapped_column(String(10))
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    turn_id: Mapped[str] = mapped_column(String(26))
    subject: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(String(254))
    ends: Mapped[str] = mapped_column(String(16), server_default="soonest")
    jurisdiction_reason: Mapped[str] = mapped_column(String(40), server_default="anonymous")
    channel: Mapped[str] = mapped_column(String(8), server_default="chat")
    person: Mapped[str | None] = mapped_column(String(120))
    manner: Mapped[str] = mapped_column(String(10), server_default="ordinary")
    wished_end_on: Mapped[dt.date | None]
    same_wish_key: Mapped[str | None] = mapped_column(String(64))
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("cancellation_case.id"))


class OutboxRow(Base):
    """One mail to send, finished as text: written with its case, sent by the worker."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "next_at"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    dedupe_key: Mapped[str] = mapped_column(String(80), unique=True)
    reference: Mapped[str | None] = mapped_column(String(8), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    created_at: Mapped[dt.datetime]
    next_at: Mapped[dt.datetime]
    lease_id: Mapped[str | None] = mapped_column(String(26))
    lease_until: Mapped[dt.datetime | None]
    attempt_started_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[dt.datetime | None]


class ConversationRow(Base):
    """One chat: who speaks in it, its language, and the hash of the token that opens it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    speaker: Mapped[str] = mapped_column(String(8))
    # What this conversation may be told: anonymous, verified or signed_in, and of which account.
    knowledge: Mapped[str] = mapped_column(String(10), server_default="anonymous")
    account_id: Mapped[str | None] = mapped_column(String(26))
    # A person spoke meanwhile: before its next turn the engine has to forget where it was.
    engine_stale: Mapped[bool] = mapped_column(server_default=false())
    # The widget follows the transcript itself; another channel's worker delivers it.
    channel: Mapped[str] = mapped_column(String(16), server_default=WIDGET)
    created_at: Mapped[dt.datetime]
    last_active_at: Mapped[dt.datetime]


class TurnRow(Base):
    """One customer turn: what was asked and, once finished, exactly what was answered."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "idempotency_key"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    request_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
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
    role: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    intent: Mapped[str | None] = mapped_column(String(40))
    confidence: Mapped[float | None]
    attachments: Mapped[list[dict[str, str]] | None] = mapped_column(JSON)
    # A colleague's display name, and the key under which their desk sent the line once.
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


class OfferRow(Base):
    """The one offer of a conversation: when, where, under which rule, and what was answered."""

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("conversation_id", "kind"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str | None] = mapped_column(String(26))
    jurisdiction: Mapped[str] = mapped_column(String(8))
    policy_version: Mapped[str] = mapped_column(String(20))
    timing: Mapped[str] = mapped_column(String(24))
    shown_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(String(8))
    answered_at: Mapped[dt.datetime | None]


class VerificationRow(Base):
    """A six-digit code and a link for one case, hashed; made for unmatched cases too.

    Rows of unmatched cases hold a code that nobody was sent, so that tries and limits count and
    answer the same for known and unknown accounts.
    """

    __tablename__ = "verification_code"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cancellation_case.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    address_key: Mapped[str] = mapped_column(String(64), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    tries: Mapped[int]
    used_at: Mapped[dt.datetime | None]


class CaseLinkRow(Base):
    """A link that opens one thing of one case: its receipt, or the "this wasn't me" page."""

    __tablename__ = "case_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cancellation_case.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[dt.datetime]


class LedgerRow(Base):
    """Append-only, hash-chained history of the cases; ``fairwell ledger verify`` proves it."""

    __tablename__ = "ledger"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(String(26), index=True)
    reference: Mapped[str] = mapped_column(String(8))
    event: Mapped[str] = mapped_column(String(24))
    at: Mapped[dt.datetime]
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    row_hash: Mapped[str] = mapped_column(String(64), unique=True)


class UsedIdentityRow(Base):
    """Ids of identity tokens that were used, until they expire: a replayed one is refused."""

    __tablename__ = "used_identity"

    token_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class UtteranceRow(Base):
    """A message that was not understood, masked, and the meaning that was pressed under it.

    An example for trainers until its conversation is removed; nothing in it names a person.
    """

    __tablename__ = "utterance"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    turn_id: Mapped[str] = mapped_column(String(26), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    model: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    ranking: Mapped[list[list[Any]]] = mapped_column(JSON)
    asked_at: Mapped[dt.datetime]
    chosen_intent: Mapped[str | None] = mapped_column(String(64))
    chosen_at: Mapped[dt.datetime | None]


class FeedbackRow(Base):
    """What customers said about leaving, kept apart from who they are: a day, no conversation."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    given_on: Mapped[dt.date]
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Text)


# As plain tables, for what every turn reads and writes (docs/decisions/020).
CONVERSATIONS = cast(Table, ConversationRow.__table__)
TURNS = cast(Table, TurnRow.__table__)
MESSAGES = cast(Table, MessageRow.__table__)
BUTTONS = cast(Table, ButtonRow.__table__)
