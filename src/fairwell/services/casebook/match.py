"""Matching of declarations that no account fits, by agents: match, ask the customer, close.

Each function is one transaction with its ledger row and its audit line. All raise LookupError where
there is no such case in the queue any more, Taken where a colleague has its conversation and the
agent does not lead others, and StoreUnavailable when nothing could be changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Account, Case
from fairwell.rules.cases.details import normal_email, normal_user_name
from fairwell.rules.cases.matching import (
    LikelyAccount,
    Matching,
    NoMatch,
    compared,
    likeliest,
    waits_for_match,
)
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Speaker
from fairwell.services.casebook.rights import is_free
from fairwell.services.casebook.told import tell
from fairwell.services.cases.casework import (
    CaseOf,
    declaration_of,
    free_to_change,
    keep,
    note_case,
    with_account,
    worded,
)
from fairwell.services.cases.links import links_of
from fairwell.services.context import Context
from fairwell.services.handoff.packet import CaseShown, known_of, shown_case
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork


class AskedBy(StrEnum):
    """How a customer is asked for the account: by a line in the chat, or by the agent's call."""

    CHAT = "chat"
    PHONE = "phone"


@dataclass(frozen=True)
class Comparison:
    """An unmatched declaration beside the accounts it may mean, likeliest first.

    ``sought``: whether a user name or address that the agent looked for was found. ``has_chat``:
    whether the customer can be asked in the chat.
    """

    shown: CaseShown
    matching: Matching | None
    likely: Sequence[LikelyAccount]
    sought: bool | None
    has_chat: bool
    revealed: bool


def compare(
    asked: CaseOf, agent: Agent, app: Context, *, seek: str = "", revealed: bool = False
) -> Comparison:
    """Return a declaration beside likely accounts; reading it is audited, as what was shown.

    ``seek``: a user name or address of a further account to compare with.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = _unmatched(work, asked.case_id)
        if revealed:
            is_free(work, case, agent, leads=asked.leads)
        sought = _sought(work, case, seek) if seek.strip() else []
        likely = likeliest(case, work.accounts.similar(case.user_name, case.email))
        known = {one.account.id for one in sought}
        what = AuditEvent.REVEAL if revealed else AuditEvent.READ
        note_in_audit(work, what, agent, now, case_id=case.id)
        return Comparison(
            shown=shown_case(case, revealed=revealed, known=known_of(case)),
            matching=work.cases.matching(case.id),
            likely=[*sought, *(one for one in likely if one.account.id not in known)],
            sought=bool(sought) if seek.strip() else None,
            has_chat=_has_chat(work, case),
            revealed=revealed,
        )


def match(asked: CaseOf, account_id: str, agent: Agent, app: Context) -> Case:
    """Match a declaration with an account; its owner gets the confirmation.

    What was stated stays as it was; the end follows from the account and from when it was declared.
    """
    now = app.clock()
    with app.store.begin() as work:
        before = _to_change(work, asked, agent, now)
        account = work.accounts.by_id(account_id)
        if account is None:
            raise LookupError(account_id)
        declaration = declaration_of(before, before.user_name, before.email)
        case = work.cases.set_details(with_account(before, declaration, account, app))
        work.cases.set_matching(case.id, None)
        keep(work, case, agent, "matched", now)
        client = work.conversations.client(case.conversation_id, account.id)
        links = links_of(case, work, account.email, now, client)
        work.outbox.put(app.postman.confirmation(case, account, links, again=now), now)
    app.live.ring(case.conversation_id)
    return case


def ask(asked: CaseOf, agent: Agent, by: AskedBy, app: Context) -> Case:
    """Ask the customer which account is meant; the declaration stays in the queue, marked.

    Raises:
        ValueError: there is no chat to ask in.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = _to_change(work, asked, agent, now)
        if by is AskedBy.CHAT:
            if not _has_chat(work, case):
                raise ValueError("no chat")
            tell(work, case, "asked", now)
        work.cases.set_matching(case.id, Matching.ASKED)
        note_case(work, case, agent, now, event="asked", way=by)
    app.live.ring(case.conversation_id)
    return case


def close(asked: CaseOf, agent: Agent, why: NoMatch, note: str, app: Context) -> Case:
    """Close a declaration that no account is found for; it stays on record, as it was declared."""
    now = app.clock()
    with app.store.begin() as work:
        case = _to_change(work, asked, agent, now)
        work.cases.set_matching(case.id, Matching.CLOSED)
        note_case(work, case, agent, now, event="unmatched", why=why, reason=worded(case, note))
    app.live.ring(case.conversation_id)
    return case


def reopen(asked: CaseOf, agent: Agent, app: Context) -> Case:
    """Put a closed declaration back into the queue."""
    now = app.clock()
    with app.store.begin() as work:
        case = work.cases.find(asked.case_id)
        if case is None or work.cases.matching(case.id) is not Matching.CLOSED:
            raise LookupError(asked.case_id)
        free_to_change(work, case, agent, now, leads=asked.leads)
        work.cases.set_matching(case.id, None)
        note_case(work, case, agent, now, event="reopened")
    app.live.ring(case.conversation_id)
    return case


def _to_change(work: UnitOfWork, asked: CaseOf, agent: Agent, now: dt.datetime) -> Case:
    case = _unmatched(work, asked.case_id)
    free_to_change(work, case, agent, now, leads=asked.leads)
    return case


def _unmatched(work: UnitOfWork, case_id: str) -> Case:
    case = work.cases.find(case_id)
    if case is None or not waits_for_match(case, work.cases.matching(case_id)):
        raise LookupError(case_id)
    return case


def _has_chat(work: UnitOfWork, case: Case) -> bool:
    talk = work.handoffs.talk(case.conversation_id)
    return talk is not None and talk.speaker is not Speaker.CLOSED


def _sought(work: UnitOfWork, case: Case, seek: str) -> list[LikelyAccount]:
    name, email = normal_user_name(seek), normal_email(seek)
    found: Sequence[Account] = work.accounts.candidates(declaration_of(case, name, email))
    return [compared(case, account) for account in found]
