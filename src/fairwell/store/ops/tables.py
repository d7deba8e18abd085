"""The table of heartbeats."""

from __future__ import annotations

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from fairwell.store.base.tables import Base


class HeartbeatRow(Base):
    """One running part and when it last reported that it works, in seconds since 1970."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[float] = mapped_column(Float(53))
