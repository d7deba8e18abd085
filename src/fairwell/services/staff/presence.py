"""Who is at the desk, and what has happened there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairwell.rules.handoff.agent import Agent
from fairwell.services.handoff.context import Context
from fairwell.store.handoff.desk_records import DeskEvent, Presence, PresenceState


@dataclass(frozen=True)
class Colleague:
    """An agent as the others see them; ``online``: their desk is open, and they said so.

    Who is invisible is not told from who is not there.
    """

    presence: Presence
    online: bool
    conversations: int


class AtTheDesk:
    """Presence and the desk's events."""

    def __init__(self, context: Context) -> None:
        self._c = context

    def say_present(self, agent: Agent, state: PresenceState) -> None:
        """An agent's desk is open: called when it opens, every 20 seconds, and on a change."""
        now = self._c.clock()
        with self._c.store.begin() as work:
            work.desk.wait_for_turn()
            changed = work.desk.set_presence(Presence(agent.id, agent.name, state, now))
            if changed:
                work.desk.happened("presence", None, agent.id, now)
        if changed:
            self._c.ring(None)

    def still_here(self, agent: Agent) -> None:
        """An agent's desk is open: as ``say_present``, in the state they last chose."""
        now = self._c.clock()
        with self._c.store.begin() as work:
            work.desk.wait_for_turn()  # else a choice made meanwhile would be written over
            before = next((p for p in work.desk.presences() if p.agent_id == agent.id), None)
            gone = before is None or before.seen_at <= now - self._c.patience.online_for
            state = before.state if before else "online"
            work.desk.set_presence(Presence(agent.id, agent.name, state, now))
            if gone:
                work.desk.happened("presence", None, agent.id, now)
        if gone:
            self._c.ring(None)

    def colleagues(self) -> list[Colleague]:
        """Everybody who ever opened the desk, with how many conversations they have."""
        now = self._c.clock()
        with self._c.store.look() as work:
            online = {presence.agent_id for presence in self._c.online(work, now)}
            has = [handoff.claimed_by for handoff in work.handoffs.claimed()]
            return [
                Colleague(presence, presence.agent_id in online, has.count(presence.agent_id))
                for presence in work.desk.presences()
            ]

    def invisible(self) -> set[str]:
        """The ids of those whom colleagues are not to see."""
        with self._c.store.look() as work:
            return {one.agent_id for one in work.desk.presences() if one.state == "invisible"}

    def events_after(self, last_id: int) -> Sequence[DeskEvent]:
        """What happened behind an event, for a page that reconnects; survives restarts."""
        with self._c.store.look() as work:
            return work.desk.events_after(last_id)

    def last_event_id(self) -> int:
        """Where a page that has just drawn everything begins to follow."""
        with self._c.store.look() as work:
            return work.desk.last_event_id()
