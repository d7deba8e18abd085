"""Page that compares an unmatched declaration with likely accounts: match, ask, or close.

For agents, while the declaration is in the queue; 404 otherwise. While a colleague has its
conversation, nothing is changed or revealed here (409), except by agents who lead others.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from fairwell.desk.cases.telling import telling
from fairwell.desk.conversations.agents import Working, agent_of, leads
from fairwell.desk.frame.refusals import conflict
from fairwell.desk.frame.visitor import Current, to
from fairwell.desk.words import cases as words
from fairwell.desk.words.handoffs import plan_label
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.cases.matching import LikelyAccount, NoMatch
from fairwell.rules.privacy.conceal import conceal_value
from fairwell.services.casebook import match
from fairwell.services.casebook.match import AskedBy, Comparison
from fairwell.services.cases.casework import LONGEST_REASON, CaseOf

match_router = APIRouter(prefix="/cases/{case}/match")

_Seek = Annotated[str, Query(max_length=300)]


@match_router.get("")
def compare(current: Working, case: str, seek: _Seek = "") -> Response:
    """Show a declaration beside likely accounts, concealed; this is recorded in the audit."""
    with telling(current):
        found = match.compare(_asked(current, case), agent_of(current.user), current.app, seek=seek)
    return _page(current, found, seek)


@match_router.post("/reveal")
def reveal(
    current: Working, case: str, seek: Annotated[str, Form(max_length=300)] = ""
) -> Response:
    """Show the same with the persons' data, in this answer only; recorded in the audit."""
    with telling(current):
        agent, asked = agent_of(current.user), _asked(current, case)
        found = match.compare(asked, agent, current.app, seek=seek, revealed=True)
    return _page(current, found, seek)


@match_router.post("")
def choose(current: Working, case: str, account: Annotated[str, Form(max_length=26)]) -> Response:
    """Match the declaration with an account."""
    with telling(current):
        match.match(_asked(current, case), account, agent_of(current.user), current.app)
    return to(f"/desk/cases/{case}?done=matched")


@match_router.post("/ask")
def ask(current: Working, case: str, by: Annotated[AskedBy, Form()]) -> Response:
    """Ask the customer in the chat, or record that the agent did by phone."""
    with telling(current):
        try:
            match.ask(_asked(current, case), agent_of(current.user), by, current.app)
        except ValueError as error:
            raise conflict(
                _(current.language, "The customer cannot be asked in the chat"),
                _(current.language, "Nothing was done. The conversation has ended."),
            ) from error
    return to(f"/desk/cases/{case}?done=asked")


@match_router.post("/close")
def close(
    current: Working,
    case: str,
    why: Annotated[NoMatch, Form()],
    note: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    """Close a declaration that no account is found for."""
    with telling(current):
        match.close(_asked(current, case), agent_of(current.user), why, note, current.app)
    return to(f"/desk/cases/{case}?done=unmatched")


def _asked(current: Current, case: str) -> CaseOf:
    return CaseOf(None, case, leads=leads(current.user))


def _page(current: Current, found: Comparison, seek: str) -> Response:
    language = current.language
    received = current.moment(found.shown.case.requested_at)
    fault = _(language, "No account has this user name or address.")
    return current.page(
        "match.html",
        case=words.case_in_words(current, found.shown, received, revealed=found.revealed),
        stated=(found.shown.user_name or "", found.shown.email or ""),
        likely=[_account(one, current, revealed=found.revealed) for one in found.likely],
        matching=words.matching_label(found.matching, language) if found.matching else "",
        has_chat=found.has_chat,
        reasons=words.no_match_options(language),
        revealed=found.revealed,
        seek=seek,
        fault=fault if found.sought is False else "",
        longest=LONGEST_REASON,
    )


def _account(one: LikelyAccount, current: Current, *, revealed: bool) -> dict[str, str]:
    language, account = current.language, one.account
    return {
        "id": account.id,
        "user_name": account.user_name if revealed else conceal_value(account.user_name),
        "name_fits": words.fit_label(one.user_name, language),
        "name_fit": one.user_name,
        "email": account.email if revealed else conceal_value(account.email),
        "email_fits": words.fit_label(one.email, language),
        "email_fit": one.email,
        "plan": plan_label(account.plan, language),
        "country": formats.country(account.country, language),
    }
