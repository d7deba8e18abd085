"""When the desk is open: weekly hours in a time zone, without holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_LOOK_AHEAD = 15  # days; longer than any row of holidays


@dataclass(frozen=True)
class Opening:
    """Open from ``begins`` to ``ends``, local time, on some weekdays (Monday is 0)."""

    weekdays: frozenset[int]
    begins: dt.time
    ends: dt.time


@dataclass(frozen=True)
class Hours:
    """The desk's hours; ``holidays`` has the name of each local date on which it stays closed."""

    zone: str
    openings: tuple[Opening, ...]
    holidays: Mapping[dt.date, str]

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the desk is open at a moment."""
        local = now.astimezone(ZoneInfo(self.zone))
        return any(
            opening.begins <= local.time() <= opening.ends for opening in self._on(local.date())
        )

    def next_opening(self, now: dt.datetime) -> dt.datetime | None:
        """When it opens next, after ``now``; ``None`` where no hours are set."""
        zone = ZoneInfo(self.zone)
        local = now.astimezone(zone)
        for days in range(_LOOK_AHEAD):
            day = local.date() + dt.timedelta(days=days)
            begins = sorted(
                dt.datetime.combine(day, opening.begins, zone) for opening in self._on(day)
            )
            for moment in begins:
                if moment > local:
                    return moment
        return None

    def _on(self, day: dt.date) -> list[Opening]:
        if day in self.holidays:
            return []
        return [opening for opening in self.openings if day.weekday() in opening.weekdays]


def around_the_clock(zone: str) -> Hours:
    """Hours that never end."""
    return Hours(zone, (Opening(frozenset(range(7)), dt.time.min, dt.time.max),), {})
