"""Asking a model from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from engine_process import environment


def run(bot: Path, model: str, texts: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fairwell_engine.parse", "--model", model],
        cwd=bot,
        env=environment(bot),
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_texts_from_standard_input_are_understood(bot: Path, model: Path) -> None:
    done = run(bot, str(model), ["guten Tag", "482913"])

    greeting, code = json.loads(done.stdout)
    assert greeting["intent"]["name"] == greeting["ranking"][0]["name"] == "greet"
    assert code["entities"] == [{"entity": "code", "value": "482913", "start": 0, "end": 6}]


def test_a_missing_model_is_named(bot: Path) -> None:
    done = run(bot, "nowhere.tar.gz", [])

    assert done.returncode == 2
    assert "nowhere.tar.gz" in done.stderr
