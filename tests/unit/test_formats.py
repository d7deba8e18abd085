"""Dates, times, money and lists as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.i18n import formats
from tests.support.tables import table

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc]


@table(
    "day, german, english",
    [
        (dt.date(2026, 11, 23), "23. November 2026", "November 23, 2026"),
        (dt.date(2028, 2, 29), "29. Februar 2028", "February 29, 2028"),
        (dt.date(2027, 1, 1), "1. Januar 2027", "January 1, 2027"),
        (dt.date(2026, 3, 31), "31. März 2026", "March 31, 2026"),
    ],
)
def test_a_date_is_written_in_words(day: dt.date, german: str, english: str) -> None:
    assert formats.date(day, "de") == german
    assert formats.date(day, "en") == english


@table(
    "moment, zone, german",
    [
        (utc(2026, 11, 23, 9, 42), BERLIN, "23. November 2026, 10:42 Uhr (MEZ)"),
        (utc(2026, 7, 1, 9, 5), BERLIN, "1. Juli 2026, 11:05 Uhr (MESZ)"),
        (utc(2026, 12, 31, 23, 30), BERLIN, "1. Januar 2027, 00:30 Uhr (MEZ)"),
        # The night clocks go forward, and the hour that comes twice when they go back.
        (utc(2026, 3, 29, 0, 59), BERLIN, "29. März 2026, 01:59 Uhr (MEZ)"),
        (utc(2026, 3, 29, 1, 0), BERLIN, "29. März 2026, 03:00 Uhr (MESZ)"),
        (utc(2026, 10, 25, 0, 30), BERLIN, "25. Oktober 2026, 02:30 Uhr (MESZ)"),
        (utc(2026, 10, 25, 1, 30), BERLIN, "25. Oktober 2026, 02:30 Uhr (MEZ)"),
        (utc(2026, 11, 23, 9, 42), "UTC", "23. November 2026, 09:42 Uhr (UTC)"),
    ],
)
def test_a_moment_in_german_names_its_zone(moment: dt.datetime, zone: str, german: str) -> None:
    assert formats.moment(moment, zone, "de") == german


@table(
    "moment, zone, english",
    [
        (utc(2026, 11, 23, 9, 42), NEW_YORK, "November 23, 2026, 4:42 AM (EST)"),
        (utc(2026, 7, 1, 18, 5), NEW_YORK, "July 1, 2026, 2:05 PM (EDT)"),
        (utc(2026, 3, 8, 6, 59), NEW_YORK, "March 8, 2026, 1:59 AM (EST)"),
        (utc(2026, 3, 8, 7, 0), NEW_YORK, "March 8, 2026, 3:00 AM (EDT)"),
        (utc(2026, 11, 1, 5, 30), NEW_YORK, "November 1, 2026, 1:30 AM (EDT)"),
        (utc(2026, 11, 1, 6, 30), NEW_YORK, "November 1, 2026, 1:30 AM (EST)"),
        (utc(2026, 11, 23, 3, 0), NEW_YORK, "November 22, 2026, 10:00 PM (EST)"),
    ],
)
def test_a_moment_in_english_names_its_zone(moment: dt.datetime, zone: str, english: str) -> None:
    assert formats.moment(moment, zone, "en") == english


@given(
    st.datetimes(timezones=st.just(dt.UTC)).filter(lambda m: 2 <= m.year <= 9998),
    st.sampled_from([BERLIN, NEW_YORK, "Europe/London", "Asia/Kolkata"]),
    st.sampled_from(["de", "en"]),
)
def test_every_moment_ends_with_a_zone_and_has_only_plain_spaces(
    moment: dt.datetime, zone: str, language: str
) -> None:
    text = formats.moment(moment, zone, language)

    assert text.endswith(")")
    assert text.rpartition("(")[2] != ")"
    assert not any(sign.isspace() and sign != " " for sign in text)


@table(
    "amount, currency, german, english",
    [
        (5, "USD", "5 $", "$5"),
        (10, "GBP", "10 £", "£10"),
        (20, "EUR", "20 €", "€20"),
        (0, "USD", "0 $", "$0"),
        (1200, "USD", "1.200 $", "$1,200"),
    ],
)
def test_whole_money_has_no_cents(amount: int, currency: str, german: str, english: str) -> None:
    assert formats.whole_money(amount, currency, "de") == german
    assert formats.whole_money(amount, currency, "en") == english


@table(
    "cents, currency, german, english",
    [
        (8400, "USD", "84,00 $", "$84.00"),
        (5, "EUR", "0,05 €", "€0.05"),
        (12600, "GBP", "126,00 £", "£126.00"),
        (123456789, "USD", "1.234.567,89 $", "$1,234,567.89"),
        (0, "USD", "0,00 $", "$0.00"),
    ],
)
def test_cents_are_never_rounded_away(cents: int, currency: str, german: str, english: str) -> None:
    assert formats.minor_money(cents, currency, "de") == german
    assert formats.minor_money(cents, currency, "en") == english


@given(st.integers(0, 10**12))
def test_money_keeps_every_cent(cents: int) -> None:
    digits = "".join(sign for sign in formats.minor_money(cents, "EUR", "de") if sign.isdigit())

    assert int(digits) == cents


def test_numbers_and_lists_follow_the_language() -> None:
    assert formats.number(12500, "de") == "12.500"
    assert formats.number(12500, "en") == "12,500"
    assert formats.either(["5 $", "5 £"], "de") == "5 $ oder 5 £"
    assert formats.either(["a", "b", "c"], "en") == "a, b, or c"
    assert formats.listed(["a", "b", "c"], "de") == "a, b und c"
    assert formats.listed(["a", "b", "c"], "en") == "a, b, and c"
    assert formats.listed(["a"], "de") == "a"


def test_an_unknown_language_is_an_error_and_not_english() -> None:
    with pytest.raises(KeyError):
        formats.date(dt.date(2026, 11, 23), "fr")
