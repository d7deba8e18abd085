"""The time zone of an account, and the customer's day in it."""

from __future__ import annotations

import datetime as dt

from fairwell import paths
from fairwell.i18n.formats import moment
from fairwell.i18n.zones import today_in, zone_of, zone_of_place
from fairwell.policy.facts import load_facts
from tests.support.tables import table
from tests.unit.samples import an_account

FACTS = load_facts(paths.POLICY)


@table(
    "country, region, zone",
    [
        ("DE", None, "Europe/Berlin"),
        ("AT", None, "Europe/Vienna"),
        ("CH", None, "Europe/Zurich"),
        ("GB", None, "Europe/London"),
        ("UK", None, "Europe/London"),
        ("IE", None, "Europe/Dublin"),
        ("FR", None, "Europe/Paris"),
        ("ES", None, "Europe/Madrid"),
        ("US", None, "America/New_York"),
        ("US", "NY", "America/New_York"),
        ("US", "CA", "America/Los_Angeles"),
        ("US", "US-WA", "America/Los_Angeles"),
        ("US", "MN", "America/Chicago"),
        ("US", "HI", "Pacific/Honolulu"),
        ("CA", "BC", "America/Vancouver"),
        ("JP", None, "Asia/Tokyo"),
    ],
)
def test_the_country_of_an_account_has_its_zone_whatever_the_language(
    country: str, region: str | None, zone: str
) -> None:
    account = an_account(country=country, region=region)

    assert zone_of(account, "de", FACTS) == zone_of(account, "en", FACTS) == zone
    assert zone_of_place(f"{country}-{region}" if region else country, "de", FACTS) == zone


@table("country", ["", "XX", "KZ"])
def test_where_no_zone_can_be_told_the_language_decides(country: str) -> None:
    account = an_account(country=country)

    assert zone_of(account, "de", FACTS) == zone_of(None, "de", FACTS) == "Europe/Berlin"
    assert zone_of(account, "en", FACTS) == zone_of(None, "en", FACTS) == "America/New_York"


def test_the_day_is_that_of_the_zone() -> None:
    now = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)

    assert today_in("Europe/Berlin", now) == dt.date(2026, 12, 1)
    assert today_in("America/New_York", now) == dt.date(2026, 11, 30)


@table(
    "zone, language, name",
    [
        ("Europe/Berlin", "de", "MEZ"),
        ("Europe/Berlin", "en", "CET"),
        ("Europe/London", "de", "GMT"),
        ("Europe/London", "en", "GMT"),
        ("America/New_York", "de", "EST"),
        ("America/New_York", "en", "EST"),
        ("America/Sao_Paulo", "en", "UTC-03"),
    ],
)
def test_a_zone_has_a_name_in_both_languages(zone: str, language: str, name: str) -> None:
    winter = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)

    assert moment(winter, zone, language).endswith(f"({name})")
