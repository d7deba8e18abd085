"""Schedule of turns and conversations, the same for all systems."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Literal

Kind = Literal["form", "question", "talk"]
Language = Literal["de", "en"]

TURNS = 6
# 40 % requests by form, 30 % questions with lookups, 30 % general questions and talk.
_TEN: tuple[Kind, ...] = ("form",) * 4 + ("question",) * 3 + ("talk",) * 3
# Seconds between two turns of one conversation in the open loop.
PAUSE = 1.0


def conversations(seed: int) -> Iterator[tuple[Kind, Language]]:
    """An endless mix; every ten hold the stated shares, every twenty both languages alike."""
    rng = random.Random(seed)
    while True:
        twenty: list[tuple[Kind, Language]] = [
            *((kind, "de") for kind in _TEN),
            *((kind, "en") for kind in _TEN),
        ]
        rng.shuffle(twenty)
        yield from twenty


def arrivals(turns_per_second: float, seconds: float) -> list[float]:
    """When conversations begin so that, once the first have ended, turns are due at the rate.

    Fixed distances: the load does not wait for a slow answer, so its delay is seen
    (no coordinated omission).
    """
    distance = TURNS / turns_per_second
    return [number * distance for number in range(int(seconds / distance) + 1)]


def due(arrival: float) -> list[float]:
    """When the turns of a conversation that begins at ``arrival`` are due."""
    return [arrival + turn * PAUSE for turn in range(TURNS)]


def thinking(rng: random.Random, mean: float) -> float:
    """Seconds a person thinks before writing: exponential, capped at five times the mean."""
    return min(rng.expovariate(1 / mean), 5 * mean) if mean else 0.0
