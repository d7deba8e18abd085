"""Tables of the desk: its users, their sessions, links and attempts, and the audit."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.links import LinkPurpose
from fairwell.rules.language import Language
from fairwell.store.base.tables import Base, enumerated


class DeskUserRow(Base):
    """A user of the desk; disabled instead of deleted, since the audit names them."""

    __tablename__ = "desk_user"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    login: Mapped[str] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    roles: Mapped[list[str]] = mapped_column(JSON)
    teams: Mapped[list[str]] = mapped_column(JSON, server_default=text("'[]'"))
    language: Mapped[Language] = mapped_column(String(2))
    shortcuts: Mapped[bool]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    issuer: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]


class DeskSessionRow(Base):
    """A logged-in browser; only the hash of the cookie's secret is stored."""

    __tablename__ = "desk_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("desk_user.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    last_seen_at: Mapped[dt.datetime]


class DeskLinkRow(Base):
    """A single-use link: to become the first admin, or to set a password."""

    __tablename__ = "desk_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enumerated(LinkPurpose, 16))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("desk_user.id"))
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class DeskAttemptRow(Base):
    """Consecutive wrong passwords, by the hash of a login name or of an address."""

    __tablename__ = "desk_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[dt.datetime] = mapped_column(index=True)
    blocked_until: Mapped[dt.datetime | None]


class AuditRow(Base):
    """Who did what at the desk. Triggers refuse UPDATE, and DELETE outside of retention."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_what_seq", "what", "seq"), {"sqlite_autoincrement": True})

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor_id: Mapped[str | None] = mapped_column(String(26), index=True)
    actor: Mapped[str] = mapped_column(String(254))
    what: Mapped[AuditEvent] = mapped_column(enumerated(AuditEvent, 24))
    conversation_id: Mapped[str | None] = mapped_column(String(26), index=True)
    case_id: Mapped[str | None] = mapped_column(String(26), index=True)
    details: Mapped[dict[str, str]] = mapped_column(JSON)


class AuditRetentionRow(Base):
    """A permit for the triggers, within one transaction of retention: older rows may be deleted."""

    __tablename__ = "audit_retention"

    keep_since: Mapped[dt.datetime] = mapped_column(primary_key=True)


_ABOUT_PEOPLE = {
    row.__tablename__
    for row in (
        DeskUserRow,
        DeskSessionRow,
        DeskLinkRow,
        DeskAttemptRow,
        AuditRow,
        AuditRetentionRow,
    )
}


def is_about_the_desks_people(table: str) -> bool:
    """Return whether a table is about users of the desk, and not about customers."""
    return table in _ABOUT_PEOPLE
