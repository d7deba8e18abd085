"""Steps that several use cases take within their transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ulid import ULID

from fairwell.rules.handoff.speaker import Outcome, Reason, Step
from fairwell.rules.language import Language
from fairwell.services.errors import NotYours
from fairwell.services.handoff import texts
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.chats.lines import NewLine
from fairwell.store.handoff.handoffs import Handoff


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


def new_handoff(asked: Asked, team: str | None, now: dt.datetime) -> Handoff:
    """A stretch that begins in the queue, meant for a team or for everybody."""
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
    """Let go of a conversation; it waits at the place it had before, for ``handoff.team``.

    Raises:
        NotYours: somebody else has it meanwhile.
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
    """End the waiting by a step; ``False`` when it does not wait any more."""
    ended = work.handoffs.change(handoff.id, held_by=None, ended_at=now, outcome=outcome)
    return ended and work.handoffs.step(handoff.conversation_id, step)
