"""Reckoning of days from today: "Ende März", "in drei Monaten", "next Friday", "Silvester"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from fairwell_engine.hearing.dates import written
from fairwell_engine.hearing.dates.values import (
    DateSetting,
    NoDate,
    Value,
    days_in,
    last_of,
    month_in,
    on,
    year_in,
)
from fairwell_engine.hearing.dates.words import NUMBERS, WEEKDAYS, Word


def resolve(kind: str, words: list[Word], setting: DateSetting) -> Value | None:
    """Reckon the date that a phrase of ``kind`` names; None if there is no such day."""
    try:
        return _RESOLVERS[kind](words, setting)
    except (NoDate, ValueError, OverflowError):
        return None


def _next_day(words: list[Word], setting: DateSetting) -> Value:
    wanted = days_in(words)[0]
    month = setting.today.replace(day=1)
    if any(w.cls == "THIS" for w in words):
        return Value(month.replace(day=wanted))
    while wanted > last_of(month).day or month.replace(day=wanted) < setting.today:
        month += relativedelta(months=1)
    return Value(month.replace(day=wanted))


def _day_of_next_month(words: list[Word], setting: DateSetting) -> Value:
    month = setting.today.replace(day=1) + relativedelta(months=1)
    return Value(month.replace(day=min(days_in(words)[0], last_of(month).day)))


def _whole(first: date) -> Value:
    return Value(last_of(first), (first,), first)


def _months_on(setting: DateSetting, months: int) -> date:
    first: date = setting.today.replace(day=1) + relativedelta(months=months)
    return first


def _quarter(setting: DateSetting, ahead: int) -> date:
    month = (setting.today.month - 1) // 3 * 3 + 3
    return last_of(setting.today.replace(day=1, month=month) + relativedelta(months=3 * ahead))


def _named_quarter(words: list[Word], setting: DateSetting) -> Value:
    number = days_in(words)[0]
    if number > 4:
        raise NoDate
    year = year_in(words)
    end = last_of(date(year or setting.today.year, number * 3, 1))
    if year is None and end < setting.today:
        end = last_of(date(end.year + 1, number * 3, 1))
    return Value(end)


def _number(words: list[Word]) -> int:
    for word in words:
        if word.text.isdecimal():
            return int(word.text)
        if word.text in {"couple", "paar"}:
            return 2
    return next((NUMBERS[w.text] for w in words if w.cls == "W"), 1)


def _later(words: list[Word], setting: DateSetting) -> Value:
    unit = next(w.cls for w in words if w.cls in {"DAYS", "WEEKS", "MONTHS", "YEARS"})
    count = _number(words)
    if count > 400 or any(w.text == "paar" for w in words):
        raise NoDate
    return Value(setting.today + relativedelta(**{unit.lower(): count}))


def _weekday(words: list[Word], setting: DateSetting, weeks: int = 0) -> Value:
    ahead = (next(WEEKDAYS[w.text] for w in words if w.cls == "WDAY") - setting.today.weekday()) % 7
    return Value(setting.today + timedelta((ahead or 7) + 7 * weeks))


def _next_weekday(words: list[Word], setting: DateSetting) -> Value:
    """Reckon "next Friday": the next that comes; said on a Monday it may be the one after."""
    near = _weekday(words, setting).day
    if near.isocalendar()[1] == setting.today.isocalendar()[1]:
        return Value(near, (near + timedelta(7),))
    return Value(near)


def _monday(setting: DateSetting, weeks: int) -> date:
    return setting.today + timedelta(7 * weeks - setting.today.weekday())


def _weekday_of_next_week(words: list[Word], setting: DateSetting) -> Value:
    wanted = next(WEEKDAYS[w.text] for w in words if w.cls == "WDAY")
    return Value(_monday(setting, 1) + timedelta(wanted))


def _easter(setting: DateSetting) -> date:
    days: list[date] = [easter(setting.today.year + ahead) for ahead in (0, 1)]
    return next(day for day in days if day >= setting.today)


def _new_year(year: int) -> Value:
    return Value(date(year, 1, 1), (), date(year, 1, 1))


def _year_on(setting: DateSetting, words: list[Word], years: int = 0) -> int:
    return year_in(words) or setting.today.year + years


_Resolver = Callable[[list[Word], DateSetting], Value]
_RESOLVERS: dict[str, _Resolver] = {
    "dotted": written.dotted,
    "iso": written.iso,
    "slashed": written.slashed,
    "spaced": written.spaced,
    "named": written.named_day,
    "day_of_month": _next_day,
    "day_of_next_month": _day_of_next_month,
    "end_of_named": lambda w, s: Value(last_of(month_in(w, s))),
    "start_of_named": lambda w, s: on(1, month_in(w, s).month, year_in(w), s),
    "middle_of_named": lambda w, s: on(15, month_in(w, s).month, year_in(w), s),
    "month": lambda w, s: _whole(month_in(w, s)),
    "next_month": lambda _words, s: _whole(_months_on(s, 1)),
    "month_after_next": lambda _words, s: _whole(_months_on(s, 2)),
    "start_of_next_month": lambda _words, s: Value(_months_on(s, 1)),
    "middle_of_month": lambda _words, s: Value(_months_on(s, s.today.day > 15).replace(day=15)),
    "middle_of_next_month": lambda _words, s: Value(_months_on(s, 1).replace(day=15)),
    "month_end": lambda _words, s: Value(last_of(s.today)),
    "end_of_next_month": lambda _words, s: Value(last_of(_months_on(s, 1))),
    "end_of_month_after_next": lambda _words, s: Value(last_of(_months_on(s, 2))),
    "quarter_end": lambda _words, s: Value(_quarter(s, 0)),
    "end_of_next_quarter": lambda _words, s: Value(_quarter(s, 1)),
    "end_of_quarter": _named_quarter,
    "year_end": lambda _words, s: Value(date(s.today.year, 12, 31)),
    "end_of_next_year": lambda _words, s: Value(date(s.today.year + 1, 12, 31)),
    "end_of_year": lambda w, s: Value(date(_year_on(s, w), 12, 31)),
    "next_year": lambda w, s: _new_year(_year_on(s, w, 1)),
    "end_of_week": lambda _words, s: Value(_monday(s, 0) + timedelta(6)),
    "end_of_next_week": lambda _words, s: Value(_monday(s, 1) + timedelta(6)),
    "next_week": lambda _words, s: Value(_monday(s, 1), (_monday(s, 1) + timedelta(6),)),
    "later": _later,
    "half_a_year_later": lambda _words, s: Value(s.today + relativedelta(months=6)),
    "quarter_later": lambda _words, s: Value(s.today + relativedelta(months=3)),
    "boxing_day": lambda _words, s: on(26, 12, None, s),
    "fortnight_later": lambda _words, s: Value(s.today + timedelta(14)),
    "today": lambda _words, s: Value(s.today),
    "tomorrow": lambda _words, s: Value(s.today + timedelta(1)),
    "day_after_tomorrow": lambda _words, s: Value(s.today + timedelta(2)),
    "weekday": _weekday,
    "this_weekday": _weekday,
    "next_weekday": _next_weekday,
    "weekday_after": lambda w, s: _weekday(w, s, 1),
    "weekday_of_next_week": _weekday_of_next_week,
    "christmas_eve": lambda _words, s: on(24, 12, None, s),
    "christmas": lambda _words, s: on(25, 12, None, s),
    "new_years_eve": lambda _words, s: on(31, 12, None, s),
    "new_year": lambda _words, s: on(1, 1, None, s),
    "easter": lambda _words, s: Value(_easter(s)),
}
