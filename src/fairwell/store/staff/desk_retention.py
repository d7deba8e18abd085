"""Retention of the desk's data: expired logins, and old lines of the audit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwell.rules.privacy.retention import Retained, RetentionDue
from fairwell.store.handoff.tables import DeskEventRow
from fairwell.store.staff.audit import remove_before
from fairwell.store.staff.tables import AuditRow, DeskAttemptRow, DeskLinkRow, DeskSessionRow

OF_THE_DESK = frozenset({Retained.LOGINS, Retained.AUDIT})

_Rule = tuple[InstrumentedAttribute[Any], ColumnElement[bool]]


def count_of_the_desk(session: Session, what: Retained, due: RetentionDue) -> int:
    """Return how many items are due."""
    if what is Retained.AUDIT:
        old = select(func.count(AuditRow.seq)).where(AuditRow.at < due.audit)
        return session.scalar(old) or 0
    counts = (
        session.scalar(select(func.count(key)).where(condition)) or 0
        for key, condition in _logins(due)
    )
    return sum(counts)


def remove_of_the_desk(session: Session, what: Retained, due: RetentionDue, at_most: int) -> int:
    """Remove up to ``at_most`` due items; return how many."""
    if what is Retained.AUDIT:
        return remove_before(session, due.audit, at_most)
    removed = 0
    for key, condition in _logins(due):
        found = session.scalars(
            select(key)
            .where(condition)
            .order_by(key)
            .limit(at_most - removed)
            .with_for_update(skip_locked=True)
        ).all()
        session.execute(delete(key.class_).where(key.in_(found)))
        removed += len(found)
    return removed


def _logins(due: RetentionDue) -> tuple[_Rule, ...]:
    return (
        # No session lives longer than a day, even if it is in use.
        (DeskSessionRow.id_hash, DeskSessionRow.created_at < due.logins),
        (
            DeskLinkRow.token_hash,
            or_(DeskLinkRow.expires_at < due.logins, DeskLinkRow.used_at < due.logins),
        ),
        (DeskAttemptRow.key, DeskAttemptRow.last_at < due.logins),
        # Presence events; those of a conversation are removed with it.
        (
            DeskEventRow.id,
            and_(DeskEventRow.conversation_id.is_(None), DeskEventRow.at < due.logins),
        ),
    )
