"""Casework of agents, by the same rules, ledger and mails as the bot.

Each function is one transaction with its ledger row and its audit line.

From a conversation's page may act: the agent who has the conversation (or had it last when it has
ended), and agents who lead others; only on cases that the page shows. From a case's own page: who
has the right to act on it (``services/casebook/rights.py``), unless a colleague has its
conversation now. The same holds for what waits for an agent, which any agent may settle.

What a customer should know of is told in the chat in which the case was declared.

All raise NotPossible where the case's state does not allow the step, LookupError where there is no
such case, or none that this agent may act on there, Taken where a colleague has its conversation,
and StoreUnavailable when nothing could be changed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from fairwell.i18n.zones import today_in, zone_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import (
    Account,
    Case,
    Declaration,
    Kind,
    NotPossible,
    Status,
    next_status,
)
from fairwell.rules.cases.details import normal_email, normal_user_name
from fairwell.rules.cases.end_day import effective_on
from fairwell.rules.cases.ledger import VERIFIED_BY_PHONE
from fairwell.rules.cases.matching import the_match
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.todo import OUTCOMES, Settled, Why, why_of
from fairwell.rules.privacy.conceal import conceal
from fairwell.services.casebook import rights
from fairwell.services.casebook.told import tell
from fairwell.services.cases.change_case import take_back, theirs
from fairwell.services.cases.links import links_of
from fairwell.services.cases.verify_case import send_again
from fairwell.services.context import Context
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork

LONGEST_REASON = 200  # characters of an agent's reason that the audit stores


@dataclass(frozen=True)
class CaseOf:
    """A case as a page addresses it: a conversation's page, or without one its own.

    ``leads``: the acting agent leads others, and so may act in their conversations too.
    """

    conversation_id: str | None
    case_id: str
    leads: bool = False


def verify_by_phone(asked: CaseOf, agent: Agent, app: Context, reason: str = "") -> Case:
    """Verify a case by asking back what only its owner knows. Also settles a dispute."""
    now = app.clock()
    with app.store.begin() as work:
        case = _verified(work, case_of(work, asked, agent, now), agent, now, reason)
    app.live.ring(case.conversation_id)
    return case


def mark_effective(
    asked: CaseOf, agent: Agent, app: Context, on: dt.date | None = None, reason: str = ""
) -> Case:
    """Mark a case as carried out in the operator's system; a request for a call, as called.

    ``on`` is the date it takes effect (default: the date it has, else today where it was
    declared).
    """
    now = app.clock()
    with app.store.begin() as work:
        case = _effective(work, case_of(work, asked, agent, now), agent, now, reason, on)
    app.live.ring(case.conversation_id)
    return case


def revoke(asked: CaseOf, agent: Agent, app: Context, reason: str = "") -> Case:
    """Revoke a case for its customer, with the mail that says so."""
    now = app.clock()
    with app.store.begin() as work:
        before = case_of(work, asked, agent, now)
        case = _revoked(work, before, agent, now, reason, app)
        if case.status is not before.status:
            tell(work, case, "revoked", now)
    app.live.ring(case.conversation_id)
    return case


def settle(
    case_id: str,
    agent: Agent,
    outcome: Settled,
    app: Context,
    reason: str = "",
    *,
    leads: bool = False,
) -> Case:
    """Record the outcome of a case that waited for an agent, and take the step that follows.

    ``NOT_REACHED`` changes nothing but is recorded. ``leads``: as in ``CaseOf``.

    Raises:
        NotPossible: it no longer waits, or cannot end that way.
        LookupError: there is no such case, or one that never waited.
        Taken: a colleague has its conversation.
    """
    now = app.clock()
    with app.store.begin() as work:
        case, why = _to_settle(work, case_id)
        free_to_change(work, case, agent, now, leads=leads)
        if why is None or outcome not in OUTCOMES[why]:
            raise NotPossible(f"{case.status}: {outcome}")
        if outcome is Settled.OWNER:
            case = _verified(work, case, agent, now, reason)
        elif outcome is Settled.CALLED:
            case = _effective(work, case, agent, now, reason)
        elif outcome is not Settled.NOT_REACHED:
            case = _revoked(work, case, agent, now, reason, app)
            tell(work, case, "closed", now)
        note_case(work, case, agent, now, AuditEvent.SETTLE, outcome=outcome)
    app.live.ring(case.conversation_id)
    return case


def correct(
    asked: CaseOf, agent: Agent, app: Context, *, user_name: str | None, email: str | None
) -> Case:
    """Correct the details and match them again; a match now found gets its confirmation.

    Raises:
        ValueError: one of the details cannot be one, or none is given.
    """
    details = _details(user_name, email)
    now = app.clock()
    with app.store.begin() as work:
        before = case_of(work, asked, agent, now)
        if before.status in (Status.REVOKED, Status.EFFECTIVE):
            next_status(before.status, Status.VERIFIED)  # says why not
        declaration = declaration_of(before, *details)
        account = the_match(declaration, work.accounts.candidates(declaration))
        case = work.cases.set_details(with_account(before, declaration, account, app))
        keep(work, case, agent, "corrected", now)
        if account and account.id != before.account_id and case.kind is not Kind.CALLBACK:
            client = work.conversations.client(case.conversation_id, account.id)
            links = links_of(case, work, account.email, now, client)
            work.outbox.put(app.postman.confirmation(case, account, links, again=now), now)
    app.live.ring(case.conversation_id)
    return case


def resend_mail(asked: CaseOf, agent: Agent, app: Context) -> bool:
    """Send the confirmation again, at most three times an hour per address.

    Return whether a mail leaves: only for a matched case that is in force.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = case_of(work, asked, agent, now)
        sent = send_again(case, work, app.postman, now, by_agent=True)
        note_case(work, case, agent, now, event="mail_again")
    return sent


