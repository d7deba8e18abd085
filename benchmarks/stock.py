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
from benchmarks.folders import HERE, STOCK_ENVIRONMENT, WORK
from benchmarks.processes import children_cpu_seconds
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
_EPOCH = re.compile(r"^Epochs:.*? ([1-9]\d*)/\d+ \[")
# `pip install rasa==3.6.21` brings this one; our engine pins an older, faster one.
_AS_INSTALLED = "jsonschema==4.17.3"


class StockFailed(RuntimeError):
    """A could not be installed or trained; the message says where to look."""


@dataclass(frozen=True)
class Extent:
    """How far A is trained: epochs of DIET and of the policies, and on how many of all examples."""

    epochs: int
    policy_epochs: int
    examples: int
    all_examples: int

    @property
    def is_full(self) -> bool:
        """Whether nothing has to be extrapolated."""
        epochs = (self.epochs, self.policy_epochs)
        return epochs == (EPOCHS, EPOCHS) and self.examples == self.all_examples


@dataclass(frozen=True)
class Training:
    """What a training of A took, in seconds. The model is that of ``extent``."""

    extent: Extent
    seconds: float
    cpu_seconds: float
    epoch_seconds: dict[str, float]
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


def make_project(examples: Iterable[Example], extent: Extent, stories: bool) -> Path:
    """A project folder named by its content, so that a trained model is found again."""
    fresh = WORK / "stock-new"
    shutil.rmtree(fresh, ignore_errors=True)
    write_examples(examples, fresh / "data" / "nlu.yml")
    shutil.copytree(paths.ROOT / "data" / "rules", fresh / "data" / "rules")
    if stories:
        shutil.copy(HERE / "stories.yml", fresh / "data" / "stories.yml")
    domain = yaml.safe_load((paths.ROOT / "domain.yml").read_text())
    domain["slots"]["language"]["initial_value"] = "de"
    # Which actions need the domain is a question of `enable_selective_domain`, which A lacks.
    domain["actions"] = [
        each if isinstance(each, str) else next(iter(each)) for each in domain["actions"]
    ]
    _write(fresh / "domain.yml", domain)
    config = with_epochs(default_config(), extent.epochs, extent.policy_epochs)
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


def train(project: Path, extent: Extent) -> Training:
    """Train A once; later calls return what the first one measured.

    Raises:
        StockFailed: Rasa refused.
    """
    known = project / "training.json"
    if known.is_file():
        found = json.loads(known.read_text())
        return Training(**found | {"extent": Extent(**found["extent"])})
    log = project / "training.log"
    command = [str(PYTHON), "-m", "rasa", "train", "--force", "--fixed-model-name", "model"]
    started, used = time.monotonic(), children_cpu_seconds()
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
    epochs = epoch_seconds(marks)
    training = Training(
        extent=extent,
        seconds=round(seconds, 1),
        cpu_seconds=round(children_cpu_seconds() - used, 1),
        epoch_seconds=epochs,
        seconds_at_full=round(at_full(seconds, epochs, extent), 1),
        extrapolated=not extent.is_full,
    )
    known.write_text(json.dumps(asdict(training), indent=2))
    return training


def model_of(project: Path) -> Path:
    """The trained archive of a project."""
    return project / "models" / "model.tar.gz"


def epoch_seconds(marks: Iterable[tuple[float, str]]) -> dict[str, float]:
    """Seconds an epoch of each component, from Rasa's progress with the time each line came at.

    The first epoch is left out, as it includes the building of the graph, paid once.
    """
    component = ""
    ends: dict[str, dict[int, float]] = {}
    for at, line in marks:
        if started := _STARTED.search(line):
            component = started[1]
        elif epoch := _EPOCH.search(line):
            ends.setdefault(component, {}).setdefault(int(epoch[1]), at)
    return {
        name: round((done[max(done)] - done[1]) / (max(done) - 1), 2)
        for name, done in ends.items()
        if max(done) > 1
    }


def at_full(seconds: float, epochs: dict[str, float], training: Extent) -> float:
    """Seconds a training of all epochs on all examples would take.

    Epochs of a component cost alike, and those of DIET grow with the examples; what is paid once
    (imports, features, graphs) is taken as measured.
    """
    diet = sum(epochs.get(name, 0.0) for name in _DIET)
    policies = sum(seconds for name, seconds in epochs.items() if name not in _DIET)
    scale = training.all_examples / training.examples
    return (
        seconds
        + diet * (EPOCHS * scale - training.epochs)
        + policies * (EPOCHS - training.policy_epochs)
    )


def _env(more: dict[str, str] | None = None) -> dict[str, str]:
    return os.environ | QUIET | (more or {})


def _write(file: Path, content: object) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yml")):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(file.read_bytes())
    for package in ("rasa", "tensorflow_cpu"):
        found = STOCK_ENVIRONMENT.glob(f"lib/*/site-packages/{package}-*.dist-info")
        digest.update(next(found).name.encode())
    return digest.hexdigest()[:12]
