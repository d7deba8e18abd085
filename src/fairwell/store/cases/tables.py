"""Tables of cases: declarations, their proofs and links, the ledger, and demo accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, composite, mapped_column

from fairwell.rules.cases.case import Channel, Kind, Knowledge, Manner, Plan, Status
from fairwell.rules.cases.end import Bound, End, EndWish
from fairwell.rules.cases.matching import Matching
from fairwell.store.base.tables import Base, enumerated


class AccountRow(Base):
    """An account of the demo directory; in production the operator's CRM takes its place."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    user_name: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    plan: Mapped[Plan] = mapped_column(enumerated(Plan, 16))
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
        # Recording is idempotent: a turn that Rasa or a client retries cannot record twice.
        UniqueConstraint("conversation_id", "turn_id", "kind"),
        # The same wish confirmed again in the same conversation is the same case.
        UniqueConstraint("same_wish_key"),
        # The desk's lists: a tab by status, and the queue of unmatched declarations.
        Index("ix_case_status_id", "status", "id"),
        Index("ix_case_account_status_id", "account_id", "status", "id"),
        Index("ix_case_kind_status", "kind", "status"),  # the calls that are asked for
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    kind: Mapped[Kind] = mapped_column(enumerated(Kind, 16))
    status: Mapped[Status] = mapped_column(enumerated(Status, 16))
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
    knowledge: Mapped[Knowledge] = mapped_column(enumerated(Knowledge, 10))
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    turn_id: Mapped[str] = mapped_column(String(26))
    subject: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(String(254))
    # The three columns of the wished end; `ends` is all of them.
    end_kind: Mapped[End] = mapped_column("ends", enumerated(End, 16), server_default=End.SOONEST)
    wished_end_on: Mapped[dt.date | None]
    end_bound: Mapped[Bound] = mapped_column(enumerated(Bound, 10), server_default=Bound.AT)
    ends: Mapped[EndWish] = composite("end_kind", "wished_end_on", "end_bound")
    jurisdiction_reason: Mapped[str] = mapped_column(String(40), server_default="anonymous")
    channel: Mapped[Channel] = mapped_column(enumerated(Channel, 8), server_default=Channel.CHAT)
    person: Mapped[str | None] = mapped_column(String(120))
    manner: Mapped[Manner] = mapped_column(enumerated(Manner, 10), server_default=Manner.ORDINARY)
    same_wish_key: Mapped[str | None] = mapped_column(String(64))
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("cancellation_case.id"))
    # How far agents came in finding the account; the ledger and the audit say why.
    matching: Mapped[Matching | None] = mapped_column(enumerated(Matching, 8))


class VerificationRow(Base):
    """A six-digit code and a link for one case, hashed; created for unmatched cases too.

    Rows of unmatched cases hold a code that was never sent, so that tries and limits behave the
    same for known and unknown accounts.
    """

    __tablename__ = "verification_code"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cancellation_case.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(String(26), index=True)
    address_key: Mapped[str] = mapped_column(String(64), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Who asked for it (rules/cases/allowance.py). A withheld code was never mailed.
    client: Mapped[str] = mapped_column(String(64), server_default="")
    withheld: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    expires_at: Mapped[dt.datetime]
    tries: Mapped[int]
    used_at: Mapped[dt.datetime | None]


class CaseLinkRow(Base):
    """A link to one resource of one case: its receipt, or the "this wasn't me" page."""

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


class OfferRow(Base):
    """The one offer of a kind in a conversation: when, where, under which rule, and the answer."""

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


class UsedIdentityRow(Base):
    """The id of a used identity token until it expires, so that a replay is refused."""

    __tablename__ = "used_identity"

    token_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class UtteranceRow(Base):
    """A message that was not understood, masked, and the intent that the customer then chose.

    A training example until its conversation is removed; nothing in it names a person.
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
    """Anonymous feedback about leaving: it has a day, but no link to a conversation."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    given_on: Mapped[dt.date]
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Text)
