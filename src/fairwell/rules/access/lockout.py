"""Backoff after wrong passwords: a few are free, then the wait doubles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """``free`` failures cost nothing, the next ``first``, then doubling up to ``longest``."""

    free: int
    first: dt.timedelta
    longest: dt.timedelta

    def wait(self, failures: int) -> dt.timedelta:
        """Compute the wait after this many failures in a row."""
        over = failures - self.free
        if over < 0:
            return dt.timedelta(0)
        return min(self.first * (1 << min(over, 20)), self.longest)


# NIST SP 800-63B, section 3.2.2 allows a hundred; backoff stays far below that within a day,
# and somebody else's guesses do not lock a user out for good.
OF_USER = Backoff(free=5, first=dt.timedelta(seconds=30), longest=dt.timedelta(minutes=15))
# A whole office may share one address.
OF_ADDRESS = Backoff(free=20, first=dt.timedelta(minutes=1), longest=dt.timedelta(hours=1))
FORGOTTEN_AFTER = dt.timedelta(days=1)  # without another failure
