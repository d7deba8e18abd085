"""Formats of dates, times, money and lists, in German and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

_LOCALES = {"de": "de_DE", "en": "en_US"}


def locale_of(language: str) -> str:
    """Map a language of the product to Babel's locale."""
    return _LOCALES[language]


def date(value: dt.date, language: str) -> str:
    """Format a date in words: ``1. Dezember 2026``, ``December 1, 2026``."""
    return format_date(value, "long", locale=locale_of(language))


def moment(value: dt.datetime, zone: str, language: str) -> str:
    """Format a moment with its zone: ``23. November 2026, 10:42 Uhr (MEZ)``, ``4:42 AM (EST)``."""
    local = value.astimezone(ZoneInfo(zone))
    name = _zone_name(local, language)
    return f"{date(local.date(), language)}, {clock(value, zone, language)} ({name})"


def _zone_name(local: dt.datetime, language: str) -> str:
    """Name a zone as the language does (``MEZ``), else as the zone itself does (``CET``)."""
    name = get_timezone_name(local, width="short", locale=locale_of(language))
    if name[0].isalpha():
        return name
    own = local.tzname() or name
    return own if own[0].isalpha() else f"UTC{own}"


def clock(value: dt.datetime, zone: str, language: str) -> str:
    """Format the time of day in a zone: ``10:42 Uhr``, ``10:42 AM``."""
    local = value.astimezone(ZoneInfo(zone))
    shown = format_time(local, "short", locale=locale_of(language)).replace("\u202f", " ")
    return f"{shown} Uhr" if language == "de" else shown


def duration(value: dt.timedelta, language: str) -> str:
    """Format a duration, to the minute below an hour: ``3 Min.``, ``3 min``, ``1 Std.``."""
    seconds = max(0, int(value.total_seconds()))
    hours, minutes = divmod(seconds // 60, 60)
    parts = [(hours, "duration-hour"), (minutes, "duration-minute")]
    if seconds < 60:
        parts = [(seconds, "duration-second")]
    shown = [
        format_unit(number, unit, length="short", locale=locale_of(language))
        for number, unit in parts
        if number or len(parts) == 1 or (hours == 0 and unit == "duration-minute")
    ]
    return " ".join(shown).replace("\u00a0", " ")


def age(value: dt.timedelta, language: str) -> str:
    """Format a waiting time, in days from two days on: ``3 Tage``, ``3 days``."""
    if value < dt.timedelta(days=2):
        return duration(value, language)
    return format_unit(value.days, "duration-day", "long", locale=locale_of(language))


def months(number: int, language: str) -> str:
    """Format a number of months: ``1 Monat``, ``1 month``."""
    return format_unit(number, "duration-month", "long", locale=locale_of(language))


def whole_money(amount: int, currency: str, language: str) -> str:
    """Format whole units of money: ``5 $``, ``$5``."""
    locale = locale_of(language)
    pattern = "#,##0 ¤" if language == "de" else "¤#,##0"
    return format_currency(
        Decimal(amount), currency, pattern, locale=locale, currency_digits=False
    ).replace("\u00a0", " ")


def minor_money(amount_minor: int, currency: str, language: str) -> str:
    """Format cents as money: ``84,00 $``, ``$84.00``."""
    return format_currency(
        Decimal(amount_minor) / 100, currency, locale=locale_of(language)
    ).replace("\u00a0", " ")


def number(value: int, language: str) -> str:
    """Format a whole number with thousands separators: ``2.500``, ``2,500``."""
    return format_decimal(value, locale=locale_of(language))


def decimal(value: float, language: str) -> str:
    """Format a number with one decimal: ``4,5``, ``4.5``."""
    return format_decimal(value, "#,##0.0", locale=locale_of(language))


def either(parts: Iterable[str], language: str) -> str:
    """Join alternatives: ``a oder b``, ``a or b``."""
    return _list(parts, "or", language)


def listed(parts: Iterable[str], language: str) -> str:
    """Join a list: ``a, b und c``, ``a, b, and c``."""
    return _list(parts, "standard", language)


def _list(parts: Iterable[str], style: Literal["or", "standard"], language: str) -> str:
    return format_list(list(parts), style=style, locale=locale_of(language))


def country(code: str, language: str) -> str:
    """Name a country: ``Deutschland``, ``Germany``; an unknown code stays as it is."""
    return str(Locale.parse(locale_of(language)).territories.get(code, code))
