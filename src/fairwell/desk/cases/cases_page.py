"""Cases page: cases that wait for an agent outside any chat, and mails that fail to leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from fairwell.desk.conversations.agents import Watching, Working, agent_of, leads
from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current, to
from fairwell.desk.words import cases as words
from fairwell.desk.words.labels import detail, event_labels
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import NotPossible
from fairwell.rules.handoff.todo import Settled, Why
from fairwell.services.cases import casework
from fairwell.services.handoff import todo as handoff_todo
from fairwell.services.handoff.todo import CaseFile, NotLate, ToDo

cases_router = APIRouter(prefix="/cases")

LOOK_EVERY = 15  # seconds


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


@cases_router.get("")
def cases(current: Watching) -> Response:
    """Show the cases page."""
    return current.page("cases.html", 200, **_list(current))


@cases_router.get("/list")
def listed(current: Watching) -> Response:
    """Return what is to be done now."""
    return current.page("cases_list.html", 200, **_list(current))


@cases_router.get("/count")
def count(current: Watching) -> Response:
    """Count what is to be done, and how many alarms are among it."""
    found = handoff_todo.count(current.app)
    return current.page("cases_count.html", number=found.number, alarms=found.alarms)


@cases_router.get("/mail/{mail}")
def mail(current: Watching, mail: str) -> Response:
    """Show a mail that fails to leave."""
    with _telling(current):
        found = handoff_todo.late_mail(mail, current.app)
    language = current.language
    return current.page(
        "late_mail.html",
        mail=found,
        title=words.mail_label(found, language),
        why=words.why_label(Why.MAIL, language, found),
        written=current.moment(found.created_at),
        attempts=formats.number(found.attempts, language),
        options=words.mail_options(found, language) if current.user.may(Role.AGENT) else [],
    )


@cases_router.post("/mail/{mail}/settle")
def settle_mail(current: Working, mail: str, outcome: Annotated[Settled, Form()]) -> Response:
    """Send the mail now, or record why it need not leave any more."""
    with _telling(current):
        handoff_todo.settle_mail(mail, agent_of(current.user), outcome, current.app)
    return to("/desk/cases")


@cases_router.get("/{case}")
def case(current: Watching, case: str) -> Response:
    """Show one case; reading it is recorded in the audit."""
    with _telling(current):
        return _page(current, handoff_todo.open_case(case, agent_of(current.user), current.app))


@cases_router.post("/{case}/reveal")
def reveal(current: Working, case: str) -> Response:
    """Show the case with the person's data, in this answer only; this is recorded in the audit."""
    with _telling(current):
        app, agent = current.app, agent_of(current.user)
        found = handoff_todo.reveal_case(case, agent, app, leads=leads(current.user))
        return _page(current, found)


@cases_router.post("/{case}/settle")
def settle(current: Working, case: str, outcome: Annotated[Settled, Form()]) -> Response:
    """Record the outcome of a case, with the step that follows."""
    with _telling(current):
        agent = agent_of(current.user)
        casework.settle(case, agent, outcome, current.app, leads=leads(current.user))
    return to("/desk/cases")


def _list(current: Current) -> dict[str, object]:
    found = handoff_todo.everything(current.app)
    return {"rows": [_row(one, current) for one in found], "look_every": LOOK_EVERY}


def _row(one: ToDo, current: Current) -> CaseListItem:
    language = current.language
    what, person, url = "", "", ""
    if one.case:
        shown = words.case_in_words(current, one.case, "", revealed=False)
        what = f"{shown.reference}, {shown.kind}"
        person = ", ".join(value for _name, value in shown.details[:2])
        url = f"/desk/cases/{shown.id}"
    if one.mail:
        what = ", ".join(
            part for part in (one.mail.reference, words.mail_label(one.mail, language)) if part
        )
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


def _page(current: Current, file: CaseFile) -> Response:
    language = current.language
    may_work = current.user.may(Role.AGENT)
    received = current.moment(file.case.case.requested_at)
    labels = event_labels(language)
    return current.page(
        "case.html",
        case=words.case_in_words(current, file.case, received, revealed=file.revealed),
        why=words.why_label(file.why, language) if file.why else "",
        alarm=file.why is Why.DISPUTED,
        since=current.moment(file.since),
        options=words.outcome_options(file.why, language) if file.why and may_work else [],
        mails=[
            (one.id, words.why_label(Why.MAIL, language, one), words.mail_label(one, language))
            for one in file.mails
        ],
        revealed=file.revealed,
        may_reveal=may_work and bool(file.why or file.mails),
        talk=file.talk,
        done=[
            (
                current.moment(line.entry.at),
                line.entry.actor,
                labels[line.entry.what],
                "; ".join(
                    detail(name, value, language) for name, value in line.entry.details.items()
                ),
            )
            for line in file.done
        ],
    )


@contextmanager
def _telling(current: Current) -> Iterator[None]:
    """Explain in words what the use cases refuse."""
    try:
        yield
    except (NotPossible, NotLate) as error:
        raise conflict(
            _(current.language, "Somebody has settled this already"),
            _(current.language, "Nothing was done. Go back to the cases to see what is left."),
        ) from error
    except LookupError as error:
        raise RequestRefused("not_found") from error
