"""Lists of cases at the desk: a page, the numbers of the tabs, a number from the phone, export.

All raise StoreUnavailable when the database cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.reference import read_reference
from fairwell.rules.handoff.agent import Agent
from fairwell.services.context import Context
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.casebook.listing import CaseFilter, CaseListed, Tab

PAGE = 50  # cases
_AT_ONCE = 1_000  # cases of an export that are read in one transaction


@dataclass(frozen=True)
class CasePage:
    """A page of a list; ``beyond`` leads to the next one, if there is one."""

    rows: Sequence[CaseListed]
    beyond: str


def page(wanted: CaseFilter, app: Context) -> CasePage:
    """Return a page of cases."""
    with app.store.look() as work:
        rows = work.case_list.rows(wanted, PAGE + 1)
    more = len(rows) > PAGE
    return CasePage(rows[:PAGE], rows[PAGE - 1].id if more else "")


def counts(app: Context) -> Mapping[Tab, int]:
    """Return the number of cases of each tab."""
    with app.store.look() as work:
        return work.case_list.counts()


def find_number(text: str, app: Context) -> str | None:
    """Return the id of the case with this reference, however it is spelled."""
    reference = read_reference(text)
    if reference is None:
        return None
    with app.store.look() as work:
        case = work.cases.of_reference(reference)
    return case.id if case else None


def export(wanted: CaseFilter, agent: Agent, app: Context) -> Iterator[Sequence[CaseListed]]:
    """Return all cases of a list, in parts; recorded in the audit before the first one."""
    with app.store.begin() as work:
        note_in_audit(
            work, AuditEvent.EXPORT, agent, app.clock(), details={"list": wanted.tab.value}
        )
    return _parts(wanted, app)


def _parts(wanted: CaseFilter, app: Context) -> Iterator[Sequence[CaseListed]]:
    while True:
        with app.store.look() as work:
            rows = work.case_list.rows(wanted, _AT_ONCE)
        if rows:
            yield rows
        if len(rows) < _AT_ONCE:
            return
        wanted = replace(wanted, beyond=rows[-1].id)
