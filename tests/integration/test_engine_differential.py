"""The fast parts of the engine say and keep what Rasa's own would, over random conversations."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.processes import model
from fairwell.processes.parts import ENGINE_PYTHON
from tests.support.product import Product

TURNS = 1_080  # twelve rounds of three conversations with thirty turns


@pytest.mark.timeout(400)
def test_a_thousand_random_turns_are_answered_as_rasa_answers_them(
    product: Product, tmp_path: Path
) -> None:
    trained = model.current()
    assert trained is not None
    driver = paths.ROOT / "engine" / "tests" / "differential.py"
    arguments = [trained, product.setting("engine", "actions_url"), tmp_path, TURNS, 1]

    run = subprocess.run(
        [ENGINE_PYTHON, driver, *map(str, arguments)],
        env=os.environ
        | {
            "PYTHONPATH": str(paths.ROOT / "engine"),
            "FAIRWELL_ACTIONS_KEY": product.setting("engine", "actions_key"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    *differences, counts = map(json.loads, run.stdout.splitlines())
    assert differences == []
    assert counts["turns"] >= 1_000
    # They met what is hard: forms, questions in between, and messages nobody understands.
    assert counts["in_form"] > 300
    assert counts["interrupted"] > 50
    assert counts["fallback"] > 5
    assert counts["circles"] == 0
