"""When something has been kept long enough: leap years, clock changes, ends of years and zones."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fairwell import paths
from fairwell.policy.facts import load_facts
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.rules.privacy.retention import RetentionDue, RetentionLimits
from tests.support.tables import table

ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Kiritimati",  # 14 hours ahead of UTC
        "Etc/GMT+12",  # 12 behind
        "Australia/Lord_Howe",  # half an hour of summer time
        "UTC",
    ]
)
START = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)
MOMENTS = st.timedeltas(dt.timedelta(0), dt.timedelta(days=65 * 365)).map(lambda age: START + age)
LIMITS = RetentionLimits(
    transcripts=dt.timedelta(days=30),
    audit=dt.timedelta(days=365),
    case_years=6,
    longer={"CH": 10, "US": 2},
)
TICK = dt.timedelta(microseconds=1)


def local(zone: str, *parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[misc, arg-type]


def is_due(
    declared: dt.datetime, now: dt.datetime, zone: str = "Europe/Berlin", jurisdiction: str = "DE"
) -> bool:
    """As the store decides: a rough limit in SQL, then the rule."""
    due = RetentionDue(now.astimezone(dt.UTC), LIMITS)
    return declared < due.cases and due.case(declared, zone, jurisdiction)


@table(
    "zone, declared, first_day",
    [
        ("Europe/Berlin", (2026, 1, 1, 0, 0), (2033, 1, 1)),
        ("Europe/Berlin", (2026, 12, 31, 23, 59, 59), (2033, 1, 1)),
        ("Europe/Berlin", (2027, 1, 1, 0, 0), (2034, 1, 1)),  # still 2026 in UTC
        ("America/New_York", (2026, 12, 31, 23, 0), (2033, 1, 1)),  # already 2027 in UTC
        ("Europe/Berlin", (2028, 2, 29, 12, 0), (2035, 1, 1)),
        ("Europe/Berlin", (2026, 10, 25, 2, 30), (2033, 1, 1)),  # the hour that comes twice
    ],
)
def test_a_case_is_kept_six_years_from_the_end_of_its_year(
    zone: str, declared: tuple[int, ...], first_day: tuple[int, ...]
) -> None:
    moment, then = local(zone, *declared), local(zone, *first_day)

    assert is_due(moment, then, zone)
    assert not is_due(moment, then.astimezone(dt.UTC) - TICK, zone)


@given(declared=MOMENTS, zone=ZONES, jurisdiction=st.sampled_from(["DE", "CH", "US"]))
def test_no_case_goes_a_moment_too_early_or_stays_a_moment_too_long(
    declared: dt.datetime, zone: str, jurisdiction: str
) -> None:
    years = 10 if jurisdiction == "CH" else 6
    year = declared.astimezone(ZoneInfo(zone)).year + years + 1
    first = local(zone, year, 1, 1).astimezone(dt.UTC)

    assert is_due(declared, first, zone, jurisdiction)
    assert not is_due(declared, first - TICK, zone, jurisdiction)


@given(declared=MOMENTS, kept=st.timedeltas(dt.timedelta(0), dt.timedelta(days=6 * 365)))
def test_no_case_of_less_than_six_years_is_ever_due(
    declared: dt.datetime, kept: dt.timedelta
) -> None:
    assert not is_due(declared, declared + kept)


@given(now=MOMENTS, zone=ZONES)
def test_thirty_days_are_thirty_times_24_hours_whatever_clocks_do(
    now: dt.datetime, zone: str
) -> None:
    due = RetentionDue(now.astimezone(ZoneInfo(zone)).astimezone(dt.UTC), LIMITS)

    assert (now - due.transcripts).total_seconds() == 30 * 24 * 3600


@table(
    "now, limit",
    [
        ((2028, 3, 30), (2028, 2, 29)),  # a leap day
        ((2027, 3, 30), (2027, 2, 28)),
        ((2026, 3, 31), (2026, 3, 1)),
        ((2027, 1, 15), (2026, 12, 16)),
    ],
)
def test_thirty_days_across_the_ends_of_months(
    now: tuple[int, int, int], limit: tuple[int, int, int]
) -> None:
    due = RetentionDue(dt.datetime(*now, tzinfo=dt.UTC), LIMITS)

    assert due.transcripts == dt.datetime(*limit, tzinfo=dt.UTC)


def test_a_shorter_duty_elsewhere_does_not_shorten_the_policy() -> None:
    assert (LIMITS.years("US"), LIMITS.years("CH"), LIMITS.years("unheard of")) == (6, 10, 6)


def test_the_policy_in_force_keeps_cases_at_least_as_long_as_every_jurisdiction_wants() -> None:
    book = load_jurisdictions(paths.POLICY)
    longer = {code: rules.records_years for code, rules in book.rules.items()}
    month = dt.timedelta(30)
    limits = RetentionLimits(month, month, load_facts(paths.POLICY).keep.cases_years.value, longer)

    assert all(limits.years(code) >= rules.records_years for code, rules in book.rules.items())
    assert limits.years("CH") > limits.years("DE")
