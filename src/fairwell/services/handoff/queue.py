"""The queue: who waits for a person, who takes them, and what happens when nobody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ulid import ULID

from fairwell.handoff.concealing import conceal
from fairwell.handoff.speaker import Outcome, Reason, Step
from fairwell.handoff.waiting import Due, Pace, in_queue, pace
from fairwell.services.desk_ports import What
from fairwell.services.errors import NotWaiting, NotYours, Taken
from fairwell.services.handoff import texts
from fairwell.services.handoff.context import Context, held, note_in_audit, open_handoff
from fairwell.services.handoff.ports import Agent, Handoff, Language, NewLine, Presence
from fairwell.services.ports import UnitOfWork

PREVIEW = 160  # signs


@dataclass(frozen=True)
class Asked:
    """A person is asked for in a turn; ``before`` is what the bot says in it first.

    ``slots``: what the engine had been told, ``None`` where it could not be asked.
    """

    conversation_id: str
    turn_id: str
    reason: Reason
    language: Language
    slots: Mapping[str, Any] | None
    before: Sequence[NewLine] = ()


@dataclass(frozen=True)
class Waiting:
    """A row of the queue. ``preview`` is concealed; ``plan`` only where the account is known."""

    handoff: Handoff
    position: int
    waited: dt.timedelta
    pace: Pace
    preview: str
    knowledge: str
    plan: str | None
    declined: bool


class Queue:
    """Each method is one transaction.

    All raise StoreUnavailable when the database cannot be used; nothing is then changed.
    """

    def __init__(self, context: Context) -> None:
        self._c = context

    def is_attended(self) -> bool:
        """Whether a person could take a conversation now: the desk is open, somebody is online."""
        now = self._c.clock()
        if not self._c.hours.is_open(now):
            return False
        with self._c.store.look() as work:
            return bool(self._c.online(work, now))

    def request(self, asked: Asked) -> bool:
        """Put a conversation into the queue and say so in it, if somebody could take it.

        Returns whether it now waits; ``False`` changes nothing: nobody is there, or it is no
        longer the bot that speaks.
        """
        conversation_id, language = asked.conversation_id, asked.language
        now = self._c.clock()
        if not self._c.hours.is_open(now):
            return False
        with self._c.store.begin() as work:
            if not self._c.online(work, now):
                return False
            if not work.handoffs.step(conversation_id, Step.REQUEST):
                return False
            work.handoffs.begin(_new(asked, now))
            work.handoffs.forget_engine(conversation_id)
            marker = texts.queued(language, len(work.handoffs.waiting()))
            lines = [*asked.before, marker]
            work.transcript.say(conversation_id, lines, now, asked.turn_id)
            work.desk.happened("queued", conversation_id, None, now)
        self._c.ring(conversation_id)
        return True

    def leave(self, conversation_id: str, turn_id: str, *, asks_for_call: bool = False) -> bool:
        """The customer goes back to the bot; ``False`` when they do not wait any more.

        Who asks for a call is answered by the bot's own question at once.
        """
        now = self._c.clock()
        with self._c.store.begin() as work:
            handoff = work.handoffs.open_of(conversation_id)
            if handoff is None or not self._end_waiting(
                work, handoff, Step.LEAVE, Outcome.LEFT, now
            ):
                return False
            language = handoff.language
            lines = [texts.left_queue(language)]
            if not asks_for_call:
                lines.append(texts.assistant_again(language))
            work.transcript.say(conversation_id, lines, now, turn_id)
            work.desk.happened("left", conversation_id, None, now)
        self._c.ring(conversation_id)
        return True

    def claim(self, conversation_id: str, agent: Agent) -> Handoff:
        """Take a waiting conversation; of several who try, one gets it.

        Claiming again what one has already changes nothing.

        Raises:
            NotFound, NotWaiting: there is nothing to claim.
            Taken: another agent was quicker.
        """
        now = self._c.clock()
        with self._c.store.begin() as work:
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
            note_in_audit(work, What.CLAIM, agent, now, conversation_id=conversation_id)
            work.desk.happened("claimed", conversation_id, agent.id, now)
            handoff = open_handoff(work, conversation_id)
        self._c.ring(conversation_id)
        return handoff

    def decline(self, conversation_id: str, agent: Agent) -> None:
        """Leave a waiting conversation to the others; it stays in the queue.

        Raises:
            NotFound, NotWaiting: there is nothing to decline.
            Taken: somebody has it already.
        """
        now = self._c.clock()
        with self._c.store.begin() as work:
            handoff = open_handoff(work, conversation_id)
            if agent.id in handoff.declined_by:
                return
            declined = [*handoff.declined_by, agent.id]
            if not work.handoffs.change(handoff.id, held_by=None, declined_by=declined):
                raise Taken(handoff.agent_name or "")
            note_in_audit(work, What.DECLINE, agent, now, conversation_id=conversation_id)
            work.desk.happened("declined", conversation_id, agent.id, now)
        self._c.ring(None)

    def transfer(
        self, conversation_id: str, agent: Agent, *, to: Agent | None, reason: str
    ) -> None:
        """Give a conversation to another agent, or back to the queue (``to=None``).

        The reason becomes a note for whoever goes on.

        Raises:
            ValueError: no reason is given.
            NotFound, NotWaiting, NotYours: it is not the agent's to give.
        """
        if not reason.strip():
            raise ValueError("a transfer needs a reason")
        now = self._c.clock()
        with self._c.store.begin() as work:
            handoff = held(work, conversation_id, agent)
            if to is None:
                self._requeue(work, handoff, agent.id, now)
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
                What.TRANSFER,
                agent,
                now,
                conversation_id=conversation_id,
                details={"to": to.login if to else "queue"},
            )
            work.desk.happened("transferred", conversation_id, to.id if to else None, now)
        self._c.ring(conversation_id)

    def waiting(self, agent: Agent) -> list[Waiting]:
        """The queue as an agent sees it, the longest wait first."""
        now = self._c.clock()
        with self._c.store.look() as work:
            rows = work.handoffs.waiting()
            return [
                self._row(work, handoff, place, agent, now)
                for place, handoff in enumerate(rows, start=1)
            ]

    def look_after(self) -> None:
        """Tell whom it takes too long, and free whom nobody can serve any more.

        Run every few seconds by the gateway: no queue is silent, and no conversation stays with
        an agent who has gone.
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
            work.transcript.say(talk, [texts.takes_longer(language, self._phones(language))], now)
            work.desk.happened("told", talk, None, now)
            return True
        if due is Due.GIVE_UP and self._end_waiting(
            work, handoff, Step.GIVE_UP, Outcome.UNATTENDED, now
        ):
            line = texts.nobody_there(language, self._phones(language), self._c.hours, now)
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
                self._requeue(work, row, row.claimed_by, now)
                work.desk.happened("queued", row.conversation_id, None, now)
                changed.append(row.conversation_id)
        return changed

    def _requeue(
        self, work: UnitOfWork, handoff: Handoff, held_by: str | None, now: dt.datetime
    ) -> None:
        freed = work.handoffs.change(
            handoff.id,
            held_by=held_by,
            claimed_by=None,
            agent_name=None,
            claimed_at=None,
            queued_at=now,
            told_at=None,
        )
        if not freed or not work.handoffs.step(handoff.conversation_id, Step.RELEASE):
            raise NotYours("")
        line = texts.requeued(handoff.language, handoff.agent_name or "")
        work.transcript.say(handoff.conversation_id, [line], now)

    @staticmethod
    def _end_waiting(
        work: UnitOfWork, handoff: Handoff, step: Step, outcome: Outcome, now: dt.datetime
    ) -> bool:
        ended = work.handoffs.change(handoff.id, held_by=None, ended_at=now, outcome=outcome)
        return ended and work.handoffs.step(handoff.conversation_id, step)

    def _row(
        self, work: UnitOfWork, handoff: Handoff, place: int, agent: Agent, now: dt.datetime
    ) -> Waiting:
        known = work.conversations.known(handoff.conversation_id)
        names = (known.account.user_name,) if known.account else ()
        words = work.transcript.last_words(handoff.conversation_id)
        return Waiting(
            handoff=handoff,
            position=place,
            waited=now - handoff.queued_at,
            pace=pace(handoff.queued_at, self._c.patience.first_answer, now),
            preview=conceal(" ".join(words.split()), names)[:PREVIEW],
            knowledge=known.knowledge,
            plan=known.account.plan if known.account else None,
            declined=agent.id in handoff.declined_by,
        )

    def _phones(self, language: str) -> str:
        return self._c.phones(language)


def _new(asked: Asked, now: dt.datetime) -> Handoff:
    return Handoff(
        id=str(ULID.from_datetime(now)),
        conversation_id=asked.conversation_id,
        reason=asked.reason,
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
