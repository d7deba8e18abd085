"""Cases page: what waits for an agent, every case by tab and search, and mails that fail to leave.

For agents and supervisors. A number that is searched for opens its case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response, StreamingResponse

from fairwell.desk.cases.case_csv import csv_lines
from fairwell.desk.cases.telling import telling
from fairwell.desk.conversations.agents import Watching, Working, agent_of
from fairwell.desk.frame.visitor import Current, require, to
from fairwell.desk.words import cases as words
from fairwell.desk.words.handoffs import language_label, status_label
from fairwell.i18n import formats
from fairwell.i18n.values import kind_in_words
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.todo import Settled, Why
from fairwell.rules.privacy.conceal import conceal_value
from fairwell.services.casebook import listing
from fairwell.services.handoff import todo as handoff_todo
from fairwell.services.handoff.todo import ToDo
from fairwell.store.casebook.listing import CaseFilter, CaseListed, Tab

cases_router = APIRouter(prefix="/cases")

LOOK_EVERY = 15  # seconds
TODO = "todo"
_Words = Annotated[str, Query(max_length=200)]
_Beyond = Annotated[str, Query(max_length=26)]
Leading = Annotated[Current, Depends(require(Role.SUPERVISOR))]


@dataclass(frozen=True)
class CaseListItem:
    """One thing to do, as the page words it; ``person`` is concealed."""

    url: str
    why: str
    what: str
    alarm: bool
    age: str
    person: str
    talk: str
    tried: str


@dataclass(frozen=True)
class CaseRowShown:
    """One case of a list, as the page words it; its account is concealed."""

    url: str
    reference: str
    kind: str
    status: str
    status_label: str
    account: str
    matching: str
    ends: str
    channel: str
    language: str
    age: str


@cases_router.get("")
def cases(current: Watching, tab: str = "", q: _Words = "", beyond: _Beyond = "") -> Response:
    """Show what waits, or the cases of a tab or a search; a number leads to its case."""
    number = listing.find_number(q, current.app)
    if number:
        return to(f"/desk/cases/{number}")
    if not q.strip() and tab not in set(Tab):
        return current.page("cases.html", 200, **_tabs(current, TODO, ""), **_todo(current))
    wanted = CaseFilter(Tab(tab) if tab in set(Tab) else Tab.ALL, q, beyond)
    found = listing.page(wanted, current.app)
    further = {"tab": wanted.tab.value, "q": q, "beyond": found.beyond}
    return current.page(
        "cases_found.html",
        200,
        **_tabs(current, wanted.tab, q),
        rows=[_shown(one, current) for one in found.rows],
        queue=wanted.tab is Tab.UNMATCHED,
        further=f"/desk/cases?{urlencode(further)}" if found.beyond else "",
        first=f"/desk/cases?{urlencode({'tab': wanted.tab.value, 'q': q})}" if beyond else "",
        may_export=current.user.may(Role.SUPERVISOR),
    )


@cases_router.get("/list")
def listed(current: Watching) -> Response:
    """Return what is to be done now."""
    return current.page("cases_list.html", 200, **_todo(current))


@cases_router.get("/count")
def count(current: Watching) -> Response:
    """Count what is to be done, and how many alarms are among it."""
    found = handoff_todo.count(current.app)
    return current.page("cases_count.html", number=found.number, alarms=found.alarms)


@cases_router.get("/export.csv")
def export(current: Leading, tab: Tab = Tab.ALL, q: _Words = "") -> Response:
    """Return all cases of a tab or a search as a table file; recorded in the audit."""
    parts = listing.export(CaseFilter(tab, q), agent_of(current.user), current.app)
    return StreamingResponse(
        csv_lines(parts, current),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="fairwell-cases-{tab.value}.csv"'},
    )


@cases_router.get("/mail/{mail}")
def mail(current: Watching, mail: str) -> Response:
    """Show a mail that fails to leave."""
    with telling(current):
        found = handoff_todo.late_mail(mail, current.app)
    language = current.language
    return current.page(
        "late_mail.html",
        mail=found,
        title=words.mail_label(found.kind, language),
        why=words.why_label(Why.MAIL, language, found),
        written=current.moment(found.created_at),
        attempts=formats.number(found.attempts, language),
        options=words.mail_options(found, language) if current.user.may(Role.AGENT) else [],
    )


@cases_router.post("/mail/{mail}/settle")
def settle_mail(current: Working, mail: str, outcome: Annotated[Settled, Form()]) -> Response:
    """Send the mail now, or record why it need not leave any more."""
    with telling(current):
        handoff_todo.settle_mail(mail, agent_of(current.user), outcome, current.app)
    return to("/desk/cases")


def _tabs(current: Current, chosen: str, q: str) -> dict[str, object]:
    language = current.language
    numbers = {TODO: handoff_todo.count(current.app).number} | {
        tab.value: number for tab, number in listing.counts(current.app).items()
    }
    return {
        "tabs": [
            (
                "/desk/cases" if key == TODO else f"/desk/cases?{urlencode({'tab': key})}",
                label,
                formats.number(numbers[key], language),
                key == chosen and not q,
            )
            for key, label in words.tab_labels(language)
        ],
        "tab": chosen,
        "q": q,
    }


def _todo(current: Current) -> dict[str, object]:
    found = handoff_todo.everything(current.app)
    return {"rows": [_row(one, current) for one in found], "look_every": LOOK_EVERY}


def _shown(one: CaseListed, current: Current) -> CaseRowShown:
    language = current.language
    return CaseRowShown(
        url=f"/desk/cases/{one.id}",
        reference=one.reference,
        kind=kind_in_words(one.kind, language),
        status=one.status,
        status_label=status_label(one.status, language),
        account=conceal_value(one.account) if one.account else "",
        matching=words.matching_label(one.matching, language) if one.matching else "",
        ends=words.end_of_listed(one, language),
        channel=words.channel_label(one.channel, language),
        language=language_label(one.language, language),
        age=words.age(one.requested_at, language),
    )


def _row(one: ToDo, current: Current) -> CaseListItem:
    language = current.language
    what, person, url = "", "", ""
    if one.case:
        shown = words.case_in_words(current, one.case, "", revealed=False)
        what = f"{shown.reference}, {shown.kind}"
        person = ", ".join(value for _name, value in shown.details[:2])
        url = f"/desk/cases/{shown.id}"
    if one.mail:
        label = words.mail_label(one.mail.kind, language)
        what = ", ".join(part for part in (one.mail.reference, label) if part)
        person = one.mail.recipient
        url = f"/desk/cases/mail/{one.mail.id}"
    return CaseListItem(
        url=url,
        why=words.why_label(one.why, language, one.mail),
        what=what,
        alarm=one.alarm,
        age=words.age(one.since, language),
        person=person,
        talk=f"/desk/c/{one.talk}" if one.talk else "",
        tried=current.moment(one.tried) if one.tried else "",
    )
