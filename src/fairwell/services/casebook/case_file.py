"""One case with all its records, as its page at the desk shows it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Case
from fairwell.rules.cases.matching import Matching, waits_for_match
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.todo import Why, why_of
from fairwell.rules.privacy.conceal import conceal, conceal_value
from fairwell.services.casebook.rights import case_to_change, colleague_with, is_free, may_act
from fairwell.services.casebook.undo import Undoable, last_step
from fairwell.services.cases.open_link import OpenedReceipt, receipt_at
from fairwell.services.context import Context
from fairwell.services.handoff.packet import CaseShown, known_of, shown_case
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.casebook.records import CaseMail, LedgerStep
from fairwell.store.cases.offers import OfferShown
from fairwell.store.chats.transcripts import TranscriptLine
from fairwell.store.mails.outbox import LateMail
from fairwell.store.staff.audit import AuditFilter, AuditLine

LAST = 10  # lines of what was done
LINES = 100  # of the conversation, the last ones


@dataclass(frozen=True)
class CaseFile:
    """A case and its records; unless ``revealed``, its person is concealed in all of them.

    ``why``: what is to be done with it, if anything; ``since`` when. ``may_act``: whether this
    agent may change it from here. ``taken_by``: the colleague who has its conversation, unless this
    agent leads others. ``account``: the user name of its account. ``talk``: its
    conversation, if an agent was asked for in it. ``done``: by agents, newest first.
    ``receipt``: as the customer has it. ``undo``: the agents' step that can be undone.
    """

    shown: CaseShown
    revealed: bool
    may_act: bool
    taken_by: str | None
    why: Why | None
    since: dt.datetime
    account: str | None
    matching: Matching | None
    unmatched: bool
    talk: str | None
    lines: Sequence[TranscriptLine]
    ledger: Sequence[LedgerStep]
    offers: Sequence[OfferShown]
    mails: Sequence[CaseMail]
    late: Sequence[LateMail]
    receipt: OpenedReceipt
    done: Sequence[AuditLine]
    undo: Undoable | None


def open_case(case_id: str, agent: Agent, app: Context, *, leads: bool = False) -> CaseFile:
    """Return a case, its person concealed; this is recorded in the audit.

    Raises:
        LookupError: there is no such case.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = work.cases.find(case_id)
        if case is None:
            raise LookupError(case_id)
        found = _file(work, case, agent, app, leads=leads, revealed=False)
        note_in_audit(work, AuditEvent.READ, agent, now, case_id=case.id)
        return found


def reveal_case(case_id: str, agent: Agent, app: Context, *, leads: bool = False) -> CaseFile:
    """Return a case with its person, for who may act on it; this is recorded in the audit.

    Raises:
        LookupError: there is no such case, or the agent has no right to act on it.
        Taken: a colleague has its conversation, and the agent does not lead others.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = _to_see(work, case_id, agent, app, leads=leads)
        found = _file(work, case, agent, app, leads=leads, revealed=True)
        note_in_audit(work, AuditEvent.REVEAL, agent, now, case_id=case.id)
        return found


def case_receipt(case_id: str, agent: Agent, app: Context, *, leads: bool = False) -> OpenedReceipt:
    """Return the receipt of a case, for who may act on it; recorded as seeing its person.

    Raises:
        LookupError: there is no such case, or the agent has no right to act on it.
        Taken: a colleague has its conversation, and the agent does not lead others.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = _to_see(work, case_id, agent, app, leads=leads)
        note_in_audit(work, AuditEvent.REVEAL, agent, now, case_id=case.id)
        return receipt_at(work, case, now)


def _to_see(work: UnitOfWork, case_id: str, agent: Agent, app: Context, *, leads: bool) -> Case:
    case = work.cases.find(case_id)
    if case is not None and _late(work, case, app):
        is_free(work, case, agent, leads=leads)
        return case  # a mail that does not leave: its customer has to be told another way
    return case_to_change(work, case_id, agent, leads=leads, now=app.clock())


def _file(
    work: UnitOfWork, case: Case, agent: Agent, app: Context, *, leads: bool, revealed: bool
) -> CaseFile:
    now = app.clock()
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    known = known_of(case) + ((account.user_name, account.email) if account else ())
    handed_over = bool(work.handoffs.of_conversation(case.conversation_id))
    matching = work.cases.matching(case.id)
    name = account.user_name if account else None
    step = last_step(work, case, now)
    taken_by = None if leads else colleague_with(work, case, agent)
    return CaseFile(
        shown=shown_case(case, revealed=revealed, known=known),
        revealed=revealed,
        may_act=taken_by is None and may_act(work, case, agent, leads=leads, now=now),
        taken_by=taken_by,
        why=why_of(case),
        since=_since(work, case),
        account=name if revealed or not name else conceal_value(name),
        matching=matching,
        unmatched=waits_for_match(case, matching),
        talk=case.conversation_id if handed_over else None,
        lines=_lines(work, case, () if revealed else known, revealed=revealed),
        ledger=work.case_records.steps(case.id),
        offers=work.offers.of_conversation(case.conversation_id),
        mails=work.case_records.mails(case.reference),
        late=_late(work, case, app),
        receipt=_receipt(work, case, known, now, revealed=revealed),
        done=_done(work, case),
        undo=Undoable(step.event, step.until, step.by) if step else None,
    )


def _receipt(
    work: UnitOfWork, case: Case, known: Sequence[str], now: dt.datetime, *, revealed: bool
) -> OpenedReceipt:
    found = receipt_at(work, case, now)
    if revealed:
        return found

    def hidden(value: str | None) -> str | None:
        return conceal(value, known) if value else value

    stated = found.case
    concealed = dataclasses.replace(
        stated,
        user_name=hidden(stated.user_name),
        email=hidden(stated.email),
        contact=hidden(stated.contact),
        person=hidden(stated.person),
        reason=hidden(stated.reason),
        subject=hidden(stated.subject),
    )
    return dataclasses.replace(found, case=concealed)


def _late(work: UnitOfWork, case: Case, app: Context) -> list[LateMail]:
    late = work.outbox.late(app.clock(), app.policy.alarm_after)
    return [mail for mail in late if mail.reference == case.reference]


def _since(work: UnitOfWork, case: Case) -> dt.datetime:
    disputed = why_of(case) is Why.DISPUTED
    return (work.ledger.happened_at(case.id, "disputed") if disputed else None) or case.requested_at


def _lines(
    work: UnitOfWork, case: Case, hidden: tuple[str, ...], *, revealed: bool
) -> Sequence[TranscriptLine]:
    lines = work.transcript.lines(case.conversation_id)[-LINES:]
    if revealed:
        return lines
    return [dataclasses.replace(line, text=conceal(line.text, hidden)) for line in lines]


def _done(work: UnitOfWork, case: Case) -> Sequence[AuditLine]:
    lines = work.audit.lines(AuditFilter(case_id=case.id), 5 * LAST)
    return [line for line in lines if line.entry.what is not AuditEvent.READ][:LAST]
