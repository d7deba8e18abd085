"""Conversations with people that have ended, and how satisfied customers were in a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairwell.services.context import Context
from fairwell.store.handoff.handoffs import Handoff, HandoffFilter

MOST = 50
FEWEST = 5  # answers; of fewer the mean would tell who gave which
USUAL = dt.timedelta(days=30)


@dataclass(frozen=True)
class Satisfaction:
    """The mean of 1 to 5, ``None`` where there are too few answers to show it."""

    mean: float | None
    answers: int


def newest(wanted: HandoffFilter, app: Context, limit: int = MOST) -> Sequence[Handoff]:
    """Stretches that have ended and fit, the newest end first; times are those of the end.

    ``wanted.words`` asks nothing here. Nothing of the person is in them.
    """
    with app.store.look() as work:
        found = work.handoffs.ended(wanted, min(limit, MOST))
    return [dataclasses.replace(handoff, slots=None) for handoff in found]


def satisfaction(first: dt.date | None, last: dt.date | None, app: Context) -> Satisfaction:
    """How customers found it from one day to another; without days, in the last thirty.

    A score is kept without its conversation, so it cannot be told by agent or outcome.
    """
    today = app.clock().astimezone(ZoneInfo(app.hours.zone)).date()
    with app.store.look() as work:
        scores = work.desk.scores_since(first or (last or today) - USUAL, last)
    if len(scores) < FEWEST:
        return Satisfaction(None, len(scores))
    return Satisfaction(sum(scores) / len(scores), len(scores))
