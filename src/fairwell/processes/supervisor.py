"""Supervisor: starts all parts, waits until the product is ready, restarts parts, ends them all.

Own code, since the libraries at hand end everything when one part ends (honcho) or need a daemon
of their own: here a killed part comes back while the others run on (docs/decisions/005).
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from pathlib import Path
from typing import IO

import aiohttp
import structlog

from fairwell.config import Settings
from fairwell.processes import model
from fairwell.processes.hanging import HangWatch
from fairwell.processes.parts import Part
from fairwell.processes.process import Child
from fairwell.store.base.engine import open_engine
from fairwell.store.ops.heartbeats import ENGINES, VARIABLE, Heartbeats

READY_WITHIN = 180.0
GIVE_UP_AFTER_STARTS = 4
LOOK_EVERY = 2.0  # seconds
OWN_PART = f"supervisor@{socket.gethostname()}"

log = structlog.get_logger()


class CannotStart(RuntimeError):
    """The product did not get ready; the message says why and what to do."""


@dataclass(frozen=True)
class Watched:
    """Parts, the database they beat in, and the watch that judges them."""

    parts: frozenset[str]
    beats: Heartbeats
    watch: HangWatch


def watches(settings: Settings, names: Iterable[str]) -> list[Watched]:
    """Return the watches of a product's parts; the engines beat beside their conversations."""
    engines = frozenset(name for name in names if name.startswith("engine"))
    ours = open_engine(settings.sqlalchemy_url)
    theirs = open_engine(settings.conversations_url)
    after = settings.hung_after
    return [
        Watched(frozenset({"actions", "worker"}), Heartbeats(ours), HangWatch(after)),
        Watched(engines, Heartbeats(theirs, ENGINES), HangWatch(after)),
    ]


@contextmanager
def only_one(home: Path) -> Iterator[IO[str]]:
    """Lock the state folder: two products on one database of state would take each other's mail.

    Raises:
        CannotStart: another `make run` uses the folder.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(
                f"fairwell is already running on {home}: stop it with Ctrl-C where it runs, "
                "or set FAIRWELL_HOME to another folder"
            ) from error
        yield lock


def is_running(home: Path) -> bool:
    """Return whether a product runs on this state folder."""
    try:
        with only_one(home):
            return False
    except CannotStart:
        return True


async def run(
    parts: list[Part],
    home: Path,
    ready: Callable[[str], None],
    no_model: Callable[[str], Awaitable[None]],
    watched: Sequence[Watched] = (),
) -> None:
    """Run until SIGINT or SIGTERM; ``ready`` is called once with the gateway's URL.

    ``watched``: which parts beat where; one that hangs is killed, and so started again. Where no
    model loads, everything else runs: ``no_model`` is started, and ``ready`` is called
    when the engine has found one after all.

    Raises:
        CannotStart: a part keeps ending, or readiness did not come in time.
    """
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    children = [Child(part, logs) for part in parts]
    url = f"http://127.0.0.1:{parts[-1].environment['FAIRWELL_PORT']}"
    for where in watched:
        own = [part.environment[VARIABLE] for part in parts if part.name in where.parts]
        await asyncio.to_thread(where.beats.clear, own)
    runners = [asyncio.create_task(child.run()) for child in children]
    waiting = None
    try:
        found = await _wait_until_ready(url, children, stop, home)
        if found is StartUp.READY:
            ready(url)
        elif found is StartUp.NO_MODEL:
            waiting = asyncio.create_task(_wait_for_model(url, home, ready, no_model))
        state = asyncio.create_task(_keep_state_file(home / "run.json", url, children))
        hanging = asyncio.create_task(_restart_hanging(children, watched))
        await stop.wait()
        state.cancel()
        hanging.cancel()
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.gather(*(child.stop() for child in children))
        await asyncio.gather(*runners, return_exceptions=True)
        (home / "run.json").unlink(missing_ok=True)


async def _restart_hanging(children: list[Child], watched: Sequence[Watched]) -> None:
    while True:
        for where in watched:
            beats = await asyncio.to_thread(where.beats.probe, OWN_PART)
            by_name = {
                child.part.environment[VARIABLE]: child
                for child in children
                if child.part.name in where.parts and child.pid is not None
            }
            started = {name: child.started_at for name, child in by_name.items()}
            for name in where.watch.look(beats, started, time.monotonic()):
                log.error("part_hangs", part=name)
                by_name[name].kill()
        await asyncio.sleep(LOOK_EVERY)


class StartUp(Enum):
    """How waiting for the product ended."""

    READY = auto()
    NO_MODEL = auto()
    STOPPED = auto()


async def _wait_for_model(
    url: str,
    home: Path,
    ready: Callable[[str], None],
    no_model: Callable[[str], Awaitable[None]],
) -> None:
    making = asyncio.ensure_future(no_model(url))
    try:
        while _lacks_model(home):
            await asyncio.sleep(0.5)
        ready(url)
        await making
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)


def _lacks_model(home: Path) -> bool:
    """Return whether the engine has looked for a model and found none that loads."""
    served = model.served(home)
    return served is not None and served.model is None


async def _wait_until_ready(
    url: str, children: list[Child], stop: asyncio.Event, home: Path
) -> StartUp:
    """Poll ``/readyz`` until all parts are ready, or all but an engine that has no model."""
    deadline = asyncio.get_running_loop().time() + READY_WITHIN
    answer = "the gateway does not answer"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        while not stop.is_set():
            for child in children:
                if child.starts >= GIVE_UP_AFTER_STARTS:
                    raise CannotStart(
                        f"{child.part.name} keeps ending. The end of {child.log}:\n"
                        f"{child.last_words()}"
                    )
            try:
                async with session.get(f"{url}/readyz") as response:
                    if response.status == HTTPStatus.OK:
                        return StartUp.READY
                    parts = (await response.json())["parts"]
                missing = [part for part, ok in parts.items() if not ok]
                if missing == ["engine", "turn"] and _lacks_model(home):
                    return StartUp.NO_MODEL
                answer = f"not ready: {', '.join(missing)}"
            except (aiohttp.ClientError, TimeoutError):
                pass
            if asyncio.get_running_loop().time() > deadline:
                raise CannotStart(f"not ready after {READY_WITHIN:.0f} s: {answer}. See the logs.")
            try:
                await asyncio.wait_for(stop.wait(), 0.3)
            except TimeoutError:
                continue
    return StartUp.STOPPED


async def _keep_state_file(file: Path, url: str, children: list[Child]) -> None:
    """Record who runs as what, for operators, tests and other commands; rewritten on a change."""
    known: dict[str, int | None] = {}
    while True:
        pids = {child.part.name: child.pid for child in children}
        if pids != known:
            fresh = file.with_suffix(".new")
            content = json.dumps({"pid": os.getpid(), "url": url, "parts": pids}, indent=2)
            try:
                fresh.write_text(content)
                fresh.replace(file)
                known = pids
            except OSError:  # a full disk; tried again
                await asyncio.sleep(1)
        await asyncio.sleep(0.2)
