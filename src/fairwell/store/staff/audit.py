"""The audit: an append-only record of the desk, from which only retention removes lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from fairwell.rules.access.audit import AuditEvent
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.cases.tables import CaseRow
from fairwell.store.staff.tables import AuditRetentionRow, AuditRow


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit: who did what, when, and with which conversation or case.

    ``details`` hold names of fields, roles, reasons by code, and an agent's reason for a transfer,
    concealed: never what a customer wrote.
    """

    at: dt.datetime
    actor_id: str | None
    actor: str
    what: AuditEvent
    conversation_id: str | None = None
    case_id: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditFilter:
    """Which lines of the audit to read; empty fields match all.

    ``about`` is a conversation, a case, or the reference of one; ``case_id`` a case, found by its
    index; ``before`` a line's number.
    """

    actor: str = ""
    what: AuditEvent | None = None
    about: str = ""
    case_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: int | None = None


@dataclass(frozen=True)
class AuditLine:
    """A line of the audit with its number, and the reference of its case while that exists."""

    number: int
    entry: AuditEntry
    reference: str | None


class Audit:
    """The ``audit`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, entry: AuditEntry) -> None:
        """Append a line, in the transaction of the change that it records."""
        self._session.add(AuditRow(**as_columns(entry, details=dict(entry.details))))
        self._session.flush()

    def lines(self, wanted: AuditFilter, at_most: int) -> Sequence[AuditLine]:
        """Return the newest matching lines, newest first."""
        query = (
            select(AuditRow, CaseRow.reference)
            .outerjoin(CaseRow, CaseRow.id == AuditRow.case_id)
            .order_by(AuditRow.seq.desc())
            .limit(at_most)
        )
        found = self._session.execute(query.where(*_conditions(wanted)))
        return [AuditLine(row.seq, _entry(row), reference) for row, reference in found]


def _conditions(wanted: AuditFilter) -> Iterator[ColumnElement[bool]]:
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
    if wanted.case_id:
        yield AuditRow.case_id == wanted.case_id
    if wanted.since:
        yield AuditRow.at >= wanted.since
    if wanted.until:
        yield AuditRow.at < wanted.until
    if wanted.before is not None:
        yield AuditRow.seq < wanted.before


def remove_before(session: Session, keep_since: dt.datetime, at_most: int) -> int:
    """Remove some lines older than ``keep_since``; the triggers permit it in this transaction."""
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


def _entry(row: AuditRow) -> AuditEntry:
    return from_row(AuditEntry, row)
