"""Presence of agents at the desk (heartbeat), and replay of the desk's events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.presence import PresenceState
from fairwell.services.context import Context
from fairwell.services.handoff.steps import agents_online
from fairwell.store.handoff.desk_records import DeskEvent, Presence


@dataclass(frozen=True)
class Colleague:
    """An agent as colleagues see them; ``online``: their desk is open, and they said so.

    An invisible agent looks the same as an absent one.
    """

    presence: Presence
    online: bool
    conversations: int


def say_present(agent: Agent, state: PresenceState, app: Context) -> None:
    """Record that an agent's desk is open: on opening, every 20 seconds, on a change."""
    now = app.clock()
    with app.store.begin() as work:
        work.desk.wait_for_turn()
        changed = work.desk.set_presence(Presence(agent.id, agent.name, state, now))
        if changed:
            work.desk.happened("presence", None, agent.id, now)
    if changed:
        app.live.ring(None)


def still_here(agent: Agent, app: Context) -> None:
    """Record a presence heartbeat: as ``say_present``, in the state the agent last chose."""
    now = app.clock()
    with app.store.begin() as work:
        work.desk.wait_for_turn()  # else a choice made meanwhile would be overwritten
        before = next((p for p in work.desk.presences() if p.agent_id == agent.id), None)
        gone = before is None or before.seen_at <= now - app.patience.online_for
        state = before.state if before else "online"
        work.desk.set_presence(Presence(agent.id, agent.name, state, now))
        if gone:
            work.desk.happened("presence", None, agent.id, now)
    if gone:
        app.live.ring(None)


def colleagues(app: Context) -> list[Colleague]:
    """Return everybody who ever opened the desk, with how many conversations they have."""
    now = app.clock()
    with app.store.look() as work:
        online = {presence.agent_id for presence in agents_online(work, now, app)}
        has = [handoff.claimed_by for handoff in work.handoffs.claimed()]
        return [
            Colleague(presence, presence.agent_id in online, has.count(presence.agent_id))
            for presence in work.desk.presences()
        ]


def invisible(app: Context) -> set[str]:
    """Return the ids of the agents whom colleagues are not to see."""
    with app.store.look() as work:
        return {one.agent_id for one in work.desk.presences() if one.state == "invisible"}


def events_after(last_id: int, app: Context) -> Sequence[DeskEvent]:
    """Return the events after an id, for a page that reconnects; survives restarts."""
    with app.store.look() as work:
        return work.desk.events_after(last_id)


def last_event_id(app: Context) -> int:
    """Return the event id from which a page that has just drawn everything follows."""
    with app.store.look() as work:
        return work.desk.last_event_id()
