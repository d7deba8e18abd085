"""Guard of retention: what a wrong clock looks like, and what an unusual run looks like."""

from __future__ import annotations

import datetime as dt

import pytest

from fairwell.rules.privacy.retention import Retained
from fairwell.rules.privacy.retention_guard import (
    ClockReading,
    RetentionRefused,
    check_clock,
    check_share,
)

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
A_DAY = 86_400.0
LAST = ClockReading(NOW, 1000.0, "boot")


@pytest.mark.parametrize(
    "now",
    [
        ClockReading(NOW + DAY, 1000.0 + A_DAY, "boot"),
        ClockReading(NOW + 30 * DAY, 1000.0 + 30 * A_DAY, "boot"),  # stopped, on a machine that ran
        ClockReading(NOW + DAY, 20.0, "next boot"),
        ClockReading(NOW + 8 * DAY, 20.0, "next boot"),
        ClockReading(NOW - dt.timedelta(minutes=30), 1010.0, "boot"),  # set right
    ],
)
def test_a_clock_that_agrees_is_believed(now: ClockReading) -> None:
    check_clock(None, now)
    check_clock(LAST, now)


@pytest.mark.parametrize(
    "now",
    [
        ClockReading(NOW + 30 * DAY, 1000.0 + A_DAY, "boot"),
        ClockReading(NOW + dt.timedelta(hours=26), 1000.0 + A_DAY / 2, "boot"),
        ClockReading(NOW - 2 * DAY, 1000.0 + A_DAY, "boot"),
        ClockReading(NOW - 2 * DAY, 20.0, "next boot"),
        ClockReading(NOW + 9 * DAY, 20.0, "next boot"),
        ClockReading(NOW + 3650 * DAY, 20.0, "next boot"),
    ],
)
def test_a_clock_that_has_jumped_is_not(now: ClockReading) -> None:
    with pytest.raises(RetentionRefused):
        check_clock(LAST, now)


@pytest.mark.parametrize(
    ("due", "there", "refused"),
    [
        (0, 0, False),
        (20, 20, False),
        (21, 21, True),
        (25, 100, False),
        (26, 100, True),
        (2500, 10_000, False),
        (2501, 10_000, True),
    ],
)
def test_too_much_at_once_is_refused(due: int, there: int, refused: bool) -> None:
    for what in (Retained.TRANSCRIPTS, Retained.CASES):
        try:
            check_share({what: due}, {what: there}, 25)
        except RetentionRefused as error:
            assert refused
            assert f"{due} of {there} {what.value}" in str(error)
        else:
            assert not refused
