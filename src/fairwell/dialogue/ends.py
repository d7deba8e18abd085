"""The wished end of an account: from what was said to a day."""

from __future__ import annotations

import calendar
import datetime as dt

_MONTHS_OF_A_QUARTER = 3
_LAST_MONTH = 12


def as_wish(said: str, today: dt.date) -> str:
    """Return an ISO date for the end of a month, quarter or year; other words as they are."""
    if said == "month_end":
        return _month_end(today.year, today.month).isoformat()
    if said == "quarter_end":
        month = -(-today.month // _MONTHS_OF_A_QUARTER) * _MONTHS_OF_A_QUARTER
        return _month_end(today.year, month).isoformat()
    if said == "year_end":
        return dt.date(today.year, _LAST_MONTH, 31).isoformat()
    return said


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
