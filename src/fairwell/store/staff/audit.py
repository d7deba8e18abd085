"""The audit: lines are added, read, and removed by retention only. None is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from fairwell.services.staff.ports import Audit, Entry, Line, Wanted, What
from fairwell.store.base.tables import CaseRow
from fairwell.store.staff.desk_tables import AuditRetentionRow, AuditRow


class SqlAudit(Audit):
    """The ``audit`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, entry: Entry) -> None:
        """Keep a line, in the transaction of what it tells of."""
        self._session.add(
            AuditRow(
                at=entry.at,
                actor_id=entry.actor_id,
                actor=entry.actor,
                what=entry.what,
                conversation_id=entry.conversation_id,
                case_id=entry.case_id,
                details=dict(entry.details),
            )
        )
        self._session.flush()

    def lines(self, wanted: Wanted, at_most: int) -> Sequence[Line]:
        """The newest lines that fit, newest first."""
        query = (
            select(AuditRow, CaseRow.reference)
            .outerjoin(CaseRow, CaseRow.id == AuditRow.case_id)
            .order_by(AuditRow.seq.desc())
            .limit(at_most)
        )
        found = self._session.execute(query.where(*_conditions(wanted)))
        return [Line(row.seq, _entry(row), reference) for row, reference in found]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.actor:
        yield AuditRow.actor == wanted.actor
    if wanted.what:
        yield AuditRow.what == wanted.what
    if wanted.about:
        yield or_(
            AuditRow.conversation_id == wanted.about,
            AuditRow.case_id == wanted.about,
            CaseRow.reference == wanted.about.upper(),
        )
    if wanted.since:
        yield AuditRow.at >= wanted.since
    if wanted.until:
        yield AuditRow.at < wanted.until
    if wanted.before is not None:
        yield AuditRow.seq < wanted.before


def remove_before(session: Session, keep_since: dt.datetime, at_most: int) -> int:
    """Remove some lines older than that; the triggers let it through within this transaction."""
    due = session.scalars(
        select(AuditRow.seq).where(AuditRow.at < keep_since).order_by(AuditRow.seq).limit(at_most)
    ).all()
    if due:
        permit = AuditRetentionRow(keep_since=keep_since)
        session.add(permit)
        session.flush()
        session.execute(delete(AuditRow).where(AuditRow.seq.in_(due)))
        session.delete(permit)
    return len(due)


def _entry(row: AuditRow) -> Entry:
    return Entry(
        at=row.at,
        actor_id=row.actor_id,
        actor=row.actor,
        what=What(row.what),
        conversation_id=row.conversation_id,
        case_id=row.case_id,
        details=row.details,
    )
