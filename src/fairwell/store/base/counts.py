"""Row counts by kind and state, for the metrics."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import CaseRow, VerificationRow
from fairwell.store.chats.deliveries import standings
from fairwell.store.chats.tables import TurnRow
from fairwell.store.mails.outbox import Overdue, overdue
from fairwell.store.mails.tables import OutboxRow

Counts = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class StoreCounts:
    """Row counts by state; ``cases`` by kind and status."""

    mails: Counts
    turns: Counts
    cases: Counts
    deliveries: Counts
    overdue: list[Overdue]
    codes_withheld: int  # in the last hour


def count_rows(engine: Engine, now: dt.datetime, alarm_after: dt.timedelta) -> StoreCounts:
    """Count all rows by state in one read transaction.

    Raises:
        StoreUnavailable: the database cannot be read now.
    """
    with transaction(engine, read_only=True) as session:
        return StoreCounts(
            mails=_count(session, OutboxRow.state),
            turns=_count(session, TurnRow.state),
            cases=_count(session, CaseRow.kind, CaseRow.status),
            deliveries=Counter((one.state,) for one in standings(session)),
            overdue=overdue(session, now, alarm_after),
            codes_withheld=_withheld(session, now - dt.timedelta(hours=1)),
        )


def _withheld(session: Session, since: dt.datetime) -> int:
    row = VerificationRow
    return (
        session.scalar(select(func.count(row.id)).where(row.created_at > since, row.withheld)) or 0
    )


def _count(session: Session, *columns: InstrumentedAttribute[str]) -> Counts:
    rows = session.execute(select(*columns, func.count()).group_by(*columns))
    return Counter({tuple(row[:-1]): row[-1] for row in rows})