def case_of(work: UnitOfWork, asked: CaseOf, agent: Agent, now: dt.datetime) -> Case:
    """Return a case that the agent may act on there; the same error whatever is wrong."""
    case, own = _allowed(work, asked, agent, now)
    if not own:
        note_case(work, case, agent, now, event="for_colleague")
    return case


def free_to_change(
    work: UnitOfWork, case: Case, agent: Agent, now: dt.datetime, *, leads: bool
) -> None:
    """Refuse a change while a colleague has the conversation; who leads may, and it is on record.

    Raises:
        Taken: a colleague has it, and the agent does not lead others.
    """
    if not rights.is_free(work, case, agent, leads=leads):
        note_case(work, case, agent, now, event="for_colleague")


def case_to_ask(asked: CaseOf, agent: Agent, app: Context) -> Case:
    """Return a case before a step is taken, for the page that asks whether it is meant."""
    with app.store.look() as work:
        return _allowed(work, asked, agent, app.clock())[0]


def case_to_settle(asked: CaseOf, agent: Agent, app: Context) -> Case:
    """Return a disputed case before any agent settles it.

    Raises:
        NotPossible: a colleague has settled it meanwhile.
        LookupError: there is no such case, or one that never waited.
        Taken: a colleague has its conversation.
    """
    with app.store.look() as work:
        case, why = _to_settle(work, asked.case_id)
        rights.is_free(work, case, agent, leads=asked.leads)
    if why is not Why.DISPUTED:
        raise NotPossible("settled")
    return case


def _allowed(work: UnitOfWork, asked: CaseOf, agent: Agent, now: dt.datetime) -> tuple[Case, bool]:
    """Return a case, and whether it is the agent's own rather than a colleague's."""
    talk = asked.conversation_id
    if talk is None:
        case = rights.case_to_change(work, asked.case_id, agent, leads=asked.leads, now=now)
        return case, rights.is_free(work, case, agent, leads=asked.leads)
    handoffs = work.handoffs.of_conversation(talk)
    theirs_to_do = bool(handoffs) and handoffs[-1].claimed_by == agent.id
    if not handoffs or not (theirs_to_do or asked.leads):
        raise LookupError(asked.case_id)
    known = work.conversations.known(talk)
    shown = next((one for one in theirs(talk, known, work) if one.id == asked.case_id), None)
    if shown is None:
        raise LookupError(asked.case_id)
    return shown, theirs_to_do


def _verified(work: UnitOfWork, case: Case, agent: Agent, now: dt.datetime, reason: str) -> Case:
    wanted = next_status(case.status, Status.VERIFIED)
    if wanted is not case.status:
        case = work.cases.set_status(case.id, wanted)
        keep(work, case, agent, VERIFIED_BY_PHONE, now, reason)
        tell(work, case, VERIFIED_BY_PHONE, now)
    return case


