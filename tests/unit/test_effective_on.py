"""When a cancellation takes effect."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.case import (
    Account,
    Ends,
    Kind,
    Plan,
    effective_on,
)
from tests.support.tables import table
from tests.unit.samples import a_declaration, an_account

days = st.dates(dt.date(2024, 1, 1), dt.date(2033, 12, 31))
accounts = st.builds(
    an_account,
    plan=st.sampled_from(Plan),
    next_billing_on=st.none() | days,
    trial_ends_on=st.none() | days,
)


def the_end(account: Account | None, today: dt.date, **declared: object) -> dt.date | None:
    return effective_on(a_declaration(**declared), account, today)


@table(
    "billing, today",
    [
        (dt.date(2026, 12, 2), dt.date(2026, 11, 23)),
        (dt.date(2026, 12, 2), dt.date(2026, 12, 2)),
        (dt.date(2027, 1, 31), dt.date(2027, 1, 1)),
        (dt.date(2028, 2, 29), dt.date(2028, 2, 28)),
        (dt.date(2028, 2, 29), dt.date(2028, 2, 29)),
        (dt.date(2027, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_a_monthly_account_runs_to_its_billing_date(billing: dt.date, today: dt.date) -> None:
    assert the_end(an_account(next_billing_on=billing), today) == billing


@table("billing", [None, dt.date(2026, 11, 22), dt.date(2024, 2, 29)])
def test_a_monthly_account_without_a_coming_billing_date_ends_today(
    billing: dt.date | None,
) -> None:
    today = dt.date(2026, 11, 23)

    assert the_end(an_account(next_billing_on=billing), today) == today


def test_a_prepaid_account_ends_today_whatever_its_billing_date() -> None:
    account = an_account(plan=Plan.PREPAID, balance_minor=8400)

    assert the_end(account, dt.date(2026, 11, 23)) == dt.date(2026, 11, 23)


def test_a_trial_ends_with_its_own_date() -> None:
    account = an_account(plan=Plan.TRIAL, trial_ends_on=dt.date(2028, 2, 29))

    assert the_end(account, dt.date(2028, 2, 17)) == dt.date(2028, 2, 29)


def test_a_later_wish_is_kept_and_an_earlier_one_is_not() -> None:
    today, billing = dt.date(2026, 11, 23), dt.date(2026, 12, 2)
    account = an_account(next_billing_on=billing)

    assert the_end(account, today, wished_end_on=dt.date(2027, 2, 28)) == dt.date(2027, 2, 28)
    assert the_end(account, today, wished_end_on=dt.date(2026, 11, 30)) == billing


def test_the_date_is_open_where_the_account_shall_end_with_its_balance() -> None:
    account = an_account(plan=Plan.PREPAID)

    assert the_end(account, dt.date(2026, 11, 23), ends=Ends.BALANCE_USED_UP) is None


@given(account=accounts, today=days, kind=st.sampled_from([k for k in Kind if k != Kind.CANCEL]))
def test_only_a_cancellation_has_an_end(account: Account, today: dt.date, kind: Kind) -> None:
    assert the_end(account, today, kind=kind) is None


@given(today=days)
def test_without_an_account_the_date_is_open(today: dt.date) -> None:
    assert the_end(None, today) is None


@given(account=accounts, today=days, wish=st.none() | days)
def test_no_account_ends_in_the_past_or_before_a_wish(
    account: Account, today: dt.date, wish: dt.date | None
) -> None:
    end = the_end(account, today, wished_end_on=wish)

    assert end is not None
    assert end >= today
    assert wish is None or end >= wish


@given(account=accounts, today=days)
def test_a_day_later_never_ends_earlier(account: Account, today: dt.date) -> None:
    tomorrow = the_end(account, today + dt.timedelta(days=1))

    assert tomorrow is not None
    assert tomorrow >= (the_end(account, today) or today)
