"""Minding the queue: nobody waits in silence, nobody stays with an agent who has gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from fairwell.rules.handoff.speaker import Outcome, Step
from fairwell.rules.handoff.waiting import Due, in_queue
from fairwell.services.errors import NotYours
from fairwell.services.handoff import texts
from fairwell.services.handoff.context import Context
from fairwell.services.handoff.steps import end_waiting, requeue
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.desk_records import Presence
from fairwell.store.handoff.handoffs import Handoff


class Minding:
    """Run every few seconds by the gateway."""

    def __init__(self, context: Context) -> None:
        self._c = context

    def look_after(self) -> None:
        """Tell whom it takes too long, and free whom nobody can serve any more.

        Each in a transaction of its own, so that one that cannot be served holds up no other.
        """
        now = self._c.clock()
        for conversation_id in [*self._free_from_gone_agents(now), *self._tell_waiting(now)]:
            self._c.ring(conversation_id)

    def _tell_waiting(self, now: dt.datetime) -> list[str]:
        with self._c.store.look() as work:
            online = self._c.online(work, now)
            rows = [
                row
                for row in work.handoffs.waiting()
                if self._due(row, online, now) is not Due.NOTHING
            ]
        changed = []
        for row in rows:
            with self._c.store.begin() as work:
                handoff = work.handoffs.open_of(row.conversation_id)
                if handoff and handoff.claimed_by is None and self._told(work, handoff, now):
                    changed.append(row.conversation_id)
        return changed

    def _due(self, handoff: Handoff, online: Sequence[Presence], now: dt.datetime) -> Due:
        return in_queue(
            waiting_since=handoff.queued_at,
            told=handoff.told_at is not None,
            is_open=self._c.hours.is_open(now),
            may_take=sum(1 for agent in online if agent.agent_id not in handoff.declined_by),
            now=now,
            patience=self._c.patience,
        )

    def _told(self, work: UnitOfWork, handoff: Handoff, now: dt.datetime) -> bool:
        due = self._due(handoff, self._c.online(work, now), now)
        language, talk = handoff.language, handoff.conversation_id
        if due is Due.TELL and work.handoffs.change(handoff.id, held_by=None, told_at=now):
            work.transcript.say(talk, [texts.takes_longer(language, self._c.phones(language))], now)
            work.desk.happened("told", talk, None, now)
            return True
        if due is Due.GIVE_UP and end_waiting(work, handoff, Step.GIVE_UP, Outcome.UNATTENDED, now):
            line = texts.nobody_there(language, self._c.phones(language), self._c.hours, now)
            work.transcript.say(talk, [line], now)
            work.desk.happened("unattended", talk, None, now)
            return True
        return False

    def _free_from_gone_agents(self, now: dt.datetime) -> list[str]:
        changed = []
        with self._c.store.look() as work:
            rows = work.handoffs.claimed()
            seen_at = {presence.agent_id: presence.seen_at for presence in work.desk.presences()}
        for row in rows:
            heard = max(filter(None, (seen_at.get(row.claimed_by or ""), row.claimed_at)))
            limit = self._c.patience.agent_gone_after
            if row.waiting_since is None or now - max(heard, row.waiting_since) < limit:
                continue
            with suppress(NotYours), self._c.store.begin() as work:  # it has moved on meanwhile
                requeue(work, row, row.claimed_by, now)
                work.desk.happened("queued", row.conversation_id, None, now)
                changed.append(row.conversation_id)
        return changed
