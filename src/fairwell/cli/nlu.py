"""Asks the live model what it understands, outside a conversation."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from fairwell import paths
from fairwell.cli.evaluation import Labelled, Prediction
from fairwell.processes.parts import ENGINE_PYTHON


class CannotParse(RuntimeError):
    """The engine could not be asked; the message says what to do."""


class BadLabels(ValueError):
    """A file of labelled messages is broken; the message names file and line."""


def parse(texts: list[str], model: Path) -> list[dict[str, Any]]:
    """What the model makes of each text: ``{"intent", "ranking", "entities"}``.

    Raises:
        CannotParse: the engine is not installed or ended with an error.
    """
    command = [str(ENGINE_PYTHON), "-m", "fairwell_engine.parse", "--model", str(model)]
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
    parsed: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return parsed


def prediction_of(parsed: dict[str, Any]) -> Prediction:
    """The decision and the ranking of one parsed text."""
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
