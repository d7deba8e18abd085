"""The outbox table: mails, written with the case that they confirm."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.store.base.tables import Base


class OutboxRow(Base):
    """One fully rendered mail: written with its case, sent by the worker."""

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
    # An attempt that ended without the server's answer to the text: it may have been accepted.
    possibly_sent_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
