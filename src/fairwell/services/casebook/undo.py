"""Undo of an agent's last step in a case, while it is a slip that nobody has built on.

Verified by phone, carried out, and taken back for the customer are records of what somebody said
or did; one that is wrong must be put right. A customer's own steps are theirs, and cannot be undone
here: who has taken back a cancellation has to cancel again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Case, NotPossible, Status
from fairwell.rules.cases.ledger import UNDOABLE, UNDONE
from fairwell.rules.cases.ledger_check import ERASED
from fairwell.rules.handoff.agent import Agent
from fairwell.services.casebook.told import tell
from fairwell.services.cases.casework import CaseOf, case_of, free_to_change, keep
from fairwell.services.cases.record_declaration import same_wish_key
from fairwell.services.cases.verify_case import send_again
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.staff.audit import AuditFilter

UNDO_WITHIN = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Undoable:
    """An agent's last step that can be undone until a time; ``by`` is the agent's id."""

    event: str
    until: dt.datetime
    by: str


@dataclass(frozen=True)
class LastStep(Undoable):
    """The same, with the case as it was before."""

    before: Case


def last_step(work: UnitOfWork, case: Case, now: dt.datetime) -> LastStep | None:
    """Return the step that an agent may undo; ``None`` if there is none, or no longer."""
    rows = work.case_records.ledger(case.id)
    if len(rows) < 2 or rows[-1].event not in UNDOABLE or rows[-2].content == ERASED:
        return None
    last = rows[-1]
    by = _agent_of(work, case, last.event, last.at)
    if by is None or now >= last.at + UNDO_WITHIN:
        return None
    before = _as_before(case, json.loads(rows[-2].content))
    return LastStep(last.event, last.at + UNDO_WITHIN, by, before)


def undo(asked: CaseOf, agent: Agent, app: Context) -> Case:
    """Undo the last step of a case, in its ledger, in its customer's chat, and by mail.

    Who took the step may, besides those with the right to act on the case.

    Raises:
        NotPossible: there is none that can be undone, or the same was declared anew meanwhile.
        LookupError: there is no such case, or none that this agent may act on.
        Taken: a colleague has its conversation, and the agent does not lead others.
    """
    now = app.clock()
    with app.store.begin() as work:
        found = work.cases.find(asked.case_id)
        step = last_step(work, found, now) if found else None
        if found is None or step is None or step.by != agent.id:
            found = case_of(work, asked, agent, now)
        else:
            free_to_change(work, found, agent, now, leads=asked.leads)
        if step is None:
            raise NotPossible("nothing to undo")
        case = found
        key = _free_key(work, step.before) if case.status is Status.REVOKED else None
        restored = work.cases.restore(step.before, key)
        keep(work, restored, agent, UNDONE, now)
        counts_again = case.status is Status.REVOKED and restored.status is not Status.DISPUTED
        tell(work, restored, "counts_again" if counts_again else "undone", now)
        if counts_again:
            send_again(restored, work, app.postman, now, by_agent=True)
    app.live.ring(case.conversation_id)
    return restored


def _agent_of(work: UnitOfWork, case: Case, event: str, at: dt.datetime) -> str | None:
    lines = work.audit.lines(
        AuditFilter(what=AuditEvent.CHANGE, case_id=case.id, since=at), len(UNDOABLE) + 1
    )
    took = (line.entry.actor_id for line in lines if line.entry.details.get("event") == event)
    return next(took, None)


def _as_before(case: Case, recorded: dict[str, Any]) -> Case:
    day = recorded["effective_on"]
    return dataclasses.replace(
        case,
        status=Status(recorded["status"]),
        effective_on=dt.date.fromisoformat(day) if day else None,
    )


def _free_key(work: UnitOfWork, case: Case) -> str:
    """Return the key of the wish that counts again, unless it was declared anew meanwhile."""
    key = same_wish_key(case)
    others = [work.cases.of_wish(key)]
    if case.account_id:
        others.append(work.cases.standing_of_account(case.account_id, case.kind))
    if any(others):
        raise NotPossible("declared anew")
    return key
