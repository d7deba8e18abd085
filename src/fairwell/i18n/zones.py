"""Time zones of accounts, and the customer's day in them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.core import get_global

from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Account


def zone_of(account: Account | None, language: str, facts: Facts) -> str:
    """Return the zone of an account, whatever the language; that of the language without one."""
    if account is None:
        return facts.time_zones["en" if language == "en" else "de"]
    return _of_place(account.country, account.region, language, facts)


def zone_of_place(place: str, language: str, facts: Facts) -> str:
    """Return the zone of a place that a customer named (``DE``, ``US-MN``)."""
    country, _, region = place.partition("-")
    return _of_place(country, region, language, facts)


def today_in(zone: str, now: dt.datetime) -> dt.date:
    """Return the day that it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def _of_place(country: str, region: str | None, language: str, facts: Facts) -> str:
    country = country.strip().upper()
    country = {"UK": "GB"}.get(country, country)
    region = (region or "").strip().upper().removeprefix(f"{country}-")
    listed = {place: zone for zone, places in facts.account_time_zones.items() for place in places}
    for place in (f"{country}-{region}", country):
        if place in listed:
            return listed[place]
    of_country = get_global("territory_zones").get(country, ())
    return str(of_country[0]) if len(of_country) == 1 else zone_of(None, language, facts)
