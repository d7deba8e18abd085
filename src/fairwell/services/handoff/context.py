"""What all use cases of handing over share: the store, the rules, the clock, and the bell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.hours import Hours
from fairwell.rules.handoff.teams import Team
from fairwell.rules.handoff.waiting import Patience
from fairwell.services.errors import NotFound, NotWaiting, NotYours
from fairwell.store.base.unit_of_work import Store, UnitOfWork
from fairwell.store.handoff.desk_records import Presence
from fairwell.store.handoff.handoffs import Handoff
from fairwell.store.staff.audit import AuditEntry, AuditEvent


@dataclass(frozen=True)
class Context:
    """``phones`` gives Billing Support's numbers in a language.

    ``ring`` is called after each commit, so that open pages look: with the conversation that has
    changed, or ``None`` where only the desk has. ``types`` shows in a conversation that the agent
    of that name types; ``is_open`` tells whether the customer's chat is open.
    """

    store: Store
    hours: Hours
    patience: Patience
    teams: Sequence[Team]
    phones: Callable[[str], str]
    ring: Callable[[str | None], None]
    types: Callable[[str, str], None]
    is_open: Callable[[str], bool]
    clock: Callable[[], dt.datetime]

    def online(self, work: UnitOfWork, now: dt.datetime) -> list[Presence]:
        """Agents who take conversations now: their desk is open, not away and not invisible."""
        heard_since = now - self.patience.online_for
        return [
            presence
            for presence in work.desk.presences()
            if presence.state == "online" and presence.seen_at > heard_since
        ]

    def team(self, handoff: Handoff) -> Team | None:
        """Whom it is meant for; ``None``: everybody, also where the policy lost the team."""
        return next((team for team in self.teams if team.key == handoff.team), None)

    def members_online(self, work: UnitOfWork, now: dt.datetime) -> dict[str, set[str]]:
        """By the key of each team: the ids of those of it who take conversations now."""
        if not self.teams:
            return {}
        online = {presence.agent_id for presence in self.online(work, now)}
        there = [user for user in work.users.all() if user.id in online]
        return {
            team.key: {user.id for user in there if team.key in user.teams} for team in self.teams
        }


def held(work: UnitOfWork, conversation_id: str, agent: Agent) -> Handoff:
    """The stretch that an agent has.

    Raises:
        NotFound: there is no such conversation.
        NotYours: somebody else has it, or nobody has.
        NotWaiting: no person is asked for any more.
    """
    handoff = open_handoff(work, conversation_id)
    if handoff.claimed_by != agent.id:
        raise NotYours(handoff.agent_name or "")
    return handoff


def open_handoff(work: UnitOfWork, conversation_id: str) -> Handoff:
    """The stretch that has not ended.

    Raises:
        NotFound: there is no such conversation.
        NotWaiting: no person is asked for any more.
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
    """Put on record what an agent did, in the same transaction."""
    work.audit.append(
        AuditEntry(now, agent.id, agent.login, what, conversation_id, case_id, details or {})
    )
