"""What is to be done about somebody who waits: nothing, tell them, give up, or free them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Patience:
    """How long things may take, by policy (``policy/desk.yml``)."""

    tell_after: dt.timedelta  # in the queue, before the customer is told and offered a call
    online_for: dt.timedelta  # since an agent's desk was last heard of
    agent_gone_after: dt.timedelta  # away from a customer who waits for an answer
    away_after: dt.timedelta  # a customer without an open chat, before a mail may be sent
    first_answer: dt.timedelta  # what the desk aims for
    next_answer: dt.timedelta


class QueueAction(StrEnum):
    """What a look at a waiting conversation calls for."""

    NOTHING = "nothing"
    TELL = "tell"
    GIVE_UP = "give_up"


def in_queue(
    *,
    waiting_since: dt.datetime,
    told: bool,
    is_open: bool,
    may_take: int,
    now: dt.datetime,
    patience: Patience,
) -> QueueAction:
    """What is due for a queued conversation that ``may_take`` agents online could take.

    With nobody left to take it, waiting is pointless: the customer gets the bot back at once.
    """
    if not is_open or may_take == 0:
        return QueueAction.GIVE_UP
    if not told and now - waiting_since >= patience.tell_after:
        return QueueAction.TELL
    return QueueAction.NOTHING


class Pace(StrEnum):
    """How an answer stands against what the desk aims for."""

    ANSWERED = "answered"
    IN_TIME = "in_time"
    SOON = "soon"  # less than a quarter of the time is left
    LATE = "late"


def pace(since: dt.datetime | None, aim: dt.timedelta, now: dt.datetime) -> Pace:
    """How far the wait since a moment has used up the time; ``None`` = nobody waits."""
    if since is None:
        return Pace.ANSWERED
    waited = now - since
    if waited >= aim:
        return Pace.LATE
    return Pace.SOON if waited >= aim * 3 / 4 else Pace.IN_TIME
