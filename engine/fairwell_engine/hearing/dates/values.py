"""Values of phrases: days, with other readings, and the arithmetic of months that they share."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from fairwell_engine.hearing.dates.words import MONTHS, ORDINALS, Word


@dataclass(frozen=True, slots=True)
class DateSetting:
    """What a date is reckoned from."""

    today: date
    language: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A date with its other readings; ``first`` is the first day of a month named as a whole."""

    day: date
    others: tuple[date, ...] = ()
    first: date | None = None


class NoDate(Exception):
    """No such day."""


def days_in(words: list[Word]) -> list[int]:
    """List the days of a month that are named, as numbers or in words."""
    named = (
        int(w.text) if w.cls == "D" else ORDINALS.get(w.text)
        for w in words
        if w.cls in {"D", "ORD"}
    )
    return [day for day in named if day]


def year_in(words: list[Word]) -> int | None:
    """Find a year of four digits."""
    return next((int(w.text) for w in words if w.cls == "YEAR"), None)


def on(day: int, month: int, year: int | None, setting: DateSetting) -> Value:
    """Reckon a day of a month; without a year it is the next from today.

    Customers write 31.11. for the end of November: the last day then, or else the day after.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise NoDate
    if year is not None and year < 100:
        year += 2000
    first = date(year or setting.today.year, month, 1)
    last = monthrange(first.year, month)[1]
    if year is None and first.replace(day=min(day, last)) < setting.today:
        first = first.replace(year=first.year + 1)
        last = monthrange(first.year, month)[1]
    if day > last:
        return Value(first.replace(day=last), (first.replace(day=last) + timedelta(1),))
    return Value(first.replace(day=day))


def last_of(first: date) -> date:
    """Find the last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_in(words: list[Word], setting: DateSetting) -> date:
    """Find the first day of the month that is named; without a year the one that ends next."""
    named = [w for w in words if w.cls == "MONTH"]
    year = year_in(words)
    month = MONTHS[named[0].text] if named else days_in(words)[0]
    if year is None:
        year = setting.today.year + (month < setting.today.month)
    return date(year, month, 1)
