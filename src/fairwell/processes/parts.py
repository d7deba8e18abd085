"""The parts of the product and how each is started."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from fairwell import paths
from fairwell.config import Settings
from fairwell.store.ops.heartbeats import VARIABLE

ENGINE_PYTHON = paths.ROOT / "engine" / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Part:
    """One process: its name, command and the variables it gets on top of ours."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]


def free_port() -> int:
    """Return a port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_taken(host: str, port: int) -> bool:
    """Return whether another process listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def plan(settings: Settings, models: Path, prefer: str = "") -> list[Part]:
    """Return all parts in start order, on free loopback ports, with keys made for this run.

    ``models`` is an archive, or a folder whose archive ``prefer`` is tried first.
    """
    home = settings.home.resolve()
    engine_ports, actions_port = [free_port() for _ in range(settings.engines)], free_port()
    catch_mail = "FAIRWELL_SMTP_HOST" not in os.environ
    shared = {
        "FAIRWELL_HOME": str(home),
        "FAIRWELL_POLICY": str(settings.policy_folder),
        "FAIRWELL_DEMO": "1" if settings.demo else "0",
        "FAIRWELL_PORT": str(settings.port or free_port()),
        "FAIRWELL_ENGINE_URL": ",".join(f"http://127.0.0.1:{port}" for port in engine_ports),
        "FAIRWELL_ENGINE_KEY": secrets.token_urlsafe(32),
        "FAIRWELL_ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
        "FAIRWELL_ACTIONS_KEY": secrets.token_urlsafe(32),
        "PYTHONUNBUFFERED": "1",
    }
    if catch_mail:
        shared |= {"FAIRWELL_SMTP_HOST": "127.0.0.1", "FAIRWELL_SMTP_PORT": str(free_port())}
    own = (sys.executable, "-m", "fairwell.cli.main", "part")
    engine = {
        "PYTHONPATH": str(paths.ROOT / "engine"),
        "FAIRWELL_TRACKER_URL": settings.conversations_url,
        # Rasa posts actions to this URL unchanged.
        "FAIRWELL_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
    }
    gateway = {"FAIRWELL_IDENTITY_KEYS": _demo_keys()} if _needs_demo_keys(settings) else {}
    launcher = (str(ENGINE_PYTHON), "-m", "fairwell_engine.server.launcher", "--model", str(models))
    launcher = (*launcher, *(("--prefer", prefer) if prefer else ()))
    parts = [
        *(
            Part(name, (*launcher, "--port", str(port)), shared | engine)
            for name, port in zip(engine_names(settings.engines), engine_ports, strict=True)
        ),
        Part("actions", (*own, "actions", "--port", str(actions_port)), shared),
        Part("worker", (*own, "worker"), shared),
        Part("gateway", (*own, "gateway"), shared | gateway),
    ]
    if catch_mail:
        parts.insert(0, Part("catcher", (*own, "catcher"), shared))
    return [replace(part, environment=part.environment | _own_name(part, home)) for part in parts]


def _own_name(part: Part, home: Path) -> dict[str, str]:
    """Return under which name it reports; several hosts and state folders share a database."""
    folder = hashlib.sha256(str(home).encode()).hexdigest()[:6]
    return {VARIABLE: f"{part.name}@{socket.gethostname()}:{folder}"}


def engine_names(count: int) -> list[str]:
    """Return the names of the engines among the parts: ``engine``, ``engine-2`` and so on."""
    return ["engine", *(f"engine-{number}" for number in range(2, count + 1))]


def _needs_demo_keys(settings: Settings) -> bool:
    return settings.demo and not settings.identity_keys


def _demo_keys() -> str:
    """Return a key for the demo's own login page, good for this run only."""
    return json.dumps({"demo": secrets.token_urlsafe(48)})
