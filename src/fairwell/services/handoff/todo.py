"""To-do list of agents for work without an open chat: disputes, calls, late mails.

Each function is one transaction. All raise LookupError where there is no such case or mail, and
StoreUnavailable when the database cannot be used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Case
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.todo import Settled, Why
from fairwell.services.cases.casework import is_free, why_of
from fairwell.services.context import Context
from fairwell.services.handoff.packet import CaseShown, shown_case
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.mails.outbox import LateMail
from fairwell.store.staff.audit import AuditFilter, AuditLine

LAST = 10  # lines of what was done


class NotLate(Exception):
    """The mail has left meanwhile, or another agent has dealt with it."""


@dataclass(frozen=True)
class ToDo:
    """One to-do item: a case (personal data concealed), a mail, or a mail of a case.

    ``since``: when it was disputed, asked for or written. ``talk``: the conversation, if an
    agent was asked for in it. ``tried``: when an agent last failed to reach the customer.
    """

    why: Why
    since: dt.datetime
    alarm: bool
    case: CaseShown | None = None
    mail: LateMail | None = None
    talk: str | None = None
    tried: dt.datetime | None = None


@dataclass(frozen=True)
class Count:
    """Number of items that wait, and how many of them are alarms."""

    number: int
    alarms: int


@dataclass(frozen=True)
class CaseFile:
    """A single case. ``why``: what is to be done, if anything is; ``done``: newest first."""

    case: CaseShown
    why: Why | None
    since: dt.datetime
    revealed: bool
    talk: str | None
    mails: Sequence[LateMail]
    done: Sequence[AuditLine]


def everything(app: Context) -> list[ToDo]:
    """Return everything that waits: alarms first, then the oldest first."""
    now = app.clock()
    with app.store.look() as work:
        found = [_of_case(work, case) for case in work.cases.for_people()]
        found += [_of_mail(work, mail) for mail in work.outbox.late(now, app.policy.alarm_after)]
    return sorted(found, key=lambda one: (not one.alarm, one.since))


def count(app: Context) -> Count:
    """Count what waits, without the items themselves: open pages poll this."""
    with app.store.look() as work:
        cases = work.cases.for_people()
        mails = work.outbox.late(app.clock(), app.policy.alarm_after)
    disputed = sum(why_of(case) is Why.DISPUTED for case in cases)
    return Count(len(cases) + len(mails), disputed + sum(mail.alarm for mail in mails))


def open_case(case_id: str, agent: Agent, app: Context) -> CaseFile:
    """Return a case as an agent sees it, concealed; this is recorded in the audit."""
    return _file(case_id, agent, AuditEvent.READ, app)


def reveal_case(case_id: str, agent: Agent, app: Context, *, leads: bool = False) -> CaseFile:
    """Return a case with its personal data while something is to be done in it; recorded, too.

    Raises:
        Taken: a colleague has its conversation, and the agent does not lead others.
    """
    return _file(case_id, agent, AuditEvent.REVEAL, app, leads=leads)


def late_mail(mail_id: str, app: Context) -> LateMail:
    """Return a mail that does not leave."""
    with app.store.look() as work:
        return _late(work, mail_id, app)


def settle_mail(mail_id: str, agent: Agent, outcome: Settled, app: Context) -> None:
    """Try a mail once more, or record why one that was given up is no longer owed.

    Raises:
        NotLate: it has left, is not given up, or its text is no longer stored.
    """
    now = app.clock()
    with app.store.begin() as work:
        mail = _late(work, mail_id, app)
        if outcome is Settled.SENT_AGAIN:
            changed = work.outbox.send_now(mail_id, now)
        else:
            changed = work.outbox.settle(mail_id)
        if not changed:
            raise NotLate(mail_id)
        case = work.cases.of_reference(mail.reference) if mail.reference else None
        note_in_audit(
            work,
            AuditEvent.SETTLE,
            agent,
            now,
            case_id=case.id if case else None,
            details={"outcome": outcome, "mail": mail_id},
        )
        work.desk.happened("case", None, agent.id, now)
    app.live.ring(None)


def _file(
    case_id: str, agent: Agent, what: AuditEvent, app: Context, *, leads: bool = False
) -> CaseFile:
    now = app.clock()
    with app.store.begin() as work:
        case = work.cases.find(case_id)
        if case is None:
            raise LookupError(case_id)
        mails = [
            mail
            for mail in work.outbox.late(now, app.policy.alarm_after)
            if mail.reference == case.reference
        ]
        why = why_of(case)
        revealed = what is AuditEvent.REVEAL
        if revealed and why is None and not mails:
            raise LookupError(case_id)  # nothing to be done: no personal data is needed
        if revealed:
            is_free(work, case, agent, leads=leads)
        done = [
            line
            for line in work.audit.lines(AuditFilter(about=case.id), 5 * LAST)
            if line.entry.what is not AuditEvent.READ
        ][:LAST]
        note_in_audit(work, what, agent, now, case_id=case.id)
        return CaseFile(
            case=shown_case(case, revealed=revealed, known=_known(case)),
            why=why,
            since=_since(work, case),
            revealed=revealed,
            talk=_talk(work, case),
            mails=mails,
            done=done,
        )


def _late(work: UnitOfWork, mail_id: str, app: Context) -> LateMail:
    for mail in work.outbox.late(app.clock(), app.policy.alarm_after):
        if mail.id == mail_id:
            return mail
    raise LookupError(mail_id)


def _of_case(work: UnitOfWork, case: Case) -> ToDo:
    why = why_of(case) or Why.CALLBACK
    tried = (
        line.entry.at
        for line in work.audit.lines(AuditFilter(what=AuditEvent.SETTLE, about=case.id), LAST)
        if line.entry.details.get("outcome") == Settled.NOT_REACHED
    )
    return ToDo(
        why=why,
        since=_since(work, case),
        alarm=why is Why.DISPUTED,
        case=shown_case(case, revealed=False, known=_known(case)),
        talk=_talk(work, case),
        tried=next(tried, None),
    )


def _of_mail(work: UnitOfWork, mail: LateMail) -> ToDo:
    case = work.cases.of_reference(mail.reference) if mail.reference else None
    return ToDo(
        why=Why.MAIL,
        since=mail.created_at,
        alarm=mail.alarm,
        case=shown_case(case, revealed=False, known=_known(case)) if case else None,
        mail=mail,
        talk=_talk(work, case) if case else None,
    )


def _since(work: UnitOfWork, case: Case) -> dt.datetime:
    disputed = why_of(case) is Why.DISPUTED
    return (work.ledger.happened_at(case.id, "disputed") if disputed else None) or case.requested_at


def _talk(work: UnitOfWork, case: Case) -> str | None:
    return case.conversation_id if work.handoffs.of_conversation(case.conversation_id) else None


def _known(case: Case) -> tuple[str, ...]:
    values = (case.user_name, case.email, case.person, case.contact)
    return tuple(value for value in values if value)
