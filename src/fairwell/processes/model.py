"""The trained model that belongs to the current data: found, or trained with progress shown."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from fairwell import paths
from fairwell.processes.parts import ENGINE_PYTHON

# What a model is made from; a change in any of these asks for a new one.
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "engine/fairwell_engine",
    "engine/encoder/student/manifest.json",  # names the encoder by its checksum
    "engine/uv.lock",
)


class TrainingFailed(RuntimeError):
    """The trainer ended with an error, which it has printed."""


def fingerprint() -> str:
    """A short hash over everything a model is made from."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        root = paths.ROOT / source
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.suffix in {".yml", ".py", ".lock", ".npz", ".json"}:
                digest.update(str(file.relative_to(paths.ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def current() -> Path | None:
    """The archive trained from the current data, if it is there."""
    found = paths.MODELS / f"fairwell-{fingerprint()}.tar.gz"
    return found if found.is_file() else None


def newest() -> Path | None:
    """The archive trained last, whatever data it was trained from."""
    archives = sorted(paths.MODELS.glob("fairwell-*.tar.gz"), key=lambda file: file.stat().st_mtime)
    return archives[-1] if archives else None


def train() -> Path:
    """Train from the current data; the archive appears under its name only when complete.

    Raises:
        TrainingFailed: the data or the environment is at fault; details were printed.
    """
    paths.MODELS.mkdir(exist_ok=True)
    target = paths.MODELS / f"fairwell-{fingerprint()}.tar.gz"
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
