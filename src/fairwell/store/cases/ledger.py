"""The ledger: rows appended in the transaction of the change that they record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from fairwell.rules.cases import ledger
from fairwell.rules.cases.case import Case
from fairwell.store.cases.tables import LedgerRow

_CHAIN_LOCK = 0x6661697277656C6C  # "fairwell": one writer at a time on PostgreSQL


@dataclass(frozen=True)
class Declared:
    """What a customer declared of a case, as its row has it."""

    event: str
    at: dt.datetime
    content: str
    content_hash: str


class Ledger:
    """The hash chain. SQLite's write lock or PostgreSQL's advisory lock prevents a fork of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, case: Case, event: str, at: dt.datetime) -> str:
        """Append a row to the chain; return the hash of its content."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK}
            )
        last = self._session.scalars(
            select(LedgerRow.row_hash).order_by(LedgerRow.seq.desc()).limit(1)
        ).first()
        previous = last or ledger.GENESIS
        content = ledger.content_of(case)
        content_hash = ledger.hash_content(content)
        self._session.add(
            LedgerRow(
                case_id=case.id,
                reference=case.reference,
                event=event,
                at=at,
                content=content,
                content_hash=content_hash,
                previous_hash=previous,
                row_hash=ledger.hash_row(previous, case.id, event, at, content_hash),
            )
        )
        self._session.flush()
        return content_hash

    def declared(self, case_id: str, until: dt.datetime) -> Declared | None:
        """Return what was declared of a case at a moment: its first row, or the last changed end.

        Other later changes are not the customer's declaration.
        """
        row = self._session.scalars(
            select(LedgerRow)
            .where(
                LedgerRow.case_id == case_id,
                LedgerRow.event.in_((ledger.DECLARED, ledger.END_CHANGED)),
                LedgerRow.at <= until,
            )
            .order_by(LedgerRow.seq.desc())
            .limit(1)
        ).first()
        return Declared(row.event, row.at, row.content, row.content_hash) if row else None

    def happened_at(self, case_id: str, event: str) -> dt.datetime | None:
        """Return when an event last happened to a case."""
        return self._session.scalar(
            select(LedgerRow.at)
            .where(LedgerRow.case_id == case_id, LedgerRow.event == event)
            .order_by(LedgerRow.seq.desc())
            .limit(1)
        )
