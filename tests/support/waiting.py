"""Waiting for a condition instead of for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY = 0.05


def wait_until(look: Callable[[], T], what: str | Callable[[], str], within: float = 20.0) -> T:
    """The first truthy value that ``look`` gives; fails with ``what`` when none comes in time."""
    deadline = time.monotonic() + within
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > deadline:
            said = what if isinstance(what, str) else what()
            raise AssertionError(f"not within {within:.0f} s: {said}")
        time.sleep(_LOOK_EVERY)
