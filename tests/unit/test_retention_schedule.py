"""The daily run inside the worker: once a day, a step at a time, and no fault of it stops mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import structlog

from fairwell.mail.schedule import Daily
from fairwell.rules.privacy.retention import Retained
from fairwell.services.retention import Removed
from tests.support.outbox import NOW, Clock
from tests.support.tables import table

HOUR = 3600.0
DAY = 24 * HOUR


class Runs:
    """Counts how often a run began; each has the steps it is told to have."""

    def __init__(self, *steps: Removed) -> None:
        self.began: list[dt.datetime] = []
        self.steps = steps
        self.fault: Exception | None = None

    def __call__(self, now: dt.datetime) -> Iterator[Removed]:
        self.began.append(now)
        yield from self.steps
        if self.fault:
            raise self.fault


def finish(daily: Daily, clock: Clock) -> int:
    """Steps until there are none."""
    steps = 0
    while daily.step(clock()):
        steps += 1
    return steps


def test_it_begins_at_once_and_then_a_day_after_each_start() -> None:
    runs, clock = Runs(), Clock()
    daily = Daily(runs)

    finish(daily, clock)
    clock.turn(DAY - 1)
    finish(daily, clock)
    assert runs.began == [NOW]
    clock.turn(1)
    finish(daily, clock)
    finish(daily, clock)

    assert runs.began == [NOW, NOW + dt.timedelta(days=1)]


def test_it_takes_one_step_at_a_time() -> None:
    runs = Runs((Retained.CODES, 2), (Retained.CODES, 1), (Retained.CASES, 1))
    daily, clock = Daily(runs), Clock()

    with structlog.testing.capture_logs() as logs:
        assert finish(daily, clock) == 4  # the last finds that nothing is left

    assert len(runs.began) == 1
    (line,) = logs
    assert (line["outcome"], line["codes"], line["cases"]) == ("done", 3, 1)


def test_counts_begin_anew_every_day() -> None:
    daily, clock = Daily(Runs((Retained.CODES, 2))), Clock()
    with structlog.testing.capture_logs() as logs:
        finish(daily, clock)
        clock.turn(DAY)
        finish(daily, clock)

    assert [line["codes"] for line in logs] == [2, 2]


def test_a_long_run_is_not_begun_twice() -> None:
    runs, clock = Runs((Retained.CODES, 1), (Retained.CODES, 1)), Clock()
    daily = Daily(runs)

    daily.step(clock())
    clock.turn(3 * DAY)
    daily.step(clock())

    assert len(runs.began) == 1


def test_a_fault_is_told_without_words_and_tried_again_in_an_hour() -> None:
    runs, clock = Runs((Retained.CODES, 1)), Clock()
    runs.fault = RuntimeError("anna@example.example")
    daily = Daily(runs)

    with structlog.testing.capture_logs() as logs:
        finish(daily, clock)
    assert _only(logs)["error"] == "RuntimeError"
    assert "anna" not in str(logs)

    clock.turn(HOUR - 1)
    assert not daily.step(clock())
    runs.fault = None
    clock.turn(1)
    finish(daily, clock)
    assert len(runs.began) == 2


def test_a_run_that_cannot_begin_is_a_fault_too() -> None:
    def run(now: dt.datetime) -> Iterator[Removed]:
        raise OSError("no")

    with structlog.testing.capture_logs() as logs:
        finish(Daily(run), Clock())

    assert _only(logs)["outcome"] == "fault"


@table("back", [2 * DAY, 400 * DAY])
def test_a_clock_that_was_wrong_does_not_put_off_the_next_run(back: float) -> None:
    runs, clock = Runs(), Clock()
    daily = Daily(runs)
    finish(daily, clock)

    clock.turn(-back)
    finish(daily, clock)

    assert len(runs.began) == 2


def _only(logs: list[Any]) -> Any:
    (line,) = logs
    return line
