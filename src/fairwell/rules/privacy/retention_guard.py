"""Guard of retention: a wrong clock must not remove what is not due.

A run is refused where the clock contradicts another one, or where it would remove an unusual share
of what is there. An operator who has looked at it insists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fairwell.rules.privacy.retention import Retained

JUMP = dt.timedelta(hours=1)  # more than clocks differ, and than one is set on purpose
LONGEST_BREAK = dt.timedelta(days=8)  # between two daily runs, where no other clock can tell
FEW = 20  # items that are removed whatever share they are
GUARDED = (Retained.TRANSCRIPTS, Retained.MAILS, Retained.AUDIT, Retained.CASES)


@dataclass(frozen=True)
class ClockReading:
    """A moment by two clocks: the wall's, and the seconds since a start of the machine."""

    wall: dt.datetime
    running: float
    boot: str


class RetentionRefused(Exception):
    """Nothing was removed; the message says why, for the operator."""


def check_clock(last: ClockReading | None, now: ClockReading) -> None:
    """Compare the wall clock with the last run, and with the clock that cannot be set.

    Raises:
        RetentionRefused: the clock has jumped, or may have.
    """
    if last is None:
        return
    passed = now.wall - last.wall
    if passed < -JUMP:
        raise RetentionRefused(f"the last run was at {last.wall:%Y-%m-%d %H:%M} UTC, in the future")
    if now.boot == last.boot:
        ran = dt.timedelta(seconds=now.running - last.running)
        if abs(passed - ran) > JUMP:
            raise RetentionRefused(
                f"the clock went on by {_hours(passed)} h since the last run, the machine ran "
                f"{_hours(ran)} h"
            )
    elif passed > LONGEST_BREAK:
        raise RetentionRefused(f"the last run was {passed.days} days ago")


def check_share(
    due: Mapping[Retained, int], there: Mapping[Retained, int], most_percent: int
) -> None:
    """Compare what is due with what is there.

    Raises:
        RetentionRefused: too much of one kind is due at once.
    """
    for what in GUARDED:
        number, of = due.get(what, 0), there.get(what, 0)
        if number > FEW and number * 100 > of * most_percent:
            raise RetentionRefused(
                f"{number} of {of} {what.value} are due, more than {most_percent} % at once"
            )


def _hours(time: dt.timedelta) -> int:
    return round(time.total_seconds() / 3600)
