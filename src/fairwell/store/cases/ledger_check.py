"""Reads the ledger and the cases as of one moment, for the check and for people."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import Case
from fairwell.rules.cases.ledger_check import Checker, Entry, Verdict
from fairwell.store.base.tables import CaseRow, LedgerRow
from fairwell.store.cases.case_rows import case_of

_BATCH = 500
_FIELDS = [field.name for field in fields(Entry)]


def verify(session: Session, noted: str | None = None) -> Verdict:
    """Check the chain and the cases; ``noted`` is a row's hash that must still be in it.

    The session must be fresh: what is recorded while the check runs is not part of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite reads one snapshot by itself.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    # Closed at once: the check ends at the first broken row, with the rest still to be read.
    with closing(_entries(session, None)) as entries, closing(_cases(session)) as cases:
        return Checker(noted).check(entries, cases)


def list_entries(session: Session, reference: str | None = None) -> list[Entry]:
    """The rows, oldest first; of one case, if its reference is given."""
    return list(_entries(session, reference))


def _entries(session: Session, reference: str | None) -> Generator[Entry, None, None]:
    query = select(LedgerRow).order_by(LedgerRow.seq).execution_options(yield_per=_BATCH)
    if reference:
        query = query.where(LedgerRow.reference == reference)
    with session.scalars(query) as rows:
        for row in rows:
            yield Entry(**{name: getattr(row, name) for name in _FIELDS})


def _cases(session: Session) -> Generator[Case, None, None]:
    query = select(CaseRow).order_by(CaseRow.id).execution_options(yield_per=_BATCH)
    with session.scalars(query) as rows:
        for row in rows:
            yield case_of(row)
