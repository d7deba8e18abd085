"""Building blocks of the closed grammar: every word is followed by one space."""

from __future__ import annotations


def word(alternatives: str) -> str:
    """One of the words or phrases that a bar separates."""
    return f"(?:{alternatives}) "


def either(*phrases: str) -> str:
    """One of several phrases."""
    return f"(?:{'|'.join(phrases)})"


def optional(phrase: str) -> str:
    """A phrase that may be missing."""
    return f"(?:{phrase})?"


def some(phrase: str) -> str:
    """A phrase any number of times, also none."""
    return f"(?:{phrase})*"
