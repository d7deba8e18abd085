"""Scores of heard end dates: an ISO date, or a word such as ``month_end``."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairwell.cli.nlu.ratios import share
from fairwell.cli.nlu.result import ParseResult

_DECEMBER = 12


@dataclass(frozen=True)
class LabelledEnds:
    """A message with the end dates that may be heard (``None``: none) from its day of reference.

    ``wished`` is false where the label says that there is none.
    """

    text: str
    accepted: tuple[str | None, ...]
    wished: bool
    today: dt.date


def evaluate_ends(
    labelled: Sequence[LabelledEnds], results: Sequence[ParseResult]
) -> dict[str, Any]:
    """Score the wished end dates, and list those heard where none was wished."""
    pairs = list(zip(labelled, results, strict=True))
    wished = [(label, result.ends) for label, result in pairs if label.wished]
    return {
        "ends_accuracy": share(is_accepted(label, ends) for label, ends in wished),
        "ends_errors": [
            {"text": label.text, "ok": list(label.accepted), "heard": ends}
            for label, ends in wished
            if not is_accepted(label, ends)
        ],
        "ends_invented": [
            {"text": label.text, "heard": result.ends}
            for label, result in pairs
            if not label.wished and result.ends is not None
        ],
    }


def is_accepted(label: LabelledEnds, heard: str | None) -> bool:
    """Compare by value or by day."""
    if heard in label.accepted:
        return True
    days = {end_day(value, label.today) for value in label.accepted} - {None}
    return end_day(heard, label.today) in days


def end_day(value: str | None, today: dt.date) -> dt.date | None:
    """Return the day that a value names; ``None`` where only the account tells."""
    if value == "month_end":
        return _last_day(today.year, today.month)
    if value == "quarter_end":
        return _last_day(today.year, (today.month + 2) // 3 * 3)
    if value == "year_end":
        return _last_day(today.year, _DECEMBER)
    try:
        return dt.date.fromisoformat(value or "")
    except ValueError:
        return None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
