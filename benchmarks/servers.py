"""Start of the measured systems, each on free loopback ports with its own state folder."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import processes, stock
from benchmarks.bots import Chat, open_bot, open_session
from benchmarks.conversations import Step
from fairwell import paths
from fairwell.config import Settings
from fairwell.processes.parts import Part, free_port, plan
from fairwell.store.base import migrate
from fairwell.store.base.engine import open_engine
from fairwell.store.cases import demo

READY_WITHIN = 600.0  # A needs minutes on a busy machine
_STOP_WITHIN = 20.0


class DoesNotStart(RuntimeError):
    """A server ended or did not answer in time; the message names its log."""


@dataclass
class System:
    """What runs: how to talk to it, which processes the engine is, and all of them.

    ``start_seconds`` is from the start of the engine's process (of everything, for the gateway) to
    the first answer to a customer; ``concluded`` counts the declarations it has acknowledged.
    """

    bot: dict[str, Any]
    engines: list[int]
    others: list[int] = field(default_factory=list)
    start_seconds: float = 0.0
    concluded: int = 0

    def engine_cpu_seconds(self) -> float:
        """CPU time of the engine's processes so far."""
        return sum(processes.cpu_seconds(processes.tree(pid)) for pid in self.engines)

    def cpu_seconds(self) -> float:
        """CPU time of all server processes so far."""
        return processes.cpu_seconds(self._all())

    def engine_megabytes(self) -> float:
        """Resident memory of the engine's processes."""
        return sum(processes.resident_megabytes(processes.tree(pid)) for pid in self.engines)

    def megabytes(self) -> float:
        """Resident memory of all server processes."""
        return processes.resident_megabytes(self._all())

    def _all(self) -> list[int]:
        # The gateway's supervisor has the engines among its own: each process counts once.
        roots = [*self.engines, *self.others]
        return sorted({pid for root in roots for pid in processes.tree(root)})


@contextmanager
def stock_system(project: Path, home: Path) -> Iterator[System]:
    """A behind `rasa run`, with our action server."""
    parts = _prepared(home, stock.model_of(project), {})
    actions = next(part for part in parts if part.name == "actions")
    engine = next(part for part in parts if part.name.startswith("engine"))
    tracker = home / "stock.db"
    _write_ahead(tracker)
    port = free_port()
    shared = {name: engine.environment[name] for name in engine.environment if "ACTIONS" in name}
    command = (
        *(str(stock.PYTHON), "-m", "rasa", "run", "--enable-api", "--port", str(port)),
        *("--interface", "127.0.0.1", "--model", str(stock.model_of(project))),
    )
    environment = shared | stock.QUIET | {"STOCK_TRACKER_DB": str(tracker)}
    bot = {"kind": "stock", "url": f"http://127.0.0.1:{port}"}
    with ExitStack() as running:
        others = [running.enter_context(_process(actions, home, {}))]
        rasa = Part("stock", command, environment)
        started = time.monotonic()
        pid = running.enter_context(_process(rasa, home, {}, project))
        system = System(bot, [pid], others)
        _first_answer(system, started, home)
        yield system


@contextmanager
def engine_system(model: Path, home: Path, variables: dict[str, str]) -> Iterator[System]:
    """B: the engine, or several, and the action server."""
    parts = _prepared(home, model, variables)
    engines = [part for part in parts if part.name.startswith("engine")]
    actions = next(part for part in parts if part.name == "actions")
    bot = {
        "kind": "engine",
        "urls": [f"http://127.0.0.1:{_port(part)}" for part in engines],
        "key": engines[0].environment["FAIRWELL_ENGINE_KEY"],
    }
    with ExitStack() as running:
        others = [running.enter_context(_process(actions, home, variables))]
        started = time.monotonic()
        pids = [running.enter_context(_process(part, home, variables)) for part in engines]
        system = System(bot, pids, others)
        _first_answer(system, started, home)
        yield system


@contextmanager
def product_system(home: Path, variables: dict[str, str]) -> Iterator[System]:
    """C: everything that `make run` starts."""
    port = free_port()
    environment = {
        "FAIRWELL_HOME": str(home.resolve()),
        "FAIRWELL_DEMO": "1",
        "FAIRWELL_LIMITS": "off",
        "FAIRWELL_PORT": str(port),
    }
    product = Part("product", (sys.executable, "-m", "fairwell.cli.main", "run"), environment)
    bot = {"kind": "gateway", "url": f"http://127.0.0.1:{port}"}
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        started = time.monotonic()
        supervisor = running.enter_context(_process(product, home, variables))
        system = System(bot, [], [supervisor])
        asyncio.run(_ready(f"{bot['url']}/readyz", started, home))
        _first_answer(system, started, home)
        system.engines = _engines_of(home / "run.json")
        yield system


def _prepared(home: Path, model: Path, variables: dict[str, str]) -> list[Part]:
    """The parts to run, with a migrated database that holds the demo accounts."""
    home.mkdir(parents=True, exist_ok=True)
    fields: dict[str, Any] = {
        name.removeprefix("FAIRWELL_").lower(): value for name, value in variables.items()
    }
    settings = Settings(home=home.resolve(), demo=True, port=0, **fields)
    database = open_engine(settings.sqlalchemy_url)
    migrate.upgrade(database)
    demo.load_missing(database, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    database.dispose()
    return plan(settings, model)


@contextmanager
def _process(
    part: Part, home: Path, variables: dict[str, str], folder: Path = paths.ROOT
) -> Iterator[int]:
    """Run a part in its own process group, which ends as a whole."""
    with (home / f"{part.name}.log").open("wb") as log:
        process = subprocess.Popen(
            part.command,
            cwd=folder,
            env=os.environ | part.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        for number in (signal.SIGINT, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_WITHIN)


def _engines_of(state: Path) -> list[int]:
    """The engines' process ids as the supervisor notes them, soon after all are ready."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError):
            parts = json.loads(state.read_text())["parts"]
            return [pid for name, pid in parts.items() if name.startswith("engine")]
        time.sleep(0.1)
    raise DoesNotStart(f"no {state}: see the logs beside it")


def _first_answer(system: System, started: float, home: Path) -> None:
    """Ask until the first answer comes, and note how long it took."""
    asyncio.run(_ask_until_answered(system, started, home))
    system.start_seconds = round(time.monotonic() - started, 2)


async def _ready(url: str, started: float, home: Path) -> None:
    """Wait until the product is ready: before, the gateway answers turns with an apology."""
    async with open_session() as session:
        while time.monotonic() - started < READY_WITHIN:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise DoesNotStart(f"not ready: see the logs in {home}")


async def _ask_until_answered(system: System, started: float, home: Path) -> None:
    bots = [system.bot]
    if "urls" in system.bot:  # each of several engines
        bots = [system.bot | {"urls": [url]} for url in system.bot["urls"]]
    async with open_session() as session:
        for bot in map(open_bot, bots):
            while True:
                try:
                    error = await bot.turn(session, Chat("de"), Step("Guten Tag"))
                except (aiohttp.ClientError, TimeoutError) as failure:
                    error = type(failure).__name__
                if error is None:
                    break
                if time.monotonic() - started > READY_WITHIN:
                    raise DoesNotStart(f"no answer ({error}): see the logs in {home}")
                await asyncio.sleep(0.05)


def _port(part: Part) -> str:
    return part.command[part.command.index("--port") + 1]


def _write_ahead(file: Path) -> None:
    """The journal mode stays with the file; Rasa itself would create a slower one."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
