"""Dates written out: "31.03.2027", "2027-03-31", "3/31", "31. März"."""

from __future__ import annotations

from datetime import date

from fairwell_engine.hearing.dates.values import DateSetting, NoDate, Value, days_in, on, year_in
from fairwell_engine.hearing.dates.words import MONTHS, Word

# Where 3/4 is the fourth of March; everywhere else that is known, it is the third of April.
_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "FM", "MH", "PW"})
_EITHER_FIRST = frozenset({"CA"})


def dotted(words: list[Word], setting: DateSetting) -> Value:
    """Read "31.03.2027", "31.3.", and "3.31.2027", which can mean only one day."""
    parts = [w for w in words if w.text.isdecimal()]
    year = None
    if len(parts) == 3:
        year = int(parts[2].text)
        if year < 100 and parts[2].start - parts[1].end > 1:
            raise NoDate  # "31.12. 12 Monate"
    day, month = int(parts[0].text), int(parts[1].text)
    if month > 12 and day <= 12 and year is not None:
        day, month = month, day
    if parts[1].start - parts[0].end > 2:
        raise NoDate
    return on(day, month, year, setting)


def iso(words: list[Word], _: DateSetting) -> Value:
    """Read "2027-03-31"."""
    year, month, day = (int(w.text) for w in words if w.text.isdecimal())
    return Value(date(year, month, day))


def slashed(words: list[Word], setting: DateSetting) -> Value:
    """Read "3/31/2027"; which number is the day depends on the country."""
    first, second, *rest = (int(w.text) for w in words if w.text.isdecimal())
    year = rest[0] if rest else None
    if (first, second) == (24, 7) and year is None:
        raise NoDate
    day_first = on(first, second, year, setting) if second <= 12 else None
    month_first = on(second, first, year, setting) if first <= 12 else None
    if day_first is None or month_first is None or day_first == month_first:
        only = day_first or month_first
        if only is None:
            raise NoDate
        return only
    country = (setting.country or "").upper()
    if country in _MONTH_FIRST:
        return month_first
    if country not in _EITHER_FIRST and (country or setting.language == "de"):
        return day_first
    return Value(day_first.day, (month_first.day,))


def spaced(words: list[Word], setting: DateSetting) -> Value:
    """Read "31 03 2027"."""
    day, month, year = (int(w.text) for w in words)
    return on(day, month, year, setting)


def named_day(words: list[Word], setting: DateSetting) -> Value:
    """Read "31. März 27", "March 31st, 2027", "ersten April"."""
    days = days_in(words)
    year = year_in(words)
    short = [w for w in words[1:] if w.cls == "YY" or (w.cls == "D" and len(days) > 1)]
    if short and year is None:
        year = int(short[-1].text)
        if year < setting.today.year % 100:
            raise NoDate
    return on(days[0], _month_named(words), year, setting)


def _month_named(words: list[Word]) -> int:
    return next(MONTHS[w.text] for w in words if w.cls == "MONTH")
