"""Reads of the ledger: its verification on one snapshot, and its entries for display."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import Case
from fairwell.rules.cases.ledger_check import Checker, LedgerEntry, Verdict
from fairwell.store.base.tables import from_row
from fairwell.store.cases.cases import case_of
from fairwell.store.cases.tables import CaseRow, LedgerRow

_BATCH = 500


def verify(session: Session, noted: str | None = None) -> Verdict:
    """Verify the chain and the cases; ``noted`` is a row's hash that the chain must contain.

    The session must be new: what is recorded while the check runs is not part of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite reads from one snapshot anyway.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    # Closed explicitly: the check stops at the first broken row, with the rest still unread.
    with closing(_entries(session, None)) as entries, closing(_cases(session)) as cases:
        return Checker(noted).check(entries, cases)


def list_entries(session: Session, reference: str | None = None) -> list[LedgerEntry]:
    """Return the entries, oldest first; of one case, if its reference is given."""
    return list(_entries(session, reference))


def _entries(session: Session, reference: str | None) -> Generator[LedgerEntry, None, None]:
    query = select(LedgerRow).order_by(LedgerRow.seq).execution_options(yield_per=_BATCH)
    if reference:
        query = query.where(LedgerRow.reference == reference)
    with session.scalars(query) as rows:
        for row in rows:
            yield from_row(LedgerEntry, row)


def _cases(session: Session) -> Generator[Case, None, None]:
    query = select(CaseRow).order_by(CaseRow.id).execution_options(yield_per=_BATCH)
    with session.scalars(query) as rows:
        for row in rows:
            yield case_of(row)
