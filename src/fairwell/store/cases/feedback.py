"""Anonymous feedback: a score and a free text, without any trace of who gave them."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy.orm import Session

from fairwell.store.cases.tables import FeedbackRow

MAX_WORDS = 1000


class FeedbackScores:
    """The ``feedback`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, score: int, language: str, today: dt.date) -> str:
        """Record a score of 1 to 5; return the row's random id.

        Raises:
            ValueError: the score is out of range.
        """
        if not 1 <= score <= 5:
            raise ValueError("a score is a whole number from 1 to 5")
        row_id = secrets.token_hex(16)
        row = FeedbackRow(id=row_id, given_on=today, language=language, score=score, words=None)
        self._session.add(row)
        return row_id

    def add_words(self, row_id: str, words: str) -> None:
        """Record the free text of a score, cut to ``MAX_WORDS``; ignore an unknown id."""
        row = self._session.get(FeedbackRow, row_id)
        if row is not None:
            row.words = words[:MAX_WORDS]
