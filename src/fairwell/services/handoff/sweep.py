"""Queue sweep: nobody waits in silence, nobody stays with an agent who has gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from fairwell.rules.handoff.speaker import Outcome, Step
from fairwell.rules.handoff.waiting import QueueAction, in_queue
from fairwell.services.context import Context
from fairwell.services.errors import NotYours
from fairwell.services.handoff import texts
from fairwell.services.handoff.steps import agents_online, end_waiting, requeue
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.desk_records import Presence
from fairwell.store.handoff.handoffs import Handoff


def look_after(app: Context) -> None:
    """Notify customers who wait too long, and release those whom nobody can serve any more.

    Each has a transaction of its own, so that one that cannot be served holds up no other.
    """
    now = app.clock()
    for conversation_id in [*_free_from_gone_agents(now, app), *_tell_waiting(now, app)]:
        app.live.ring(conversation_id)


def _tell_waiting(now: dt.datetime, app: Context) -> list[str]:
    with app.store.look() as work:
        online = agents_online(work, now, app)
        rows = [
            row
            for row in work.handoffs.waiting()
            if _due(row, online, now, app) is not QueueAction.NOTHING
        ]
    changed = []
    for row in rows:
        with app.store.begin() as work:
            handoff = work.handoffs.open_of(row.conversation_id)
            if handoff and handoff.claimed_by is None and _told(work, handoff, now, app):
                changed.append(row.conversation_id)
    return changed


def _due(
    handoff: Handoff, online: Sequence[Presence], now: dt.datetime, app: Context
) -> QueueAction:
    return in_queue(
        waiting_since=handoff.queued_at,
        told=handoff.told_at is not None,
        is_open=app.hours.is_open(now),
        may_take=sum(1 for agent in online if agent.agent_id not in handoff.declined_by),
        now=now,
        patience=app.patience,
    )


def _told(work: UnitOfWork, handoff: Handoff, now: dt.datetime, app: Context) -> bool:
    due = _due(handoff, agents_online(work, now, app), now, app)
    language, talk = handoff.language, handoff.conversation_id
    if due is QueueAction.TELL and work.handoffs.change(handoff.id, held_by=None, told_at=now):
        work.transcript.say(talk, [texts.takes_longer(language, app.phones(language))], now)
        work.desk.happened("told", talk, None, now)
        return True
    if due is QueueAction.GIVE_UP and end_waiting(
        work, handoff, Step.GIVE_UP, Outcome.UNATTENDED, now
    ):
        line = texts.nobody_there(language, app.phones(language), app.hours, now)
        work.transcript.say(talk, [line], now)
        work.desk.happened("unattended", talk, None, now)
        return True
    return False


def _free_from_gone_agents(now: dt.datetime, app: Context) -> list[str]:
    changed = []
    with app.store.look() as work:
        rows = work.handoffs.claimed()
        seen_at = {presence.agent_id: presence.seen_at for presence in work.desk.presences()}
    for row in rows:
        heard = max(filter(None, (seen_at.get(row.claimed_by or ""), row.claimed_at)))
        limit = app.patience.agent_gone_after
        if row.waiting_since is None or now - max(heard, row.waiting_since) < limit:
            continue
        with suppress(NotYours), app.store.begin() as work:  # it has moved on meanwhile
            requeue(work, row, row.claimed_by, now)
            work.desk.happened("queued", row.conversation_id, None, now)
            changed.append(row.conversation_id)
    return changed
