"""The table of conversations that come by another channel than the widget."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.store.base.tables import Base

_CURRENT = text("is_current")


class DeliveryRow(Base):
    """A conversation of the webhook, and up to which line its other side has been sent it.

    ``external_id`` is the other side's name for the conversation; of those with one name, the
    newest is the current one. ``given_up_at``: nothing more is sent before somebody asks for it.
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
