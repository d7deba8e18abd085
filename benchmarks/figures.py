"""Statistics of measured turns."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

WINDOW = 12  # turns; two rounds of the long conversation


@dataclass(frozen=True)
class Sample:
    """One turn: when it ended (seconds into the load), how long it took, what went wrong."""

    ended: float
    milliseconds: float
    error: str | None = None


@dataclass(frozen=True)
class Load:
    """Results of a load; times in milliseconds. An empty answer counts as an error."""

    turns: int
    seconds: float
    turns_per_second: float
    p50: float
    p95: float
    p99: float
    errors: dict[str, int]


def percentile(values: Sequence[float], percent: float) -> float:
    """Compute a percentile by the nearest rank.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values, no percentile")
    ranked = sorted(values)
    return ranked[max(math.ceil(percent / 100 * len(ranked)), 1) - 1]


def summarize(samples: Sequence[Sample], seconds: float) -> Load:
    """Throughput and latencies of the turns measured in ``seconds``; failed ones count as errors.

    Latencies are those of all turns: a fast refusal shows in ``errors``, which no target
    allows.

    Raises:
        ValueError: nothing was measured.
    """
    times = [sample.milliseconds for sample in samples]
    answered = sum(sample.error is None for sample in samples)
    return Load(
        turns=len(samples),
        seconds=round(seconds, 2),
        turns_per_second=round(answered / seconds, 1),
        p50=round(percentile(times, 50), 1),
        p95=round(percentile(times, 95), 1),
        p99=round(percentile(times, 99), 1),
        errors=dict(Counter(sample.error for sample in samples if sample.error)),
    )


def at_turn(times: Sequence[Sequence[float]], turn: int) -> float:
    """Median milliseconds of the window of turns around ``turn`` (from 1), over conversations.

    The window holds every kind of turn of the long conversation twice, so that windows compare.
    """
    last = min(max(turn + WINDOW // 2, WINDOW), min(map(len, times)))
    values = [value for conversation in times for value in conversation[last - WINDOW : last]]
    return round(statistics.median(values), 2)
