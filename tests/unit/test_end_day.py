"""The wished end of an account: what it comes to, and what must be said about it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.case import Account, Kind, Manner, Plan
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, Bound, End, EndWish
from fairwell.rules.cases.end_day import Remark, effective_on, end_day
from tests.support.tables import table
from tests.unit.samples import a_declaration, an_account

TODAY = dt.date(2026, 11, 30)

MONTHLY = an_account(next_billing_on=dt.date(2026, 12, 16))
BILLED_TODAY = an_account(next_billing_on=TODAY)
OVERDUE = an_account(next_billing_on=dt.date(2026, 11, 2))
UNDATED = an_account(next_billing_on=None)
PREPAID = an_account(plan=Plan.PREPAID, balance_minor=8400)
USED_UP = an_account(plan=Plan.PREPAID, balance_minor=0)
UNCOUNTED = an_account(plan=Plan.PREPAID, balance_minor=None)
TRIAL = an_account(plan=Plan.TRIAL, next_billing_on=None, trial_ends_on=dt.date(2026, 12, 5))
OVER = an_account(plan=Plan.TRIAL, next_billing_on=None, trial_ends_on=dt.date(2026, 11, 1))
OPEN = an_account(plan=Plan.TRIAL, next_billing_on=None, trial_ends_on=None)
# A trial that became paid is an account like any other.
ONCE_A_TRIAL = an_account(
    next_billing_on=dt.date(2026, 12, 16), trial_ends_on=dt.date(2026, 11, 16)
)

PAST, EARLY, LATER, LOST, TRIAL_ENDS = (
    "in_the_past",
    "before_possible",
    "later_than_period_end",
    "balance_lost",
    "trial_ends_itself",
)

ROWS = [
    # an unknown account: only a wished date, never a day of an account
    (None, "soonest", None, ""),
    (None, "balance_used", None, ""),
    (None, "period_end", None, ""),
    (None, "2027-03-31", "2027-03-31", ""),
    (None, "2026-11-30", "2026-11-30", ""),
    (None, "2026-11-29", None, PAST),
    (None, "2020-02-29", None, PAST),
    (None, ">2027-01-01", "2027-01-01", ""),
    (None, ">2026-11-01", None, PAST),
    # monthly: a paid month runs to its billing date
    (MONTHLY, "soonest", "2026-12-16", ""),
    (MONTHLY, "period_end", "2026-12-16", ""),
    (MONTHLY, "balance_used", "2026-12-16", ""),
    (MONTHLY, "2026-11-29", "2026-12-16", PAST),
    (MONTHLY, "2026-11-30", "2026-12-16", EARLY),
    (MONTHLY, "2026-12-15", "2026-12-16", EARLY),
    (MONTHLY, "2026-12-16", "2026-12-16", ""),
    (MONTHLY, "2026-12-17", "2026-12-17", LATER),
    (MONTHLY, "2026-12-31", "2026-12-31", LATER),
    (MONTHLY, "2028-02-29", "2028-02-29", LATER),
    (MONTHLY, ">2026-12-01", "2026-12-16", ""),
    (MONTHLY, ">2026-12-16", "2026-12-16", ""),
    (MONTHLY, ">2027-01-01", "2027-01-01", LATER),
    (MONTHLY, ">2026-11-29", "2026-12-16", PAST),
    (BILLED_TODAY, "soonest", "2026-11-30", ""),
    (BILLED_TODAY, "period_end", "2026-11-30", ""),
    (BILLED_TODAY, "2026-11-30", "2026-11-30", ""),
    (BILLED_TODAY, "2026-12-01", "2026-12-01", LATER),
    (BILLED_TODAY, "2026-11-29", "2026-11-30", PAST),
    # no billing date to come: today is possible, and no period ends
    (OVERDUE, "soonest", "2026-11-30", ""),
    (OVERDUE, "period_end", "2026-11-30", ""),
    (OVERDUE, "2026-11-29", "2026-11-30", PAST),
    (OVERDUE, "2026-12-31", "2026-12-31", ""),
    (UNDATED, "soonest", "2026-11-30", ""),
    (UNDATED, "period_end", "2026-11-30", ""),
    (UNDATED, "balance_used", "2026-11-30", ""),
    (UNDATED, "2027-03-31", "2027-03-31", ""),
    (ONCE_A_TRIAL, "soonest", "2026-12-16", ""),
    (ONCE_A_TRIAL, "2026-12-01", "2026-12-16", EARLY),
    # prepaid: at once with the balance lost, or when it is used up
    (PREPAID, "soonest", "2026-11-30", LOST),
    (PREPAID, "balance_used", None, ""),
    (PREPAID, "period_end", None, ""),
    (PREPAID, "2026-11-30", "2026-11-30", LOST),
    (PREPAID, "2027-03-31", "2027-03-31", LOST),
    (PREPAID, "2026-11-29", "2026-11-30", f"{PAST} {LOST}"),
    (PREPAID, ">2027-01-01", "2027-01-01", LOST),
    (USED_UP, "soonest", "2026-11-30", ""),
    (USED_UP, "balance_used", "2026-11-30", ""),
    (USED_UP, "period_end", "2026-11-30", ""),
    (USED_UP, "2027-03-31", "2027-03-31", ""),
    (UNCOUNTED, "soonest", "2026-11-30", LOST),
    (UNCOUNTED, "balance_used", None, ""),
    (UNCOUNTED, "2027-03-31", "2027-03-31", LOST),
    # a trial: it ends by itself, whatever is wished
    (TRIAL, "soonest", "2026-12-05", TRIAL_ENDS),
    (TRIAL, "period_end", "2026-12-05", TRIAL_ENDS),
    (TRIAL, "balance_used", "2026-12-05", TRIAL_ENDS),
    (TRIAL, "2026-12-01", "2026-12-05", TRIAL_ENDS),
    (TRIAL, "2026-12-05", "2026-12-05", TRIAL_ENDS),
    (TRIAL, "2027-03-31", "2026-12-05", f"{TRIAL_ENDS} {LATER}"),
    (TRIAL, ">2027-01-01", "2026-12-05", f"{TRIAL_ENDS} {LATER}"),
    (TRIAL, "2026-11-29", "2026-12-05", f"{TRIAL_ENDS} {PAST}"),
    (OVER, "soonest", "2026-11-30", TRIAL_ENDS),
    (OVER, "2026-12-31", "2026-12-31", TRIAL_ENDS),
    (OPEN, "soonest", "2026-11-30", TRIAL_ENDS),
    (OPEN, "2026-12-31", "2026-12-31", TRIAL_ENDS),
]


def wish(text: str) -> EndWish:
    """Read a row's wish; ``>`` marks a date that is the earliest one."""
    bound = "not_before" if text.startswith(">") else "at"
    return EndWish.parse(text.removeprefix(">"), bound)


