"""Handoff queue: who waits for an agent, who takes them, and what happens when nobody does.

Each function is one transaction. All raise StoreUnavailable when the database cannot be used;
nothing is then changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome, Step
from fairwell.rules.handoff.teams import Team, team_for
from fairwell.rules.handoff.waiting import Pace, pace
from fairwell.rules.privacy.conceal import conceal
from fairwell.services.context import Context
from fairwell.services.errors import NotWaiting, NotYours, Taken
from fairwell.services.handoff import texts
from fairwell.services.handoff.packet import known_values
from fairwell.services.handoff.steps import (
    HandoffRequest,
    agents_online,
    end_waiting,
    held,
    members_online,
    new_handoff,
    note_in_audit,
    open_handoff,
    requeue,
    team_of,
)
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.handoffs import Handoff

PREVIEW = 160  # characters
REASON = 200  # characters of a transfer's reason that the audit stores


@dataclass(frozen=True)
class Waiting:
    """A row of the queue. ``preview`` is concealed; ``plan`` only where the account is known.

    ``everybodys``: it is meant for no team, or nobody of its team could take it now.
    """

    handoff: Handoff
    team: Team | None
    everybodys: bool
    position: int
    waited: dt.timedelta
    pace: Pace
    preview: str
    knowledge: str
    plan: str | None
    declined: bool


def is_attended(app: Context) -> bool:
    """Return whether an agent could take a conversation now: desk open, somebody online."""
    now = app.clock()
    if not app.hours.is_open(now):
        return False
    with app.store.look() as work:
        return bool(agents_online(work, now, app))


def request(asked: HandoffRequest, app: Context) -> bool:
    """Put a conversation into the queue and say so in it, if an agent could take it.

    Return whether it now waits; ``False`` changes nothing: nobody is there, or the bot no longer
    speaks in it.
    """
    conversation_id, language = asked.conversation_id, asked.language
    now = app.clock()
    if not app.hours.is_open(now):
        return False
    with app.store.begin() as work:
        if not agents_online(work, now, app):
            return False
        if not work.handoffs.step(conversation_id, Step.REQUEST):
            return False
        # Of several requests at once, each is counted and timed in turn, so that the position
        # shown to the customer is the one in the queue.
        work.desk.wait_for_turn()
        now = app.clock()
        team = team_for(app.teams, asked.reason, language)
        work.handoffs.begin(new_handoff(asked, team, now))
        work.handoffs.forget_engine(conversation_id)
        marker = texts.queued(language, len(work.handoffs.waiting()))
        lines = [*asked.before, marker]
        work.transcript.say(conversation_id, lines, now, asked.turn_id)
        work.desk.happened("queued", conversation_id, None, now)
    app.live.ring(conversation_id)
    return True


def leave(conversation_id: str, turn_id: str, app: Context, *, asks_for_call: bool = False) -> bool:
    """Return a waiting customer to the bot; ``False`` when they no longer wait.

    A customer who asks for a call gets the bot's own question at once.
    """
    now = app.clock()
    with app.store.begin() as work:
        handoff = work.handoffs.open_of(conversation_id)
        if handoff is None or not end_waiting(work, handoff, Step.LEAVE, Outcome.LEFT, now):
            return False
        language = handoff.language
        lines = [texts.left_queue(language)]
        if not asks_for_call:
            lines.append(texts.assistant_again(language))
        work.transcript.say(conversation_id, lines, now, turn_id)
        work.desk.happened("left", conversation_id, None, now)
    app.live.ring(conversation_id)
    return True


def claim(conversation_id: str, agent: Agent, app: Context) -> Handoff:
    """Claim a waiting conversation; of several agents who try, one gets it.

    Claiming a conversation that the agent already has changes nothing.

    Raises:
        NotFound, NotWaiting: there is nothing to claim.
        Taken: another agent was quicker.
    """
    now = app.clock()
    with app.store.begin() as work:
        before = open_handoff(work, conversation_id)
        if before.claimed_by == agent.id:
            return before
        claimed = work.handoffs.change(
            before.id, held_by=None, claimed_by=agent.id, agent_name=agent.name, claimed_at=now
        )
        if not claimed:
            after = open_handoff(work, conversation_id)
            if after.claimed_by == agent.id:
                return after
            raise Taken(after.agent_name or "")
        if not work.handoffs.step(conversation_id, Step.CLAIM):
            raise NotWaiting(conversation_id)
        work.transcript.say(conversation_id, [texts.taken(before.language, agent.name)], now)
        note_in_audit(work, AuditEvent.CLAIM, agent, now, conversation_id=conversation_id)
        work.desk.happened("claimed", conversation_id, agent.id, now)
        handoff = open_handoff(work, conversation_id)
    app.live.ring(conversation_id)
    return handoff


def decline(conversation_id: str, agent: Agent, app: Context) -> None:
    """Leave a waiting conversation to other agents; it stays in the queue.

    Raises:
        NotFound, NotWaiting: there is nothing to decline.
        Taken: an agent has it already.
    """
    now = app.clock()
    with app.store.begin() as work:
        handoff = open_handoff(work, conversation_id)
        if agent.id in handoff.declined_by:
            return
        declined = [*handoff.declined_by, agent.id]
        if not work.handoffs.change(handoff.id, held_by=None, declined_by=declined):
            raise Taken(handoff.agent_name or "")
        note_in_audit(work, AuditEvent.DECLINE, agent, now, conversation_id=conversation_id)
        work.desk.happened("declined", conversation_id, agent.id, now)
    app.live.ring(None)


def transfer(
    conversation_id: str, agent: Agent, app: Context, *, to: Agent | Team | None, reason: str
) -> None:
    """Transfer a conversation to another agent, or to the queue: for a team, or for everybody.

    With ``to=None`` it is for everybody, also where it was for a team before. The reason becomes
    a note for the next agent, and the audit stores it concealed.

    Raises:
        ValueError: no reason is given.
        NotFound, NotWaiting, NotYours: it is not the agent's to give.
    """
    why = " ".join(reason.split())
    if not why:
        raise ValueError("a transfer needs a reason")
    now = app.clock()
    with app.store.begin() as work:
        handoff = held(work, conversation_id, agent)
        if not isinstance(to, Agent):
            requeue(work, replace(handoff, team=to.key if to else None), agent.id, now)
        else:
            given = work.handoffs.change(
                handoff.id,
                held_by=agent.id,
                claimed_by=to.id,
                agent_name=to.name,
                claimed_at=now,
            )
            if not given:
                raise NotYours("")
            line = texts.transferred(handoff.language, agent.name, to.name)
            work.transcript.say(conversation_id, [line], now)
        work.desk.add_note(conversation_id, agent, reason.strip(), now)
        note_in_audit(
            work,
            AuditEvent.TRANSFER,
            agent,
            now,
            conversation_id=conversation_id,
            details={
                **_receiver(to),
                # The audit outlives the conversation, so no personal data may go there with it.
                "reason": conceal(why, known_values(work, handoff))[:REASON],
            },
        )
        receiver = to.id if isinstance(to, Agent) else None
        work.desk.happened("transferred", conversation_id, receiver, now)
    app.live.ring(conversation_id)


def waiting(agent: Agent, app: Context) -> list[Waiting]:
    """Return the queue as an agent sees it, the longest wait first."""
    with app.store.look() as work:
        return _rows(work, work.handoffs.waiting(), agent, app)


def length(app: Context) -> int:
    """Return how many conversations nobody has taken yet."""
    with app.store.look() as work:
        return len(work.handoffs.waiting())


def mine(agent: Agent, app: Context) -> list[Waiting]:
    """Return an agent's conversations as rows of the same kind; ``waited`` is for an answer."""
    with app.store.look() as work:
        return _rows(work, work.handoffs.claimed(agent.id), agent, app)


