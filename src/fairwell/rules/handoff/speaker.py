"""Who speaks in a conversation, and the only steps between them.

The store takes a step by a conditional UPDATE of exactly these states, so of two people who try
at once one wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Who answers the customer's next message. ``CLOSED``: a new conversation does."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a person was asked for."""

    ASKED = "asked"
    UNSURE = "unsure"
    FAILED = "failed"
    DISPUTED = "disputed"


class Outcome(StrEnum):
    """How a handoff ended. The first four are the agent's to choose when closing."""

    SOLVED = "solved"
    FORWARDED = "forwarded"
    UNANSWERED = "unanswered"
    SPAM = "spam"
    RETURNED = "returned"
    LEFT = "left"
    UNATTENDED = "unattended"


CLOSING = (Outcome.SOLVED, Outcome.FORWARDED, Outcome.UNANSWERED, Outcome.SPAM)


class Step(StrEnum):
    """What moves a conversation from one speaker to the next."""

    REQUEST = "request"  # the customer, or what the bot could not do
    LEAVE = "leave"  # the customer goes back to the bot instead of waiting
    GIVE_UP = "give_up"  # nobody is there any more who could take it
    CLAIM = "claim"  # an agent takes it
    RELEASE = "release"  # back to the queue, or to another agent by way of it
    RETURN = "return"  # the agent hands back to the bot
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """From which states a step starts, and where it ends."""

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

# In these states the customer's words are a person's to answer, and the engine never sees them.
WITH_PEOPLE = frozenset({Speaker.QUEUED, Speaker.HUMAN})
