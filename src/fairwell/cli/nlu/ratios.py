"""Rounded ratios; ``None`` where there is nothing to measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def share(flags: Iterable[bool]) -> float | None:
    """Return the share of true flags."""
    known = list(flags)
    return ratio(sum(known), len(known))


def ratio(part: int, whole: int) -> float | None:
    """Divide counts."""
    return round(part / whole, 4) if whole else None


def mean(values: Sequence[float]) -> float | None:
    """Average the values."""
    return round(sum(values) / len(values), 4) if values else None