def teams(app: Context) -> list[tuple[Team, bool]]:
    """Return the teams, and whether a member of each takes conversations now."""
    with app.store.look() as work:
        there = members_online(work, app.clock(), app)
    return [(team, bool(there[team.key])) for team in app.teams]


def _rows(
    work: UnitOfWork, handoffs: Sequence[Handoff], agent: Agent, app: Context
) -> list[Waiting]:
    now = app.clock()
    there = members_online(work, now, app)
    return [
        _row(work, handoff, place, agent, there, now, app)
        for place, handoff in enumerate(handoffs, start=1)
    ]


def _row(
    work: UnitOfWork,
    handoff: Handoff,
    place: int,
    agent: Agent,
    there: Mapping[str, set[str]],
    now: dt.datetime,
    app: Context,
) -> Waiting:
    known = work.conversations.known(handoff.conversation_id)
    names = (known.account.user_name,) if known.account else ()
    words = work.transcript.last_words(handoff.conversation_id)
    aims = app.patience
    since: dt.datetime | None
    if handoff.claimed_by is None:
        since, aim = handoff.queued_at, aims.first_answer
    else:
        since = handoff.waiting_since
        aim = aims.next_answer if handoff.first_answer_at else aims.first_answer
    team = team_of(handoff, app)
    return Waiting(
        handoff=handoff,
        team=team,
        everybodys=team is None or there[team.key] <= set(handoff.declined_by),
        position=place,
        waited=now - since if since else dt.timedelta(),
        pace=pace(since, aim, now),
        preview=conceal(" ".join(words.split()), names)[:PREVIEW],
        knowledge=known.knowledge,
        plan=known.account.plan if known.account else None,
        declined=agent.id in handoff.declined_by,
    )


def _receiver(to: Agent | Team | None) -> dict[str, str]:
    """Return the receiver, as the audit stores it."""
    if isinstance(to, Team):
        return {"team": to.key}
    return {"to": to.login if to else "queue"}
