"""B's model: trained by our own command, on the same examples as A's."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.examples import Example, write_examples
from benchmarks.folders import WORK
from benchmarks.processes import children_cpu_seconds
from fairwell import paths
from fairwell.processes.parts import ENGINE_PYTHON


class OwnFailed(RuntimeError):
    """Our trainer ended with an error, which it has printed."""


@dataclass(frozen=True)
class OwnTraining:
    """Wall time from the start of the command to the finished archive, and its processor time."""

    examples: int
    seconds: float
    cpu_seconds: float


def train_own(examples: Sequence[Example]) -> tuple[OwnTraining, Path]:
    """Train on the examples, with the rest as in the repository.

    Raises:
        OwnFailed: the trainer failed.
    """
    project = WORK / "own"
    shutil.rmtree(project, ignore_errors=True)
    for language in ("de", "en"):
        chosen = [example for example in examples if example.language == language]
        write_examples(chosen, project / "data" / "nlu" / language / "examples.yml")
    shutil.copytree(paths.ROOT / "data" / "rules", project / "data" / "rules")
    for name in ("config.yml", "domain.yml"):
        shutil.copy(paths.ROOT / name, project / name)
    archive = project / "model.tar.gz"
    command = [str(ENGINE_PYTHON), "-m", "fairwell_engine.train"]
    started, used = time.monotonic(), children_cpu_seconds()
    done = subprocess.run(
        [*command, "--root", str(project), "--out", str(archive)],
        cwd=paths.ROOT,
        env=os.environ | {"PYTHONPATH": str(paths.ROOT / "engine")},
        check=False,
    )
    if done.returncode or not archive.is_file():
        raise OwnFailed("our model could not be trained: see the lines above")
    training = OwnTraining(
        examples=len(examples),
        seconds=round(time.monotonic() - started, 1),
        cpu_seconds=round(children_cpu_seconds() - used, 1),
    )
    return training, archive
