"""Reads the ledger and the cases as of one moment, for the check and for people."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.cancellation.case import Case
from fairwell.cancellation.ledger_check import Checker, Entry, Verdict
from fairwell.store.cases import case_of
from fairwell.store.tables import CaseRow, LedgerRow

_BATCH = 500


def verify(session: Session, noted: str | None = None) -> Verdict:
    """Check the chain and the cases; ``noted`` is a row's hash that must still be in it.

    The session must be fresh: what is recorded while the check runs is not part of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite reads one snapshot by itself.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return Checker(noted).check(_entries(session, None), _cases(session))


def list_entries(session: Session, reference: str | None = None) -> list[Entry]:
    """The rows, oldest first; of one case, if its reference is given."""
    return list(_entries(session, reference))


def _entries(session: Session, reference: str | None) -> Iterator[Entry]:
    query = select(LedgerRow).order_by(LedgerRow.seq).execution_options(yield_per=_BATCH)
    if reference:
        query = query.where(LedgerRow.reference == reference)
    for row in session.scalars(query):
        yield Entry(
            seq=row.seq,
            case_id=row.case_id,
            reference=row.reference,
            event=row.event,
            at=row.at,
            content=row.content,
            content_hash=row.content_hash,
            previous_hash=row.previous_hash,
            row_hash=row.row_hash,
        )


def _cases(session: Session) -> Iterator[Case]:
    query = select(CaseRow).order_by(CaseRow.id).execution_options(yield_per=_BATCH)
    return (case_of(row) for row in session.scalars(query))
