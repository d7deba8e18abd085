"""Work that grows in step with a text, measured in time of the processor, not of the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

# Less is lost in the noise of a busy machine.
_LEAST = 0.001


def assert_grows_in_step(work: Callable[[str], object], piece: str, longest: int) -> None:
    """Ten times the text takes about ten times as long; quadratic work takes a hundred times."""
    short, long = (_seconds(work, (piece * length)[:length]) for length in (longest // 10, longest))

    assert long < 40 * max(short, _LEAST), f"{short:.4f} s, ten times as long {long:.4f} s"


def _seconds(work: Callable[[str], object], text: str) -> float:
    """The best of three tries, since others use the machine too."""
    tries = []
    for _ in range(3):
        started = time.process_time()
        work(text)
        tries.append(time.process_time() - started)
    return min(tries)
