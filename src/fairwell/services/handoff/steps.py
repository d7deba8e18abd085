"""Steps shared by several use cases, within their transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ulid import ULID

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome, Reason, Step
from fairwell.rules.handoff.teams import Team
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.errors import NotFound, NotWaiting, NotYours
from fairwell.services.handoff import texts
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.chats.messages import NewLine
from fairwell.store.handoff.desk_records import Presence
from fairwell.store.handoff.handoffs import Handoff
from fairwell.store.staff.audit import AuditEntry


@dataclass(frozen=True)
class HandoffRequest:
    """A request for an agent in a turn; ``before`` is what the bot says in it first.

    ``slots``: what the engine knew, ``None`` where it could not be asked.
    """

    conversation_id: str
    turn_id: str
    reason: Reason
    language: Language
    slots: Mapping[str, Any] | None
    before: Sequence[NewLine] = ()


def new_handoff(asked: HandoffRequest, team: str | None, now: dt.datetime) -> Handoff:
    """Return a handoff that begins in the queue, meant for a team or for everybody."""
    return Handoff(
        id=str(ULID.from_datetime(now)),
        conversation_id=asked.conversation_id,
        reason=asked.reason,
        team=team,
        language=asked.language,
        requested_at=now,
        queued_at=now,
        claimed_by=None,
        agent_name=None,
        claimed_at=None,
        first_answer_at=None,
        waiting_since=now,
        told_at=None,
        declined_by=(),
        revealed_to=(),
        slots=asked.slots,
        customer_seen_at=now,
        away_mail_at=None,
        ended_at=None,
        outcome=None,
    )


def requeue(work: UnitOfWork, handoff: Handoff, held_by: str | None, now: dt.datetime) -> None:
    """Release a conversation; it waits at its previous position, for ``handoff.team``.

    Raises:
        NotYours: another agent has it meanwhile.
    """
    freed = work.handoffs.change(
        handoff.id,
        held_by=held_by,
        claimed_by=None,
        agent_name=None,
        claimed_at=None,
        queued_at=now,
        told_at=None,
        team=handoff.team,
    )
    if not freed or not work.handoffs.step(handoff.conversation_id, Step.RELEASE):
        raise NotYours("")
    line = texts.requeued(handoff.language, handoff.agent_name or "")
    work.transcript.say(handoff.conversation_id, [line], now)


def end_waiting(
    work: UnitOfWork, handoff: Handoff, step: Step, outcome: Outcome, now: dt.datetime
) -> bool:
    """End the waiting by a step; ``False`` when it no longer waits."""
    ended = work.handoffs.change(handoff.id, held_by=None, ended_at=now, outcome=outcome)
    return ended and work.handoffs.step(handoff.conversation_id, step)


def agents_online(work: UnitOfWork, now: dt.datetime, app: Context) -> list[Presence]:
    """Return agents who take conversations now: desk open, not away and not invisible."""
    heard_since = now - app.patience.online_for
    return [
        presence
        for presence in work.desk.presences()
        if presence.state == "online" and presence.seen_at > heard_since
    ]


def team_of(handoff: Handoff, app: Context) -> Team | None:
    """Return the team it is meant for; ``None``: everybody, also where the policy lost the team."""
    teams = app.teams
    return next((team for team in teams if team.key == handoff.team), None)


def members_online(work: UnitOfWork, now: dt.datetime, app: Context) -> dict[str, set[str]]:
    """Return, by team key, the ids of the members who take conversations now."""
    teams = app.teams
    if not teams:
        return {}
    online = {presence.agent_id for presence in agents_online(work, now, app)}
    there = [user for user in work.users.all() if user.id in online]
    return {team.key: {user.id for user in there if team.key in user.teams} for team in teams}


def held(work: UnitOfWork, conversation_id: str, agent: Agent) -> Handoff:
    """Return the handoff that an agent has.

    Raises:
        NotFound: there is no such conversation.
        NotYours: another agent has it, or nobody has.
        NotWaiting: no agent is asked for any more.
    """
    handoff = open_handoff(work, conversation_id)
    if handoff.claimed_by != agent.id:
        raise NotYours(handoff.agent_name or "")
    return handoff


def open_handoff(work: UnitOfWork, conversation_id: str) -> Handoff:
    """Return the handoff that has not ended.

    Raises:
        NotFound: there is no such conversation.
        NotWaiting: no agent is asked for any more.
    """
    if work.handoffs.talk(conversation_id) is None:
        raise NotFound(conversation_id)
    handoff = work.handoffs.open_of(conversation_id)
    if handoff is None:
        raise NotWaiting(conversation_id)
    return handoff


def note_in_audit(
    work: UnitOfWork,
    what: AuditEvent,
    agent: Agent,
    now: dt.datetime,
    *,
    conversation_id: str | None = None,
    case_id: str | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Record in the audit what an agent did, in the same transaction."""
    work.audit.append(
        AuditEntry(now, agent.id, agent.login, what, conversation_id, case_id, details or {})
    )
