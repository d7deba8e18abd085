"""Records of one case for its page at the desk: its ledger rows and its mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.rules.cases.ledger_check import LedgerEntry
from fairwell.rules.privacy.addresses import masked
from fairwell.store.base.tables import from_row
from fairwell.store.cases.tables import LedgerRow
from fairwell.store.mails.tables import OutboxRow


@dataclass(frozen=True)
class CaseMail:
    """A mail of a case, whatever its state; most of the recipient's address is hidden."""

    id: str
    kind: str
    recipient: str
    state: str
    created_at: dt.datetime
    sent_at: dt.datetime | None


@dataclass(frozen=True)
class LedgerStep:
    """A row of the ledger without its content, which names the person."""

    event: str
    at: dt.datetime
    content_hash: str


class CaseRecords:
    """What the ``ledger`` and the ``outbox`` have of a case."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ledger(self, case_id: str) -> Sequence[LedgerEntry]:
        """Return the rows of a case, oldest first."""
        rows = self._session.scalars(
            select(LedgerRow).where(LedgerRow.case_id == case_id).order_by(LedgerRow.seq)
        )
        return [from_row(LedgerEntry, row) for row in rows]

    def steps(self, case_id: str) -> Sequence[LedgerStep]:
        """Return the rows of a case without their content, oldest first."""
        rows = self._session.execute(
            select(LedgerRow.event, LedgerRow.at, LedgerRow.content_hash)
            .where(LedgerRow.case_id == case_id)
            .order_by(LedgerRow.seq)
        )
        return [LedgerStep(row.event, row.at, row.content_hash) for row in rows]

    def mails(self, reference: str) -> Sequence[CaseMail]:
        """Return the mails of a case, oldest first."""
        rows = self._session.scalars(
            select(OutboxRow)
            .where(OutboxRow.reference == reference)
            .order_by(OutboxRow.created_at, OutboxRow.id)
        )
        return [
            from_row(
                CaseMail, row, recipient=masked(row.recipient) if row.body_text else row.recipient
            )
            for row in rows
        ]
