"""Customers' feedback on the assistant, stored apart from who they are."""

from __future__ import annotations

from fairwell.services.context import Context


def keep_score(score: int, language: str, app: Context) -> str:
    """Store a score of 1 to 5; return the id for the free text."""
    now = app.clock()
    with app.store.begin() as work:
        return work.feedback.add(score, language, now.date())


def keep_words(row_id: str, words: str, app: Context) -> None:
    """Store the free text that goes with a score."""
    with app.store.begin() as work:
        work.feedback.add_words(row_id, words)
