"""Days of filters, on the desk's clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def day(text: str) -> dt.date | None:
    """Parse a date as a date field sends it; return ``None`` for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def midnight(date: dt.date, zone: str, *, after: bool = False) -> dt.datetime | None:
    """Return when a day begins in a zone, or ends, in UTC; ``None`` beyond the calendar."""
    try:
        date += dt.timedelta(days=after)
        return dt.datetime.combine(date, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    except OverflowError:
        return None
