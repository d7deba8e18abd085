"""Wished end of an account, as a customer says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What an account's end is tied to."""

    SOONEST = "soonest"
    BALANCE_USED = "balance_used"
    PERIOD_END = "period_end"
    DATE = "date"


class Bound(StrEnum):
    """How a wished date is meant: on that day, or on it or later."""

    AT = "at"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True)
class EndWish:
    """The end that a customer wishes; made by ``on``, ``not_before`` and ``parse``.

    A ``day`` belongs to a date, and to nothing else. That is not checked here, so that a row
    changed by hand can be read, and found by the check of the ledger.
    """

    kind: End = End.SOONEST
    day: dt.date | None = None
    bound: Bound = Bound.AT

    @classmethod
    def on(cls, day: dt.date) -> EndWish:
        """Wish for an end on that day."""
        return cls(End.DATE, day)

    @classmethod
    def not_before(cls, day: dt.date) -> EndWish:
        """Wish for the earliest possible end from that day on."""
        return cls(End.DATE, day, Bound.NOT_BEFORE)

    @classmethod
    def parse(cls, text: str, bound: str = Bound.AT) -> EndWish:
        """Read what ``code`` returned: an ISO date, ``soonest``, ``balance_used``, ``period_end``.

        ``bound`` is ignored except for a date.

        Raises:
            ValueError: the text is none of these.
        """
        if text != End.DATE and text in set(End):
            return cls(End(text))
        return cls(End.DATE, dt.date.fromisoformat(text), Bound(bound))

    @property
    def code(self) -> str:
        """Return the wish as a word: an ISO date, or the name of its kind."""
        return self.day.isoformat() if self.day else self.kind.value


SOONEST = EndWish()
BALANCE_USED = EndWish(End.BALANCE_USED)
PERIOD_END = EndWish(End.PERIOD_END)
