"""Targets of the figures; ratios are to A in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

Results = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """A figure and its bound: the least it may be, or the most."""

    name: str
    unit: str
    bound: float
    figure: Callable[[Results], float]
    at_most: bool = False

    def reached_by(self, value: float) -> bool:
        """Check a value against the bound."""
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True)
class Verdict:
    """Result of a run for one target; ``value`` is ``None`` if nothing was measured."""

    name: str
    wanted: str
    value: float | None
    unit: str
    met: bool


def _pace(part: Results) -> float:
    return float(part["closed"]["8"]["turns_per_second"])


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("inf")


def _errors(part: Results) -> float:
    return float(sum(sum(errors.values()) for errors in _error_counts(part)))


def _error_counts(part: Results) -> Iterator[dict[str, int]]:
    """Every ``errors`` in the figures of a part, those of PostgreSQL and two engines included."""
    for name, value in part.items():
        if name == "errors":
            yield value
        elif isinstance(value, dict):
            yield from _error_counts(value)


def _lost(part: Results) -> float:
    """Declarations acknowledged but not on record, or the other way round, and apologies."""
    lost = 0
    for figures in (part, part.get("postgresql", {}), part.get("two_engines", {})):
        recorded = figures.get("recorded", {"acknowledged": 0, "on_record": 0})
        lost += abs(recorded["acknowledged"] - recorded["on_record"])
        lost += figures.get("apologies", 0)
    return float(lost)


ACCURACY = "Accuracy, B above A"

TARGETS = (
    Target(
        "Turns/s at 8 chats, one engine", "x A", 15, lambda r: _ratio(_pace(r["b"]), _pace(r["a"]))
    ),
    Target(
        "Turns/s at 8 chats, two engines",
        "x A",
        20,
        lambda r: _ratio(_pace(r["b"]["two_engines"]), _pace(r["a"])),
    ),
    Target(
        "Start to first answer",
        "x A",
        1 / 5,
        lambda r: _ratio(r["b"]["start_seconds"], r["a"]["start_seconds"]),
        at_most=True,
    ),
    Target("Training time, B", "s", 60, lambda r: r["b"]["training"]["seconds"], at_most=True),
    # Of A as far as it was trained: all its epochs would be more, and only estimated.
    Target(
        "Processor time of a training",
        "x A",
        1 / 8,
        lambda r: _ratio(r["b"]["training"]["cpu_seconds"], r["a"]["training"]["cpu_seconds"]),
        at_most=True,
    ),
    Target(
        "Memory of the engine after the load",
        "x A",
        1 / 4,
        lambda r: _ratio(r["b"]["engine_megabytes"], r["a"]["engine_megabytes"]),
        at_most=True,
    ),
    Target(
        "Turn 200 against turn 5, B",
        "x",
        1.3,
        lambda r: _ratio(r["b"]["long"]["200"], r["b"]["long"]["5"]),
        at_most=True,
    ),
    Target(
        "p95, 50 chats thinking 1 s, B", "ms", 30, lambda r: r["b"]["thinking"]["p95"], at_most=True
    ),
    Target(
        "p95, 50 chats thinking 1 s, B on PostgreSQL",
        "ms",
        30,
        lambda r: r["b"]["postgresql"]["thinking"]["p95"],
        at_most=True,
    ),
    Target(
        "p95, 50 chats thinking 1 s, C", "ms", 60, lambda r: r["c"]["thinking"]["p95"], at_most=True
    ),
    Target(
        "p95, 50 chats thinking 1 s, C on PostgreSQL",
        "ms",
        60,
        lambda r: r["c"]["postgresql"]["thinking"]["p95"],
        at_most=True,
    ),
    Target("Turns/s at 8 chats, C", "x B", 0.5, lambda r: _ratio(_pace(r["c"]), _pace(r["b"]))),
    Target("Errors and empty answers, B", "turns", 0, lambda r: _errors(r["b"]), at_most=True),
    Target("Errors and empty answers, C", "turns", 0, lambda r: _errors(r["c"]), at_most=True),
    Target("Lost turns, B", "turns", 0, lambda r: _lost(r["b"]), at_most=True),
    Target("Lost turns, C", "turns", 0, lambda r: _lost(r["c"]), at_most=True),
    Target(
        ACCURACY,
        "points",
        10,
        lambda r: 100 * (r["b"]["accuracy"]["accuracy"] - r["a"]["accuracy"]["accuracy"]),
    ),
)


def judge(results: Results) -> list[Verdict]:
    """Judge every target; one without a measurement is not met."""
    return [_verdict(target, results) for target in TARGETS]


def _verdict(target: Target, results: Results) -> Verdict:
    wanted = f"{'<=' if target.at_most else '>='} {target.bound:g} {target.unit}"
    try:
        value = target.figure(results)
    except KeyError:
        return Verdict(target.name, wanted, None, target.unit, met=False)
    return Verdict(target.name, wanted, round(value, 3), target.unit, met=target.reached_by(value))


def as_rows(verdicts: list[Verdict]) -> list[dict[str, Any]]:
    """Verdicts for the JSON file."""
    return [asdict(verdict) for verdict in verdicts]
