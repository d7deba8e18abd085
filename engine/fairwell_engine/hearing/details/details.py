"""The details a customer states, found by rules, never learned."""

from __future__ import annotations

from functools import lru_cache

from fairwell_engine.hearing.details.finders import (
    Found,
    find_codes,
    find_dates,
    find_emails,
    find_references,
    without_overlaps,
)
from fairwell_engine.hearing.details.user_names import find_user_names


# Of the message in hand only: it is asked for by the matcher, the n-grams and the encoder in turn.
@lru_cache(maxsize=2)
def find_details(text: str) -> tuple[Found, ...]:
    """All details in the order they stand in; a part of one detail is never another."""
    finders = (find_emails, find_references, find_dates, find_codes, find_user_names)
    return tuple(
        without_overlaps((detail for finder in finders for detail in finder(text)), len(text))
    )
