"""The arithmetic of the benchmark: percentiles, summaries, windows, schedules."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice, pairwise

import pytest

from benchmarks.figures import Sample, at_turn, percentile, summarize
from benchmarks.schedule import TURNS, arrivals, conversations, due, thinking
from tests.support.tables import table


@table("percent, expected", [(0, 1.0), (50, 50.0), (95, 95.0), (99, 99.0), (100, 100.0)])
def test_a_percentile_is_a_measured_value_that_so_many_do_not_exceed(
    percent: float, expected: float
) -> None:
    values = [float(number) for number in range(1, 101)]
    random.Random(7).shuffle(values)

    assert percentile(values, percent) == expected


def test_the_percentiles_of_few_values_are_among_them() -> None:
    assert percentile([7.0], 99) == 7.0
    assert percentile([3.0, 9.0], 50) == 3.0
    assert percentile([3.0, 9.0], 51) == 9.0


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_failed_turns_are_no_throughput_and_are_counted_by_what_went_wrong() -> None:
    samples = [
        Sample(1.0, 10.0),
        Sample(2.0, 20.0),
        Sample(3.0, 30.0, "empty answer"),
        Sample(4.0, 40.0, "empty answer"),
        Sample(4.0, 50.0, "status 500"),
    ]

    load = summarize(samples, seconds=4.0)

    assert (load.turns, load.turns_per_second) == (5, 0.5)
    assert load.errors == {"empty answer": 2, "status 500": 1}
    assert (load.p50, load.p99) == (30.0, 50.0)


def test_a_turn_late_in_a_conversation_is_the_median_of_the_window_around_it() -> None:
    growing = [float(turn) for turn in range(1, 201)]

    assert at_turn([growing], 5) == 6.5  # turns 1 to 12
    assert at_turn([growing], 50) == 50.5  # turns 45 to 56
    assert at_turn([growing], 200) == 194.5  # turns 189 to 200


def test_an_outlier_in_one_conversation_does_not_move_the_window() -> None:
    steady = [5.0] * 200
    disturbed = [5.0] * 190 + [900.0] * 10

    assert at_turn([steady, steady, disturbed], 200) == 5.0


def test_every_twenty_conversations_hold_the_stated_mix_in_both_languages() -> None:
    twenty = Counter(islice(conversations(seed=3), 20))

    assert twenty == {
        ("form", "de"): 4,
        ("form", "en"): 4,
        ("question", "de"): 3,
        ("question", "en"): 3,
        ("talk", "de"): 3,
        ("talk", "en"): 3,
    }


def test_the_same_seed_holds_the_same_conversations() -> None:
    first, again = conversations(seed=5), conversations(seed=5)

    assert list(islice(first, 50)) == list(islice(again, 50))
    assert list(islice(conversations(seed=6), 50)) != list(islice(conversations(seed=5), 50))


def test_conversations_arrive_at_fixed_distances_that_make_up_the_rate() -> None:
    times = arrivals(turns_per_second=20, seconds=30)

    assert {round(after - before, 6) for before, after in pairwise(times)} == {TURNS / 20}
    turns = [at for arrival in times for at in due(arrival)]
    in_full_swing = [at for at in turns if 10 <= at < 20]
    assert len(in_full_swing) == pytest.approx(20 * 10, rel=0.02)


def test_people_think_for_the_mean_time_and_never_endlessly() -> None:
    rng = random.Random(1)
    pauses = [thinking(rng, 1.0) for _ in range(5000)]

    assert sum(pauses) / len(pauses) == pytest.approx(1.0, rel=0.05)
    assert max(pauses) <= 5.0
    assert thinking(rng, 0.0) == 0.0