@table("account, wished, effective, remarks", ROWS)
def test_a_wish_comes_to_a_day_and_what_must_be_said(
    account: Account | None, wished: str, effective: str | None, remarks: str
) -> None:
    found = end_day(wish(wished), account, TODAY)

    assert found.effective_on == (dt.date.fromisoformat(effective) if effective else None)
    assert found.remarks == {Remark(word) for word in remarks.split()}


@table(
    "account, possible",
    [
        (None, None),
        (MONTHLY, dt.date(2026, 12, 16)),
        (BILLED_TODAY, TODAY),
        (OVERDUE, TODAY),
        (UNDATED, TODAY),
        (PREPAID, TODAY),
        (TRIAL, dt.date(2026, 12, 5)),
        (OVER, TODAY),
    ],
)
def test_the_next_possible_day_is_told_whatever_is_wished(
    account: Account | None, possible: dt.date | None
) -> None:
    for one in (SOONEST, PERIOD_END, BALANCE_USED, EndWish.on(dt.date(2020, 1, 1))):
        assert end_day(one, account, TODAY).next_possible == possible


@table("text", ["soonest", "balance_used", "period_end", "2027-03-31", "2028-02-29", "0001-01-01"])
def test_a_wish_is_read_back_from_its_code(text: str) -> None:
    assert EndWish.parse(text).code == text


@table(
    "text",
    ["", "date", "Soonest", "balance_used_up", "month_end", "2027-02-29", "31.03.2027", "soonest "],
)
def test_nothing_else_is_a_wish(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|day"):
        EndWish.parse(text)


def test_a_bound_belongs_to_a_date() -> None:
    assert EndWish.parse("2027-01-01", "not_before").bound is Bound.NOT_BEFORE
    assert EndWish.parse("soonest", "not_before") == SOONEST
    with pytest.raises(ValueError, match="is not a valid Bound"):
        EndWish.parse("2027-01-01", "until")


days = st.dates(dt.date(2024, 1, 1), dt.date(2033, 12, 31))
wishes = st.sampled_from([SOONEST, BALANCE_USED, PERIOD_END]) | st.builds(
    EndWish, st.just(End.DATE), days, st.sampled_from(Bound)
)
accounts = st.builds(
    an_account,
    plan=st.sampled_from(Plan),
    next_billing_on=st.none() | days,
    trial_ends_on=st.none() | days,
    balance_minor=st.none() | st.integers(0, 9999),
)


@given(account=accounts, today=days, kind=st.sampled_from([k for k in Kind if k != Kind.CANCEL]))
def test_only_a_cancellation_has_an_end(account: Account, today: dt.date, kind: Kind) -> None:
    assert effective_on(a_declaration(kind=kind), account, today) is None


@given(account=accounts, today=days, wished=wishes)
def test_for_good_cause_billing_sets_the_day(
    account: Account, today: dt.date, wished: EndWish
) -> None:
    declared = a_declaration(manner=Manner.FOR_CAUSE, ends=wished)

    assert effective_on(declared, account, today) is None


@given(account=st.none() | accounts, today=days, wished=wishes)
def test_no_account_ends_in_the_past_or_before_it_can(
    account: Account | None, today: dt.date, wished: EndWish
) -> None:
    found = end_day(wished, account, today)

    if found.effective_on:
        assert found.effective_on >= (found.next_possible or today) >= today


@given(account=accounts, today=days, day=days, bound=st.sampled_from(Bound))
def test_a_later_wish_is_kept_and_an_earlier_one_is_said_to_be_moved(
    account: Account, today: dt.date, day: dt.date, bound: Bound
) -> None:
    found = end_day(EndWish(End.DATE, day, bound), account, today)

    assert found.effective_on is not None
    if found.effective_on < day:
        assert {Remark.TRIAL_ENDS_ITSELF, Remark.LATER_THAN_PERIOD_END} <= found.remarks
    if found.effective_on > day and bound is Bound.AT:
        assert found.remarks & {
            Remark.IN_THE_PAST,
            Remark.BEFORE_POSSIBLE,
            Remark.TRIAL_ENDS_ITSELF,
        }


@given(account=accounts, today=days, wished=wishes)
def test_a_day_later_never_ends_earlier(account: Account, today: dt.date, wished: EndWish) -> None:
    found = end_day(wished, account, today).effective_on
    tomorrow = end_day(wished, account, today + dt.timedelta(days=1)).effective_on

    assert (found is None) == (tomorrow is None)
    assert not found or not tomorrow or tomorrow >= found
