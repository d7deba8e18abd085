"""Trained models: which fits the current data, which is served, and training a new one."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from fairwell import paths
from fairwell.config import LIVE_MODEL, Settings
from fairwell.processes.parts import ENGINE_PYTHON

# What a model is made from; a change in any of these asks for a new one.
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "engine/fairwell_engine",
    "engine/uv.lock",  # pins the sentence encoder, a package
)


class TrainingFailed(RuntimeError):
    """The trainer ended with an error, which it has printed."""


def fingerprint() -> str:
    """Return a short hash over everything a model is made from."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        root = paths.ROOT / source
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.name.startswith("test_"):  # test stories: nothing is trained from them
                continue
            if file.suffix in {".yml", ".py", ".lock"}:
                digest.update(str(file.relative_to(paths.ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder() -> Path:
    """Return the folder of the archives."""
    return Settings().models_folder


def fitting() -> str:
    """Return the name of the archive trained from the current data, if it is there."""
    return f"fairwell-{fingerprint()}.tar.gz"


def current() -> Path | None:
    """Return the archive trained from the current data, if it is there."""
    found = folder() / fitting()
    return found if found.is_file() else None


def archives() -> list[Path]:
    """Return all archives, in the order in which the engine tries them."""
    found = [file for file in folder().glob("*.tar.gz") if not file.name.startswith(".")]
    fits = fitting()
    return sorted(found, key=lambda file: (file.name == fits, file.stat().st_mtime), reverse=True)


def newest() -> Path | None:
    """Return the archive that the engine tries first."""
    return next(iter(archives()), None)


@dataclass(frozen=True)
class Served:
    """The model that the engine reports as served, and why it could not load others."""

    model: str | None
    skipped: dict[str, str]


def forget_served(home: Path) -> None:
    """Delete, before a start, what an earlier run served: it says nothing about this one."""
    (home / LIVE_MODEL).unlink(missing_ok=True)


def served(home: Path) -> Served | None:
    """Return what the engine serves; ``None`` until it has decided."""
    try:
        said = json.loads((home / LIVE_MODEL).read_text(encoding="utf-8"))
        return Served(said["model"], said["skipped"])
    except (OSError, ValueError, KeyError):
        return None


def live(home: Path) -> Path | None:
    """Return the archive that is served, or, while nothing runs, the one to be tried first."""
    from fairwell.processes.supervisor import is_running

    now = served(home) if is_running(home) else None
    if now is None:
        return newest()
    return folder() / now.model if now.model else None


def train() -> Path:
    """Train from the current data; the archive appears under its name only when complete.

    Raises:
        TrainingFailed: the data or the environment is at fault; details were printed.
    """
    target = folder() / fitting()
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT / "engine")}
    done = subprocess.run(
        [str(ENGINE_PYTHON), "-m", "fairwell_engine.train", "--out", str(target)],
        cwd=paths.ROOT,
        env=environment,
        check=False,
    )
    if done.returncode or not target.is_file():
        raise TrainingFailed("training failed: see the lines above")
    return target
