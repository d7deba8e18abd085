"""The audit: lines are added, read, and removed by retention only. None is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from fairwell.services.staff.ports import Audit, Entry, Line, Wanted
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.cases.tables import CaseRow
from fairwell.store.staff.tables import AuditRetentionRow, AuditRow


class SqlAudit(Audit):
    """The ``audit`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, entry: Entry) -> None:
        """Keep a line, in the transaction of what it tells of."""
        self._session.add(AuditRow(**as_columns(entry, details=dict(entry.details))))
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
    return from_row(Entry, row)
