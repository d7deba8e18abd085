"""Pending work of the gateway: one statement, run every second while idle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, bindparam, exists, func, select

from fairwell.store.base.engine import connection
from fairwell.store.chats.deliveries import is_due
from fairwell.store.chats.tables import DeliveryRow
from fairwell.store.handoff.tables import DeskEventRow, HandoffRow

_PENDING = select(
    select(func.max(DeskEventRow.id)).scalar_subquery().label("last_event"),
    exists().where(HandoffRow.ended_at.is_(None)).label("open_handoffs"),
    exists().where(HandoffRow.ended_at >= bindparam("ended_since")).label("ended_handoffs"),
    exists(select(DeliveryRow.conversation_id).where(*is_due(bindparam("now")))).label(
        "due_deliveries"
    ),
)


@dataclass(frozen=True)
class Pending:
    """Kinds of pending work. ``ended_handoffs``: recent ones, whose last answer may be unread."""

    last_event: int
    open_handoffs: bool
    ended_handoffs: bool
    due_deliveries: bool


def pending(engine: Engine, now: dt.datetime, ended_since: dt.datetime) -> Pending:
    """Return what there is to do, if anything.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    with connection(engine, read_only=True) as connected:
        row = connected.execute(_PENDING, {"now": now, "ended_since": ended_since}).one()
    return Pending(
        row.last_event or 0,
        bool(row.open_handoffs),
        bool(row.ended_handoffs),
        bool(row.due_deliveries),
    )
