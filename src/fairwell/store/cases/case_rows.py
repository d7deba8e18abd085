"""Rows of the table of cases as the domain's cases, and their list for the command line."""

from __future__ import annotations

import dataclasses

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import Case, Channel, Ends, Kind, Knowledge, Manner, Status
from fairwell.store.base.tables import AccountRow, CaseRow

_CASE_FIELDS = [field.name for field in dataclasses.fields(Case)]


def case_of(row: CaseRow) -> Case:
    """The domain's case of a row."""
    values = {name: getattr(row, name) for name in _CASE_FIELDS}
    return Case(
        **{
            **values,
            "kind": Kind(row.kind),
            "status": Status(row.status),
            "knowledge": Knowledge(row.knowledge),
            "ends": Ends(row.ends),
            "channel": Channel(row.channel),
            "manner": Manner(row.manner),
        }
    )


def list_cases(session: Session) -> list[tuple[Case, str | None]]:
    """All cases, oldest first, each with the user name of its matched account."""
    rows = session.execute(
        select(CaseRow, AccountRow.user_name)
        .outerjoin(AccountRow, AccountRow.id == CaseRow.account_id)
        .order_by(CaseRow.requested_at, CaseRow.id)
    )
    return [(case_of(row), user_name) for row, user_name in rows]
