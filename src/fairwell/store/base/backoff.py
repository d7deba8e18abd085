"""Exponential backoff with jitter between attempts to deliver to another system."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import ColumnElement, or_

FARTHEST = dt.timedelta(hours=2)  # longer than any pause or lease


def has_come(at: Any, now: dt.datetime) -> ColumnElement[bool]:
    """Match a time that has come, or that a wrong clock wrote: no pause lasts that long."""
    return or_(at <= now, at > now + FARTHEST)


def pause_after(attempts: int, first: float, longest: float) -> dt.timedelta:
    """Return the pause: ``first`` seconds, doubled after each attempt, at most ``longest``.

    Jitter spreads the retries of what failed at the same time.
    """
    doublings = min(attempts - 1, 20)  # far past the limit; 2**1100 would overflow a float
    jitter = random.uniform(0.8, 1.2)  # noqa: S311
    return dt.timedelta(seconds=min(first * 2**doublings * jitter, longest))
