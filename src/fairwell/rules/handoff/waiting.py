"""Deadlines of waiting customers, and what is due: nothing, a notice, giving up, or requeueing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Patience:
    """Time limits (``policy/desk.yml``)."""

    tell_after: dt.timedelta  # in the queue, before the notice with the offer of a call
    online_for: dt.timedelta  # since an agent's last presence heartbeat
    agent_gone_after: dt.timedelta  # without heartbeat while a customer waits for an answer
    away_after: dt.timedelta  # a customer without an open chat, before a mail may be sent
    first_answer: dt.timedelta  # SLA
    next_answer: dt.timedelta


class QueueAction(StrEnum):
    """What is due for a waiting conversation."""

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
    """Decide what is due for a queued conversation that ``may_take`` online agents could take.

    Without agents waiting is pointless: the customer goes back to the bot at once.
    """
    if not is_open or may_take == 0:
        return QueueAction.GIVE_UP
    if not told and now - waiting_since >= patience.tell_after:
        return QueueAction.TELL
    return QueueAction.NOTHING


class Pace(StrEnum):
    """State of an answer against the SLA."""

    ANSWERED = "answered"
    IN_TIME = "in_time"
    SOON = "soon"  # less than a quarter of the time is left
    LATE = "late"


def pace(since: dt.datetime | None, aim: dt.timedelta, now: dt.datetime) -> Pace:
    """Compare the wait since a moment with the SLA; ``None`` = nobody waits."""
    if since is None:
        return Pace.ANSWERED
    waited = now - since
    if waited >= aim:
        return Pace.LATE
    return Pace.SOON if waited >= aim * 3 / 4 else Pace.IN_TIME
