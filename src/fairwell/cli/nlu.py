"""Queries to the live model about what it understands, outside a conversation."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from fairwell import paths
from fairwell.cli.console import err
from fairwell.cli.evaluation import Labelled, Prediction
from fairwell.processes import model
from fairwell.processes.parts import ENGINE_PYTHON
from fairwell.processes.supervisor import is_running


class CannotParse(RuntimeError):
    """The engine could not be asked; the message says what to do."""


class BadLabels(ValueError):
    """A file of labelled messages is broken; the message names file and line."""


def ask_live_model(texts: list[str], home: Path) -> list[dict[str, Any]]:
    """Return the live model's reading of each text, see ``parse``; warn if older than the data.

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
    return parse(texts, archive if served else model.folder())


def parse(texts: list[str], place: Path) -> list[dict[str, Any]]:
    """Return a model's reading of each text: ``{"intent", "ranking", "entities"}``.

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
            input=json.dumps(texts),
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


def prediction_of(parsed: dict[str, Any]) -> Prediction:
    """Return the decision and the ranking of one parsed text."""
    ranking = tuple(item["name"] for item in parsed["ranking"] if item["name"] != "nlu_fallback")
    intent = parsed["intent"]
    return Prediction(intent["name"] or "", float(intent["confidence"] or 0.0), ranking)


def read_labelled(path: Path) -> list[Labelled]:
    """Read JSON lines with ``text``, ``intent``, ``lang`` and ``hard``.

    Raises:
        BadLabels: with file and line.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLabels(f"{path}: cannot be read ({type(error).__name__})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            found.append(
                Labelled(
                    text=str(item["text"]),
                    intent=str(item["intent"]),
                    lang=str(item.get("lang", "")),
                    hard=bool(item.get("hard", False)),
                )
            )
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise BadLabels(
                f"{path}:{number}: expected a JSON object with text and intent"
            ) from error
    if not found:
        raise BadLabels(f"{path}: no labelled messages in it")
    return found
