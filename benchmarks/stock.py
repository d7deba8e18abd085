"""A: Rasa as `rasa init` configures it, on our data, rules, domain and actions.

What differs from a new project, and why:

- ``language`` has the start value ``de``: nothing in the default pipeline detects a language, and
  our texts are chosen by that slot. A answers English messages in German; the work is the same.
- Our rules stay, and `stories.yml` is added so that TED and UnexpecTED have something to learn.
- Conversations are kept in SQLite (the default would forget them), in the faster journal mode.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.examples import Example, write_examples
from benchmarks.places import HERE, STOCK_ENVIRONMENT, WORK
from fairwell import paths

EPOCHS = 100  # what `rasa init` configures
PYTHON = STOCK_ENVIRONMENT / "bin" / "python"
# Nothing is sent anywhere, and no advice is printed.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",
}
_DIET = ("DIETClassifier", "ResponseSelector")
_STARTED = re.compile(r"Starting to train component '(\w+)'")
_FINISHED = re.compile(r"Finished training component '(\w+)'")
# `pip install rasa==3.6.21` brings this one; our engine pins an older, faster one.
_AS_INSTALLED = "jsonschema==4.17.3"


class StockFailed(RuntimeError):
    """A could not be installed or trained; the message says where to look."""


@dataclass(frozen=True)
class Training:
    """How A was trained. Seconds are wall time; the model is that of ``epochs``."""

    examples: int
    epochs: int
    policy_epochs: int
    seconds: float
    component_seconds: dict[str, float]
    seconds_at_full: float
    extrapolated: bool


def install(uv: str) -> None:
    """Bring A's environment up to date: the engine's lock, with TensorFlow and without our pin.

    Raises:
        StockFailed: uv could not do it.
    """
    lock = paths.ROOT / "engine" / "uv.lock"
    stamp = STOCK_ENVIRONMENT / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    sync = [uv, "sync", "--locked", "--quiet", "--python", "python3.11", "--project", "engine"]
    if "tensorflow = [" in (paths.ROOT / "engine" / "pyproject.toml").read_text():
        sync += ["--group", "tensorflow"]
    pin = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), _AS_INSTALLED]
    environment = {"UV_PROJECT_ENVIRONMENT": str(STOCK_ENVIRONMENT)}
    for command in (sync, pin):
        if subprocess.run(command, cwd=paths.ROOT, env=_env(environment), check=False).returncode:
            raise StockFailed(f"A's environment could not be installed: {' '.join(command)}")
    stamp.write_text(wanted)


def default_config() -> dict[str, Any]:
    """The configuration that Rasa fills in for a project made by `rasa init`."""
    found = next(STOCK_ENVIRONMENT.glob("lib/*/site-packages/rasa/engine/recipes/config_files"))
    config: dict[str, Any] = yaml.safe_load((found / "default_config.yml").read_text())
    return config


def with_epochs(config: dict[str, Any], epochs: int, policy_epochs: int) -> dict[str, Any]:
    """The same configuration, trained for fewer epochs."""
    changed: dict[str, Any] = json.loads(json.dumps(config))
    for part in [*changed["pipeline"], *changed["policies"]]:
        if "epochs" in part:
            part["epochs"] = epochs if part["name"] in _DIET else policy_epochs
    return changed


def make_project(
    examples: Iterable[Example], epochs: int, policy_epochs: int, stories: bool
) -> Path:
    """A project folder named by its content, so that a trained model is found again."""
    fresh = WORK / "stock-new"
    shutil.rmtree(fresh, ignore_errors=True)
    write_examples(examples, fresh / "data" / "nlu.yml")
    shutil.copytree(paths.ROOT / "data" / "rules", fresh / "data" / "rules")
    if stories:
        shutil.copy(HERE / "stories.yml", fresh / "data" / "stories.yml")
    domain = yaml.safe_load((paths.ROOT / "domain.yml").read_text())
    domain["slots"]["language"]["initial_value"] = "de"
    _write(fresh / "domain.yml", domain)
    config = with_epochs(default_config(), epochs, policy_epochs)
    _write(fresh / "config.yml", config | {"assistant_id": "stock"})
    _write(fresh / "credentials.yml", {"rest": None})
    _write(
        fresh / "endpoints.yml",
        {
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "${STOCK_TRACKER_DB}"},
            "action_endpoint": {
                "url": "${FAIRWELL_ACTIONS_URL}",
                "headers": {"X-Actions-Key": "${FAIRWELL_ACTIONS_KEY}"},
            },
        },
    )
    project = WORK / f"stock-{_digest(fresh)}"
    if not project.exists():
        fresh.rename(project)
    return project


def train(project: Path, examples: int, epochs: int, policy_epochs: int) -> Training:
    """Train A once; later calls return what the first one measured.

    Raises:
        StockFailed: Rasa refused.
    """
    known = project / "training.json"
    if known.is_file():
        return Training(**json.loads(known.read_text()))
    log = project / "training.log"
    command = [str(PYTHON), "-m", "rasa", "train", "--force", "--fixed-model-name", "model"]
    started = time.monotonic()
    marks: list[tuple[float, str]] = []
    with (
        log.open("w") as kept,
        subprocess.Popen(
            command,
            cwd=project,
            env=_env(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        assert process.stdout
        for line in process.stdout:
            marks.append((time.monotonic() - started, line))
            kept.write(line)
            kept.flush()
    seconds = time.monotonic() - started
    if process.returncode or not model_of(project).is_file():
        raise StockFailed(f"A could not be trained: see {log.relative_to(paths.ROOT)}")
    components = component_seconds(marks)
    training = Training(
        examples=examples,
        epochs=epochs,
        policy_epochs=policy_epochs,
        seconds=round(seconds, 1),
        component_seconds=components,
        seconds_at_full=round(at_full(seconds, components, epochs, policy_epochs), 1),
        extrapolated=(epochs, policy_epochs) != (EPOCHS, EPOCHS),
    )
    known.write_text(json.dumps(asdict(training), indent=2))
    return training


def model_of(project: Path) -> Path:
    """The trained archive of a project."""
    return project / "models" / "model.tar.gz"


def component_seconds(marks: Iterable[tuple[float, str]]) -> dict[str, float]:
    """Seconds each component trained, from Rasa's own log lines with the time they came at."""
    begun: dict[str, float] = {}
    took: dict[str, float] = {}
    for at, line in marks:
        if found := _STARTED.search(line):
            begun[found[1]] = at
        elif (found := _FINISHED.search(line)) and found[1] in begun:
            took[found[1]] = round(took.get(found[1], 0.0) + at - begun.pop(found[1]), 1)
    return took


def at_full(seconds: float, components: dict[str, float], epochs: int, policy_epochs: int) -> float:
    """Seconds a training of all epochs would take: epochs cost alike, the rest is paid once."""
    more_diet = sum(components.get(name, 0.0) for name in _DIET) * (EPOCHS / epochs - 1)
    policies = sum(components.get(name, 0.0) for name in ("TEDPolicy", "UnexpecTEDIntentPolicy"))
    return seconds + more_diet + policies * (EPOCHS / policy_epochs - 1)


def _env(more: dict[str, str] | None = None) -> dict[str, str]:
    return os.environ | QUIET | (more or {})


def _write(file: Path, content: object) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yml")):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(file.read_bytes())
    digest.update((paths.ROOT / "engine" / "uv.lock").read_bytes())
    return digest.hexdigest()[:12]