def _effective(
    work: UnitOfWork,
    case: Case,
    agent: Agent,
    now: dt.datetime,
    reason: str,
    on: dt.date | None = None,
) -> Case:
    wanted = next_status(case.status, Status.EFFECTIVE)
    if wanted is case.status:
        return case
    today = today_in(case.time_zone, now)
    work.cases.set_details(dataclasses.replace(case, effective_on=on or case.effective_on or today))
    case = work.cases.set_status(case.id, wanted)
    keep(work, case, agent, "effective", now, reason)
    tell(work, case, "effective", now)
    return case


def _revoked(
    work: UnitOfWork, before: Case, agent: Agent, now: dt.datetime, reason: str, app: Context
) -> Case:
    case = take_back(before, work, app.postman, now)
    if case.status is not before.status:
        note_case(work, case, agent, now, event="revoked", reason=worded(case, reason))
    return case


def keep(
    work: UnitOfWork, case: Case, agent: Agent, event: str, now: dt.datetime, reason: str = ""
) -> None:
    """Record a step of a case in the ledger and in the audit; the audit has the reason."""
    work.ledger.append(case, event, now)
    note_case(work, case, agent, now, event=event, reason=worded(case, reason))


def worded(case: Case, reason: str) -> str:
    """Return an agent's reason for the audit, without what it says of the person."""
    known = [value for value in (case.user_name, case.email, case.person) if value]
    return conceal(" ".join(reason.split()), known)[:LONGEST_REASON]


def note_case(
    work: UnitOfWork,
    case: Case,
    agent: Agent,
    now: dt.datetime,
    what: AuditEvent = AuditEvent.CHANGE,
    **details: str,
) -> None:
    """Record in the audit, and tell open pages, what an agent did with a case."""
    note_in_audit(
        work,
        what,
        agent,
        now,
        conversation_id=case.conversation_id,
        case_id=case.id,
        details={name: value for name, value in details.items() if value},
    )
    # A form has no conversation that its events could belong to.
    talk = case.conversation_id if work.handoffs.talk(case.conversation_id) else None
    work.desk.happened("case", talk, agent.id, now)


def _to_settle(work: UnitOfWork, case_id: str) -> tuple[Case, Why | None]:
    """Return a case that waits for an agent, and why; ``None`` once it is settled.

    Raises:
        LookupError: there is no such case, or one that never waited.
    """
    case = _case(work, case_id)
    why = why_of(case)
    disputed_at = work.ledger.happened_at(case.id, "disputed")
    if why is None and case.kind is not Kind.CALLBACK and disputed_at is None:
        raise LookupError(case_id)
    return case, why


def _case(work: UnitOfWork, case_id: str) -> Case:
    case = work.cases.find(case_id)
    if case is None:
        raise LookupError(case_id)
    return case


def _details(user_name: str | None, email: str | None) -> tuple[str | None, str | None]:
    name = normal_user_name(user_name) if user_name else None
    address = normal_email(email) if email else None
    if (user_name and not name) or (email and not address) or not (name or address):
        raise ValueError("a user name and an address, or one of them, as an account has it")
    return name, address


def declaration_of(case: Case, user_name: str | None, email: str | None) -> Declaration:
    """Return what was declared in a case, with these details."""
    return Declaration(
        kind=case.kind,
        user_name=user_name,
        email=email,
        language=case.language,
        reason=case.reason,
        conversation_id=case.conversation_id,
        turn_id=case.turn_id,
        ends=case.ends,
        manner=case.manner,
    )


def with_account(
    case: Case, declaration: Declaration, account: Account | None, app: Context
) -> Case:
    """Return a case with these details, its account, and the end that follows from both."""
    # The declaration counts from when it was made, however late its account is found.
    zone = zone_of(account, case.language, app.policy.facts) if account else case.time_zone
    received_on = today_in(zone, case.requested_at)
    return dataclasses.replace(
        case,
        user_name=declaration.user_name,
        email=declaration.email,
        account_id=account.id if account else None,
        effective_on=effective_on(declaration, account, received_on),
    )
