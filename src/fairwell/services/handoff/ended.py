"""Ended conversations with agents, and customer satisfaction over a period."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairwell.services.context import Context
from fairwell.store.handoff.handoffs import Handoff, HandoffFilter

MOST = 50
FEWEST = 5  # answers; with fewer, the mean would reveal who gave which
USUAL = dt.timedelta(days=30)


@dataclass(frozen=True)
class Satisfaction:
    """The mean of 1 to 5, ``None`` where there are too few answers to show it."""

    mean: float | None
    answers: int


def newest(wanted: HandoffFilter, app: Context, limit: int = MOST) -> Sequence[Handoff]:
    """Return ended handoffs that match, the newest end first; times are those of the end.

    ``wanted.words`` is ignored here. The handoffs hold nothing of the customer.
    """
    with app.store.look() as work:
        found = work.handoffs.ended(wanted, min(limit, MOST))
    return [dataclasses.replace(handoff, slots=None) for handoff in found]


def satisfaction(first: dt.date | None, last: dt.date | None, app: Context) -> Satisfaction:
    """Return customer satisfaction from one day to another; without days, of the last thirty.

    A score is stored without its conversation, so it cannot be split by agent or outcome.
    """
    today = app.clock().astimezone(ZoneInfo(app.hours.zone)).date()
    with app.store.look() as work:
        scores = work.desk.scores_since(first or (last or today) - USUAL, last)
    if len(scores) < FEWEST:
        return Satisfaction(None, len(scores))
    return Satisfaction(sum(scores) / len(scores), len(scores))
