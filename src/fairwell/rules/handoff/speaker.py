"""Speakers of a conversation: who answers next, and the allowed transitions.

The store makes a transition by a conditional UPDATE of exactly these states, so of two
simultaneous attempts one wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

# Whose line of the transcript it is.
LineRole = Literal["customer", "bot", "human", "system"]


class Speaker(StrEnum):
    """Who answers the customer's next message. ``CLOSED``: a new conversation begins."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a handoff started."""

    ASKED = "asked"
    UNSURE = "unsure"
    FAILED = "failed"
    DISPUTED = "disputed"


class Outcome(StrEnum):
    """How a handoff ended. An agent who closes chooses one of the first four."""

    SOLVED = "solved"
    FORWARDED = "forwarded"
    UNANSWERED = "unanswered"
    SPAM = "spam"
    RETURNED = "returned"
    LEFT = "left"
    UNATTENDED = "unattended"


CLOSING = (Outcome.SOLVED, Outcome.FORWARDED, Outcome.UNANSWERED, Outcome.SPAM)


class Step(StrEnum):
    """A transition from one speaker to the next."""

    REQUEST = "request"  # by the customer, or after a failure of the bot
    LEAVE = "leave"  # the customer goes back to the bot instead of waiting
    GIVE_UP = "give_up"  # no agent is left who could claim it
    CLAIM = "claim"  # an agent claims it
    RELEASE = "release"  # back to the queue, or to another agent by way of it
    RETURN = "return"  # the agent hands back to the bot
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """The states a transition starts from, and the one it ends in."""

    starts: frozenset[Speaker]
    ends: Speaker


MOVES = {
    Step.REQUEST: Move(frozenset({Speaker.BOT}), Speaker.QUEUED),
    Step.LEAVE: Move(frozenset({Speaker.QUEUED}), Speaker.BOT),
    Step.GIVE_UP: Move(frozenset({Speaker.QUEUED}), Speaker.BOT),
    Step.CLAIM: Move(frozenset({Speaker.QUEUED}), Speaker.HUMAN),
    Step.RELEASE: Move(frozenset({Speaker.HUMAN}), Speaker.QUEUED),
    Step.RETURN: Move(frozenset({Speaker.HUMAN}), Speaker.BOT),
    Step.CLOSE: Move(frozenset({Speaker.HUMAN, Speaker.QUEUED}), Speaker.CLOSED),
}

# In these states an agent answers the customer, and the engine never sees the messages.
WITH_PEOPLE = frozenset({Speaker.QUEUED, Speaker.HUMAN})
