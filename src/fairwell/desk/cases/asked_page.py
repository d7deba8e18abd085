"""Final steps of a case are asked: a dialog, or without a script a page, with what follows.

For agents with the right to act on the case, or from a conversation that they have; 404 otherwise.
From the case's own page 409 while a colleague has its conversation, except for who leads others.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from fairwell.desk.cases.telling import telling
from fairwell.desk.conversations.agents import Working, agent_of, leads
from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.visitor import Current, to
from fairwell.desk.words.final import Final, final_in_words
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.values import kind_in_words
from fairwell.rules.cases.case import NotPossible, Status, next_status
from fairwell.rules.handoff.todo import Settled
from fairwell.services.casebook.undo import UNDO_WITHIN
from fairwell.services.cases import casework
from fairwell.services.cases.casework import LONGEST_REASON, CaseOf

asked_router = APIRouter(prefix="/cases/{case}")

Reason = Annotated[str, Form(max_length=LONGEST_REASON)]
_LEADS_TO = {
    Final.VERIFY: Status.VERIFIED,
    Final.EFFECTIVE: Status.EFFECTIVE,
    Final.REVOKE: Status.REVOKED,
    Final.OWNER: Status.VERIFIED,
    Final.STRANGER: Status.REVOKED,
}
_SETTLED = {Final.OWNER: Settled.OWNER, Final.STRANGER: Settled.STRANGER}


@asked_router.get("/ask")
def ask(
    current: Working, case: str, step: Final, talk: Annotated[str, Query(max_length=26)] = ""
) -> Response:
    """Ask whether a final step is meant: its case, what it does, and the reason for it."""
    return ask_page(current, CaseOf(talk or None, case, leads=leads(current.user)), step)


@asked_router.post("/step")
def take(
    current: Working,
    case: str,
    step: Annotated[Final, Form()],
    reason: Reason = "",
    on: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Take a final step, for the reason given."""
    asked = CaseOf(None, case, leads=leads(current.user))
    if not reason.strip():
        return ask_page(current, asked, step, missing=True)
    with telling(current):
        take_step(current, asked, step, reason, _day(on))
    return to(f"/desk/cases/{case}?done={step}")


def take_step(
    current: Current, asked: CaseOf, step: Final, reason: str, on: dt.date | None
) -> None:
    """Take a final step that was asked; ``on``: the day on which a case was carried out.

    Raises:
        LookupError: no such case, or not this agent's to act on.
        NotPossible: the case does not allow the step any more.
    """
    agent, app = agent_of(current.user), current.app
    if step is Final.VERIFY:
        casework.verify_by_phone(asked, agent, app, reason)
    elif step is Final.EFFECTIVE:
        casework.mark_effective(asked, agent, app, on=on, reason=reason)
    elif step is Final.REVOKE:
        casework.revoke(asked, agent, app, reason)
    else:
        casework.settle(asked.case_id, agent, _SETTLED[step], app, reason, leads=asked.leads)


def ask_page(current: Current, asked: CaseOf, step: Final, *, missing: bool = False) -> Response:
    """Show what a final step does, and ask for its reason; ``missing``: none was given."""
    language = current.language
    with telling(current):
        if step in _SETTLED:
            case = casework.case_to_settle(asked, agent_of(current.user), current.app)
        else:
            case = casework.case_to_ask(asked, agent_of(current.user), current.app)
        if next_status(case.status, _LEADS_TO[step]) is case.status:
            raise NotPossible("done already")
    talk = asked.conversation_id
    return current.page(
        "ask_part.html" if current.by_htmx else "ask.html",
        422 if missing else 200,
        words=final_in_words(step, case, language),
        reference=case.reference,
        what=kind_in_words(case.kind, language),
        step=step,
        action=f"/desk/c/{talk}/cases/{case.id}/{step}" if talk else f"/desk/cases/{case.id}/step",
        back=f"/desk/c/{talk}" if talk else f"/desk/cases/{case.id}",
        on=case.effective_on.isoformat() if case.effective_on else "",
        dated=step is Final.EFFECTIVE,
        longest=LONGEST_REASON,
        fault=_(language, "Give a reason in a few words.") if missing else "",
        undo_for=formats.duration(UNDO_WITHIN, language),
    )


def _day(on: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(on) if on else None
    except ValueError as error:
        raise RequestRefused("bad_request") from error
