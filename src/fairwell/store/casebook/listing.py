"""Lists of cases for the desk: tabs, search, and pages by id, newest or oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwell.rules.cases.case import Channel, Kind, Status
from fairwell.rules.cases.matching import Matching
from fairwell.rules.cases.phone import national_digits
from fairwell.rules.cases.reference import read_reference
from fairwell.store.cases.tables import AccountRow, CaseRow

SHORTEST = 2  # characters of a word that is searched for
SHORTEST_PHONE = 5  # digits
_BETWEEN_DIGITS = " -/().+"


class Tab(StrEnum):
    """A list of cases. ``UNMATCHED``: declarations that no account fits, oldest first."""

    UNMATCHED = "unmatched"
    DECLARED = "declared"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    REVOKED = "revoked"
    ALL = "all"


_STATUS = {
    Tab.DECLARED: Status.DECLARED,
    Tab.VERIFIED: Status.VERIFIED,
    Tab.EFFECTIVE: Status.EFFECTIVE,
    Tab.REVOKED: Status.REVOKED,
}


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to list. ``beyond``: only those after the case with this id, in the order."""

    tab: Tab = Tab.ALL
    words: str = ""
    beyond: str = ""


@dataclass(frozen=True)
class CaseListed:
    """One row of a list; ``account`` is the user name of the matched account."""

    id: str
    reference: str
    kind: Kind
    status: Status
    account: str | None
    effective_on: dt.date | None
    channel: Channel
    language: str
    requested_at: dt.datetime
    matching: Matching | None


class CaseList:
    """Lists of the ``cancellation_case`` table, in the columns that a list shows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self, wanted: CaseFilter, limit: int) -> Sequence[CaseListed]:
        """Return the first matching cases; newest first, a queue oldest first."""
        query = _columns().where(*_conditions(wanted)).limit(limit)
        if wanted.tab is Tab.UNMATCHED:
            query = query.order_by(CaseRow.id)
        else:
            query = query.order_by(CaseRow.id.desc())
        return [_listed(row) for row in self._session.execute(query)]

    def counts(self) -> Mapping[Tab, int]:
        """Count the cases of every tab."""
        numbers = select(CaseRow.status, func.count().label("number")).group_by(CaseRow.status)
        by_status = {row.status: row.number for row in self._session.execute(numbers)}
        unmatched = select(func.count()).select_from(CaseRow).where(*waits_for_match())
        return {
            Tab.UNMATCHED: self._session.scalar(unmatched) or 0,
            **{tab: by_status.get(status, 0) for tab, status in _STATUS.items()},
            Tab.ALL: sum(by_status.values()),
        }


def waits_for_match() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a declaration that an agent is to match; as in the rules."""
    return (
        CaseRow.account_id.is_(None),
        CaseRow.status == Status.DECLARED,
        CaseRow.kind != Kind.CALLBACK,
        or_(CaseRow.matching.is_(None), CaseRow.matching != Matching.CLOSED),
    )


def _columns() -> Any:  # a Select of these columns
    return select(
        CaseRow.id,
        CaseRow.reference,
        CaseRow.kind,
        CaseRow.status,
        AccountRow.user_name.label("account"),
        CaseRow.effective_on,
        CaseRow.channel,
        CaseRow.language,
        CaseRow.requested_at,
        CaseRow.matching,
    ).outerjoin(AccountRow, AccountRow.id == CaseRow.account_id)


def _listed(row: Any) -> CaseListed:
    return CaseListed(**row._mapping)


def _conditions(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.tab is Tab.UNMATCHED:
        yield from waits_for_match()
        if wanted.beyond:
            yield CaseRow.id > wanted.beyond
    elif wanted.beyond:
        yield CaseRow.id < wanted.beyond
    if wanted.tab in _STATUS:
        yield CaseRow.status == _STATUS[wanted.tab]
    words = wanted.words.strip().lower()
    if words:
        yield or_(*_found(words))


def _found(words: str) -> Iterator[ColumnElement[bool]]:
    """Yield what a search looks at: number, user name, address, phone."""
    yield CaseRow.reference == (read_reference(words) or words.upper())
    if len(words) >= SHORTEST:
        yield _contains(CaseRow.user_name, words)
        yield _contains(CaseRow.email, words)
        accounts = select(AccountRow.id).where(
            or_(_contains(AccountRow.user_name, words), _contains(AccountRow.email, words))
        )
        yield CaseRow.account_id.in_(accounts)
    digits = national_digits(words)
    if len(digits) >= SHORTEST_PHONE:
        contact: ColumnElement[Any] = func.coalesce(CaseRow.contact, "")
        for sign in _BETWEEN_DIGITS:
            contact = func.replace(contact, sign, "")
        yield CaseRow.contact.is_not(None) & contact.contains(digits)


def _contains(column: InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    return column.contains(words, autoescape=True)
