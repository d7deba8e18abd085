"""Loads on a running system, and their figures."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks import machine
from benchmarks.figures import Sample, at_turn, summarize
from benchmarks.folders import HERE
from benchmarks.load import Job
from benchmarks.schedule import PAUSE, TURNS
from benchmarks.servers import System

THINKING_CHATS, THINK = 50, 1.0
TURNS_WATCHED = (5, 50, 200)


@dataclass(frozen=True)
class Extent:
    """How much is measured: seconds a load, levels and rates, and conversations of 200 turns."""

    seconds: float
    warm_up: float
    levels: tuple[int, ...]
    rates: tuple[float, ...]
    repeats: int
    long: int


FULL = Extent(20.0, 4.0, (1, 8, 32, 50), (5, 10, 20, 50, 100), 3, 3)
QUICK = Extent(8.0, 2.0, (1, 8, 50), (10, 50), 1, 1)
STOCK_RATES = (5, 10, 20)


Say = Callable[[str], None]


def closed_loops(system: System, levels: Sequence[int], extent: Extent, say: Say) -> dict[str, Any]:
    """Closed loop at each level; that at 8, which is judged, as often as ``repeats`` says."""
    found: dict[str, Any] = {}
    for chats in levels:
        times = extent.repeats if chats == 8 else 1
        runs = [_closed(system, chats, extent, seed) for seed in range(1, times + 1)]
        runs.sort(key=lambda run: run["turns_per_second"])
        found[str(chats)] = runs[len(runs) // 2] | {
            "errors": _sum_errors(runs),
            "all_turns_per_second": [run["turns_per_second"] for run in runs],
        }
        say(f"closed loop, {chats} chats: {_line(found[str(chats)])}")
    return found


def thinking(system: System, extent: Extent, say: Say) -> dict[str, Any]:
    """Run fifty chats that think a second before each message."""
    figures = _load(
        system,
        Job(
            system.bot,
            "closed",
            seconds=extent.seconds * 1.5,
            warm_up=extent.warm_up * 1.5,
            chats=THINKING_CHATS,
            think=THINK,
        ),
    )
    say(f"{THINKING_CHATS} chats thinking {THINK:.0f} s: {_line(figures)}")
    return figures


def open_loops(system: System, rates: Sequence[float], extent: Extent, say: Say) -> dict[str, Any]:
    """Turns due by the clock; measured from when the first conversations have had all theirs."""
    found: dict[str, Any] = {}
    full_swing = TURNS * PAUSE
    for rate in rates:
        seconds = full_swing + extent.seconds
        job = Job(system.bot, "open", seconds=seconds, warm_up=full_swing, rate=rate)
        found[f"{rate:g}"] = _load(system, job)
        say(f"open loop, {rate:g} turns/s: {_line(found[f'{rate:g}'])}")
    return found


def long_conversations(system: System, extent: Extent, say: Say) -> dict[str, Any]:
    """Milliseconds a turn (median of a window) early and late in conversations of 200 turns."""
    job = Job(system.bot, "long", chats=extent.long, turns=max(TURNS_WATCHED))
    outcome = _outcome(system, job)
    found: dict[str, Any] = {str(turn): at_turn(outcome["times"], turn) for turn in TURNS_WATCHED}
    errors = [s["error"] for s in outcome["samples"] if s["error"]]
    found["errors"] = {error: errors.count(error) for error in set(errors)}
    say(f"one long conversation: {found}")
    return found


def _closed(system: System, chats: int, extent: Extent, seed: int) -> dict[str, Any]:
    return _load(
        system,
        Job(
            system.bot,
            "closed",
            seconds=extent.seconds,
            warm_up=extent.warm_up,
            chats=chats,
            seed=seed,
        ),
    )


def _load(system: System, job: Job) -> dict[str, Any]:
    """Run a job; return its figures with the servers' CPU time."""
    engine, servers = system.engine_cpu_seconds(), system.cpu_seconds()
    outcome = _outcome(system, job)
    engine, servers = system.engine_cpu_seconds() - engine, system.cpu_seconds() - servers
    samples = [Sample(**sample) for sample in outcome["samples"]]
    turns = max(outcome["all_turns"], 1)
    return asdict(summarize(samples, job.seconds - job.warm_up)) | {
        "engine_cpu_ms_per_turn": round(1000 * engine / turns, 2),
        "servers_cpu_ms_per_turn": round(1000 * servers / turns, 2),
        "load_cpu_ms_per_turn": round(1000 * outcome["cpu_seconds"] / turns, 2),
        "machine_busy": machine.busy(),
    }


def _outcome(system: System, job: Job) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=HERE.parent,
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        check=True,
    )
    outcome: dict[str, Any] = json.loads(done.stdout)
    system.concluded += outcome["concluded"]
    return outcome


def _sum_errors(runs: Sequence[dict[str, Any]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for run in runs:
        for error, count in run["errors"].items():
            total[error] = total.get(error, 0) + count
    return total


def _line(figures: dict[str, Any]) -> str:
    errors = f", ERRORS {figures['errors']}" if figures["errors"] else ""
    return (
        f"{figures['turns_per_second']:g} turns/s, p50 {figures['p50']:g} ms, "
        f"p95 {figures['p95']:g} ms, p99 {figures['p99']:g} ms, "
        f"engine {figures['engine_cpu_ms_per_turn']:g} ms CPU a turn{errors}"
    )
