"""Growing pauses between attempts to hand something to another system."""

from __future__ import annotations

import datetime as dt
import random


def pause_after(attempts: int, first: float, longest: float) -> dt.timedelta:
    """``first`` seconds, twice as long each time, at most ``longest``.

    With jitter, so that what failed together is not all sent again at one moment.
    """
    doublings = min(attempts - 1, 20)  # far past the limit; 2**1100 would be no float
    jitter = random.uniform(0.8, 1.2)  # noqa: S311
    return dt.timedelta(seconds=min(first * 2**doublings * jitter, longest))
