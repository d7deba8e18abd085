"""Parsing of messages by a trained model, outside a conversation."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairwell import paths
from fairwell.cli.console import err
from fairwell.cli.nlu.intents import Prediction
from fairwell.processes import model
from fairwell.processes.parts import ENGINE_PYTHON
from fairwell.processes.supervisor import is_running


class CannotParse(RuntimeError):
    """The engine could not be asked; the message says what to do."""


@dataclass(frozen=True)
class ParseRequest:
    """A message, and what hearing may know of its conversation."""

    text: str
    asked: str | None = None
    today: str | None = None
    country: str | None = None
    page: str | None = None
    """The kind of request on the page shown; where it is not known, the question asked."""


def ask_live_model(requests: Sequence[ParseRequest], home: Path) -> list[dict[str, Any]]:
    """Return what the live model hears in each message; warn if it is older than the data.

    Raises:
        CannotParse: there is no model, or the engine could not be asked.
    """
    archive = model.live(home)
    if archive is None:
        raise CannotParse("there is no model yet: run `make train` first")
    if archive != model.current():
        err.print(f"{archive.name} is older than the data: `make train` makes a new one")
    # While nothing runs, the one that the next start would serve: the first that loads.
    served = model.served(home) if is_running(home) else None
    return parse(requests, archive if served else model.folder())


def parse(requests: Sequence[ParseRequest], place: Path) -> list[dict[str, Any]]:
    """Return what a model hears in each message: intent, ranking, entities, acts and so on.

    ``place`` is an archive, or a folder: the engine tries its archives in its own order.

    Raises:
        CannotParse: the engine is not installed or ended with an error.
    """
    command = [str(ENGINE_PYTHON), "-m", "fairwell_engine.parse", "--model", str(place)]
    if place.is_dir():
        command += ["--prefer", model.fitting()]
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT / "engine")}
    try:
        done = subprocess.run(
            command,
            cwd=paths.ROOT,
            env=environment,
            input=json.dumps([asdict(request) for request in requests]),
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise CannotParse("the engine is not installed: run `make install`") from error
    if done.returncode:
        raise CannotParse(done.stderr.strip().splitlines()[-1] if done.stderr else "no answer")
    for line in done.stderr.splitlines():
        if line.startswith("nlu: "):  # a model that does not load
            err.print(line.removeprefix("nlu: "), style="yellow", markup=False)
    parsed: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return parsed


def prediction_of(parsed: Mapping[str, Any]) -> Prediction:
    """Return the decision and the ranking of one parsed text."""
    ranking = tuple(item["name"] for item in parsed["ranking"] if item["name"] != "nlu_fallback")
    intent = parsed["intent"]
    return Prediction(intent["name"] or "", float(intent["confidence"] or 0.0), ranking)
