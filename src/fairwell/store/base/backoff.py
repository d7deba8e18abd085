"""Exponential backoff with jitter between attempts to deliver to another system."""

from __future__ import annotations

import datetime as dt
import random


def pause_after(attempts: int, first: float, longest: float) -> dt.timedelta:
    """Return the pause: ``first`` seconds, doubled after each attempt, at most ``longest``.

    Jitter spreads the retries of what failed at the same time.
    """
    doublings = min(attempts - 1, 20)  # far past the limit; 2**1100 would overflow a float
    jitter = random.uniform(0.8, 1.2)  # noqa: S311
    return dt.timedelta(seconds=min(first * 2**doublings * jitter, longest))
