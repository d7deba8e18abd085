"""Right to act on a case from its own page, for callers who have no chat.

Any agent and any supervisor may open a case, its person concealed; that is audited. To change it
or to see its person, an agent needs one of these, and finds nothing there without:

* the case waits for an agent: a dispute, a call asked for, an unmatched declaration;
* the agent has its conversation, or had it last;
* the agent leads others (is a supervisor too);
* the agent has checked the caller within the last hour: the caller stated the user name or the
  main address, and it is the case's or its account's.

While a colleague has its conversation, only who leads others may do so all the same; a change then
is on record as one for a colleague.
"""

from __future__ import annotations

import datetime as dt

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Case
from fairwell.rules.cases.details import normal_email, normal_user_name
from fairwell.rules.cases.matching import waits_for_match
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.todo import why_of
from fairwell.services.context import Context
from fairwell.services.errors import Taken
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.staff.audit import AuditFilter

CALLER_FOR = dt.timedelta(hours=1)
MOST_TRIES = 5  # wrong statements an agent may try for one case within that time
_RIGHT, _WRONG = "right", "wrong"


class TriedTooOften(Exception):
    """The agent has tried too many wrong statements for this case within the hour."""


def case_to_change(
    work: UnitOfWork, case_id: str, agent: Agent, *, leads: bool, now: dt.datetime
) -> Case:
    """Return a case that the agent may change from its own page.

    Raises:
        LookupError: there is no such case, or the agent has no right to change it.
        Taken: a colleague has its conversation, and the agent does not lead others.
    """
    case = work.cases.find(case_id)
    if case is None or not may_act(work, case, agent, leads=leads, now=now):
        raise LookupError(case_id)
    is_free(work, case, agent, leads=leads)
    return case


def colleague_with(work: UnitOfWork, case: Case, agent: Agent) -> str | None:
    """Return the name of the colleague who has the case's conversation now, if one has."""
    handoff = work.handoffs.open_of(case.conversation_id)
    if handoff is None or handoff.claimed_by in (None, agent.id):
        return None
    return handoff.agent_name or ""


def is_free(work: UnitOfWork, case: Case, agent: Agent, *, leads: bool) -> bool:
    """Return whether no colleague has the case's conversation now; who leads may act all the same.

    Raises:
        Taken: a colleague has it, and the agent does not lead others.
    """
    colleague = colleague_with(work, case, agent)
    if colleague is None:
        return True
    if not leads:
        raise Taken(colleague)
    return False


def may_act(work: UnitOfWork, case: Case, agent: Agent, *, leads: bool, now: dt.datetime) -> bool:
    """Return whether an agent may change a case and see its person while no colleague has it."""
    if leads or why_of(case) or waits_for_match(case, work.cases.matching(case.id)):
        return True
    handoffs = work.handoffs.of_conversation(case.conversation_id)
    if handoffs and handoffs[-1].claimed_by == agent.id:
        return True
    return _RIGHT in _checks(work, case, agent, now)


def check_caller(case_id: str, agent: Agent, stated: str, app: Context) -> bool:
    """Compare what a caller states with a case; a right statement lets the agent act on it.

    ``stated`` is a user name or a main e-mail address. Every try is audited, without its words.

    Raises:
        LookupError: there is no such case.
        Taken: a colleague has its conversation.
        TriedTooOften: nothing was compared.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = work.cases.find(case_id)
        if case is None:
            raise LookupError(case_id)
        is_free(work, case, agent, leads=False)
        if _checks(work, case, agent, now).count(_WRONG) >= MOST_TRIES:
            raise TriedTooOften(case_id)
        right = bool(_stated(stated) & _known(work, case))
        outcome = _RIGHT if right else _WRONG
        note_in_audit(
            work, AuditEvent.CALLER, agent, now, case_id=case.id, details={"caller": outcome}
        )
        return right


def _checks(work: UnitOfWork, case: Case, agent: Agent, now: dt.datetime) -> list[str]:
    """Return how the agent's recent checks of callers came out."""
    recent = AuditFilter(
        actor=agent.login, what=AuditEvent.CALLER, case_id=case.id, since=now - CALLER_FOR
    )
    return [line.entry.details["caller"] for line in work.audit.lines(recent, 2 * MOST_TRIES)]


def _stated(text: str) -> set[str]:
    found = (normal_email(text), normal_user_name(text))
    return {value for value in found if value}


def _known(work: UnitOfWork, case: Case) -> set[str]:
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    values = [case.user_name, case.email]
    values += [account.user_name, account.email] if account else []
    return {value.casefold() for value in values if value}
