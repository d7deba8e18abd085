"""Phases of a run. Each can be repeated alone; the figures are merged in one file."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import accuracy, machine, measuring, stock
from benchmarks.evidence import apologies, recorded_cases
from benchmarks.examples import Example, at_most, labelled, read_examples, split
from benchmarks.folders import WORK
from benchmarks.measuring import Extent, Say
from benchmarks.own import train_own
from benchmarks.postgres import throwaway_database
from benchmarks.servers import (
    System,
    engine_system,
    product_system,
    stock_system,
)
from fairwell.cli.nlu.intents import Labelled
from fairwell.processes import model as product_model

TWO_ENGINES = {"FAIRWELL_ENGINES": "2"}


@dataclass(frozen=True)
class Options:
    """What a run measures: how much, on which messages, and how far A is trained."""

    extent: Extent
    quick: bool
    evaluation: Path | None
    epochs: int
    policy_epochs: int
    examples: int
    stories: bool
    uv: str
    say: Say

    @property
    def file(self) -> Path:
        """Where figures gather until all phases are there."""
        return WORK / ("quick.json" if self.quick else "full.json")


def train_stock(options: Options) -> tuple[stock.Training, Path]:
    """Train A, or find it trained on the same data; return it with its folder."""
    stock.install(options.uv)
    everything, _ = _messages(options)
    trained_on = at_most(everything, options.examples)
    extent = stock.Extent(options.epochs, options.policy_epochs, len(trained_on), len(everything))
    project = stock.make_project(trained_on, extent, options.stories)
    options.say(f"A learns {extent}, unless it has before: {project.name}")
    return stock.train(project, extent), project


def phase_a(options: Options) -> dict[str, Any]:
    """A: train it, or find it trained; then the loads it can bear."""
    training, project = train_stock(options)
    with _home("a") as home, stock_system(project, home) as system:
        figures = _loads(system, options, measuring.STOCK_RATES)
        figures["accuracy"] = accuracy.measure(system.bot, _messages(options)[1])
        figures |= _evidence(system, _sqlite(home))
    return {"training": asdict(training), "stories": options.stories} | figures


def phase_b(options: Options) -> dict[str, Any]:
    """B: our engine and its actions, on SQLite, on PostgreSQL, and two engines."""
    trained_on, evaluated = _messages(options)
    training, model = train_own(trained_on)
    figures: dict[str, Any] = {"training": asdict(training)}
    with _home("b") as home, engine_system(model, home, {}) as system:
        figures |= _loads(system, options, options.extent.rates)
        figures["accuracy"] = accuracy.measure(system.bot, evaluated)
        figures |= _evidence(system, _sqlite(home))
    with (
        throwaway_database() as variables,
        _home("b-postgres") as home,
        engine_system(model, home, variables) as system,
    ):
        figures["postgresql"] = _short(system, options, variables["FAIRWELL_DATABASE_URL"])
    with _home("b-two") as home, engine_system(model, home, TWO_ENGINES) as system:
        figures["two_engines"] = _short(system, options, _sqlite(home))
    return figures


def phase_c(options: Options) -> dict[str, Any]:
    """C: the whole product, on SQLite, on PostgreSQL, and with two engines."""
    if product_model.current() is None:
        product_model.train()
    figures: dict[str, Any] = {}
    with _home("c") as home, product_system(home, {}) as system:
        figures |= _loads(system, options, options.extent.rates)
        figures |= _evidence(system, _sqlite(home))
    with (
        throwaway_database() as variables,
        _home("c-postgres") as home,
        product_system(home, variables) as system,
    ):
        figures["postgresql"] = _short(system, options, variables["FAIRWELL_DATABASE_URL"])
    with _home("c-two") as home, product_system(home, TWO_ENGINES) as system:
        figures["two_engines"] = _short(system, options, _sqlite(home))
    return figures


PHASES: dict[str, Callable[[Options], dict[str, Any]]] = {
    "a": phase_a,
    "b": phase_b,
    "c": phase_c,
}


def run_phase(name: str, options: Options) -> None:
    """Run one phase and keep its figures beside those of the others."""
    started = time.monotonic()
    busy = machine.busy()
    figures = PHASES[name](options)
    kept = gathered(options)
    kept[name] = figures | {
        "machine_busy_before": busy,
        "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "phase_seconds": round(time.monotonic() - started),
        "data": product_model.fingerprint(),
    }
    WORK.mkdir(exist_ok=True)
    options.file.write_text(json.dumps(kept, indent=2, ensure_ascii=False))


def gathered(options: Options) -> dict[str, Any]:
    """The figures of the phases that have run on the present data."""
    if not options.file.is_file():
        return {}
    kept: dict[str, Any] = json.loads(options.file.read_text())
    now = product_model.fingerprint()
    return {name: figures for name, figures in kept.items() if figures["data"] == now}


def _loads(system: System, options: Options, rates: tuple[float, ...]) -> dict[str, Any]:
    extent, say = options.extent, options.say
    say(f"first answer after {system.start_seconds} s")
    figures: dict[str, Any] = {
        "start_seconds": system.start_seconds,
        "engine_megabytes_at_start": round(system.engine_megabytes()),
        "closed": measuring.closed_loops(system, extent.levels, extent, say),
        "thinking": measuring.thinking(system, extent, say),
        "open": measuring.open_loops(system, [r for r in rates if r in extent.rates], extent, say),
        "long": measuring.long_conversations(system, extent, say),
    }
    return figures | _memory(system)


def _short(system: System, options: Options, database_url: str) -> dict[str, Any]:
    extent, say = options.extent, options.say
    figures: dict[str, Any] = {
        "closed": measuring.closed_loops(system, (8,), extent, say),
        "thinking": measuring.thinking(system, extent, say),
    }
    return figures | _memory(system) | _evidence(system, database_url)


def _memory(system: System) -> dict[str, Any]:
    return {
        "engine_megabytes": round(system.engine_megabytes()),
        "servers_megabytes": round(system.megabytes()),
    }


def _messages(options: Options) -> tuple[list[Example], list[Labelled]]:
    """What both are trained on, and what they are measured with."""
    examples = read_examples()
    if options.evaluation:
        return examples, accuracy.read_labelled(options.evaluation)
    trained, held_out = split(examples)
    return trained, labelled(held_out)


def _evidence(system: System, database_url: str) -> dict[str, Any]:
    """Count declarations acknowledged and recorded, and turns with an apology."""
    recorded = {"acknowledged": system.concluded, "on_record": recorded_cases(database_url)}
    extra = {"apologies": apologies(system.bot["url"])} if system.bot["kind"] == "gateway" else {}
    return {"recorded": recorded} | extra


def _sqlite(home: Path) -> str:
    return f"sqlite:///{home.resolve() / 'fairwell.db'}"


@contextmanager
def _home(name: str) -> Iterator[Path]:
    """An empty state folder; its logs stay until the next run."""
    home = WORK / f"home-{name}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    yield home
