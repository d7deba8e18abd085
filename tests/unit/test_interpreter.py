"""How a part that serves sets Python up."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import gc, sys
from fairwell.processes.interpreter import settle
kept = [[number] for number in range(1000)]
settle()
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] > 700, sys.getswitchinterval() < 0.005)
"""


def test_what_is_loaded_is_left_alone_and_threads_hand_over_sooner() -> None:
    seen = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)

    assert seen.stdout.split() == ["True", "True", "True"]
