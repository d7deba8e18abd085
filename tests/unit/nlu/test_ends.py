"""Scores of end dates: by value, by day, and those that nobody wished."""

from __future__ import annotations

import datetime as dt

from fairwell.cli.nlu.ends import LabelledEnds, evaluate_ends, is_accepted
from fairwell.cli.nlu.result import ParseResult
from tests.support.tables import table


def label(*accepted: str | None, today: str = "2026-11-30", wished: bool = True) -> LabelledEnds:
    return LabelledEnds("x", accepted, wished, dt.date.fromisoformat(today))


@table(
    "accepted, heard, today, right",
    [
        (["soonest"], "soonest", "2026-11-30", True),
        (["soonest"], None, "2026-11-30", False),
        (["soonest", None], None, "2026-11-30", True),
        ([None, "period_end"], None, "2026-11-30", True),
        ([None, "period_end"], "period_end", "2026-11-30", True),
        ([None, "period_end"], "soonest", "2026-11-30", False),
        # An ISO date and the word for the same day, in either place.
        (["year_end"], "2026-12-31", "2026-11-30", True),
        (["2026-12-31"], "year_end", "2026-11-30", True),
        (["2026-12-31"], "year_end", "2027-01-01", False),
        (["month_end"], "2026-11-30", "2026-11-30", True),
        (["month_end"], "2028-02-29", "2028-02-01", True),
        (["month_end"], "2027-02-28", "2027-01-31", False),
        (["quarter_end"], "2026-12-31", "2026-10-01", True),
        (["quarter_end"], "2027-03-31", "2027-03-31", True),
        (["quarter_end"], "year_end", "2026-11-30", True),
        (["quarter_end"], "year_end", "2026-09-30", False),
        # Which day these are, only the account tells.
        (["period_end"], "2026-11-30", "2026-11-30", False),
        (["soonest"], "2026-11-30", "2026-11-30", False),
        (["soonest"], "balance_used", "2026-11-30", False),
        ([None], "soonest", "2026-11-30", False),
    ],
)
def test_an_end_is_compared_by_value_or_by_day(
    accepted: list[str | None], heard: str | None, today: str, right: bool
) -> None:
    assert is_accepted(label(*accepted, today=today), heard) is right


def test_ends_are_scored_where_wished_and_listed_where_invented() -> None:
    none = label(None, wished=False)
    scores = evaluate_ends(
        [label("soonest"), label("year_end"), none, none],
        [ParseResult(ends=ends) for ends in ("soonest", "period_end", "month_end", None)],
    )

    assert scores == {
        "ends_accuracy": 0.5,
        "ends_errors": [{"text": "x", "ok": ["year_end"], "heard": "period_end"}],
        "ends_invented": [{"text": "x", "heard": "month_end"}],
    }


def test_without_a_wished_end_there_is_no_accuracy() -> None:
    scores = evaluate_ends([label(None, wished=False)], [ParseResult()])

    assert scores == {"ends_accuracy": None, "ends_errors": [], "ends_invented": []}
