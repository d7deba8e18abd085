"""The stricter of two sets of rules: whichever stands first, never looser than either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell import paths
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.rules.cases.jurisdiction_rules import Rules, stricter

AtLeast = Callable[[Any, Any], bool]


def ranked(*strictest_first: object) -> AtLeast:
    """The order spelled out here once more, apart from the code under test."""
    return lambda one, other: strictest_first.index(one) <= strictest_first.index(other)


OCCASIONS = {
    "never": set(),
    "for_cause_only": {"cause"},
    "early_end_only": {"early"},
    "always": {"cause", "early", "else"},
}
AT_LEAST_AS_STRICT: dict[str, AtLeast] = {
    "online_route": ranked("button", "link_or_mail", "simple"),
    "chat_is_enough": ranked(False, True),
    "confirm_visible_from_start": ranked(True, False),
    "fields_max": lambda one, other: one <= other,
    "reason_required": lambda one, other: OCCASIONS[one] <= OCCASIONS[other],
    "identity_may_block": ranked("never", "account_login_only", "always"),
    "end_default": ranked("soonest"),
    "offer_timing": ranked("never", "after_receipt", "beside_cancel_control"),
    "offer_content": ranked("describe_pause"),
    "offer_consent": ranked("ask_once", "none"),
    "offer_max": lambda one, other: one <= other,
    "describe_pause_unasked": ranked(False, True),
    "receipt_within": ranked("immediately", "without_delay"),
    "receipt_fields": lambda one, other: one >= other,
    "receipt_medium": lambda one, other: one >= other,
    "receipt_download": ranked(True, False),
    "receipt_mail_ads": ranked(False, True),
    "winback_mail": ranked("consent_only", "soft_opt_in_or_consent"),
    "withdrawal_function": ranked(True, False),
    "withdrawal_days": lambda one, other: one >= other,
    "withdrawal_fields_max": lambda one, other: one <= other,
    "bot_disclosure": ranked("first_message"),
    "unsubscribed_expire": ranked("never"),
    "records_years": lambda one, other: one >= other,
    "withdrawal_restarts_after_trial": ranked("if_not_informed", None),
    "reimport_needs": ranked("new_opt_in", None),
    "optout_days": lambda one, other: other is None or (one is not None and one <= other),
    "price_notice_days": lambda one, other: (
        other is None
        or (one is not None and (one[0] > other[0] or (one[0] == other[0] and one[1] <= other[1])))
    ),
    "yearly_notice": ranked(True, False, None),
    "consent_records": ranked("max(3y, end+1y)", None),
    "ftc_rule": ranked("vacated", None),
    "recheck_on": lambda one, other: other is None or (one is not None and one <= other),
}
# Few different numbers, so that equal ones meet as well.
SMALL = st.integers(0, 5)
OVERRIDES: dict[str, st.SearchStrategy[Any]] = {
    "offer_max": SMALL,
    "withdrawal_days": SMALL,
    "records_years": SMALL,
    "optout_days": st.none() | SMALL,
    "price_notice_days": st.none() | st.tuples(SMALL, SMALL).map(lambda d: (min(d), max(d))),
    "recheck_on": st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 1, 5)),
}
rules = st.builds(
    Rules,
    **{
        name: OVERRIDES.get(name, st.from_type(kind))
        for name, kind in get_type_hints(Rules).items()
    },
)


def test_every_key_has_its_order_here() -> None:
    assert AT_LEAST_AS_STRICT.keys() == {key.name for key in fields(Rules)}


@given(rules, rules)
def test_the_order_of_the_two_does_not_matter(one: Rules, other: Rules) -> None:
    assert stricter(one, other) == stricter(other, one)


@given(rules)
def test_the_stricter_of_the_same_is_the_same(one: Rules) -> None:
    assert stricter(one, one) == one


@given(rules, rules, rules)
def test_of_three_it_does_not_matter_which_two_come_first(
    one: Rules, other: Rules, third: Rules
) -> None:
    assert stricter(stricter(one, other), third) == stricter(one, stricter(other, third))


@given(rules, rules)
def test_no_rule_gets_looser_than_either(one: Rules, other: Rules) -> None:
    both = stricter(one, other)

    for key, at_least in AT_LEAST_AS_STRICT.items():
        assert at_least(getattr(both, key), getattr(one, key)), key
        assert at_least(getattr(both, key), getattr(other, key)), key


@given(rules, rules)
def test_the_place_of_the_pause_does_not_get_looser_either(one: Rules, other: Rules) -> None:
    at_least = AT_LEAST_AS_STRICT["offer_timing"]
    both = stricter(one, other).pause_timing

    assert at_least(both, one.pause_timing)
    assert at_least(both, other.pause_timing)


@given(rules, rules)
def test_every_value_is_one_that_one_of_them_names_or_lists_allow(one: Rules, other: Rules) -> None:
    """Strict is not invented: only combined lists, and a reason that no law is left to ask for."""
    both = stricter(one, other)

    for key in fields(Rules):
        value = getattr(both, key.name)
        named = (getattr(one, key.name), getattr(other, key.name))
        if isinstance(value, frozenset):
            assert value <= named[0] | named[1], key.name
        elif key.name == "reason_required" and set(named) == {"for_cause_only", "early_end_only"}:
            assert value == "never"
        else:
            assert value in named, key.name


@pytest.mark.parametrize(
    ("timing", "unasked", "at_most", "place"),
    [
        ("beside_cancel_control", False, 1, "beside_cancel_control"),
        ("after_receipt", False, 1, "after_receipt"),
        ("after_receipt", True, 1, "beside_cancel_control"),
        ("never", True, 1, "never"),
        ("beside_cancel_control", True, 0, "never"),
    ],
)
@given(base=rules)
def test_where_the_pause_is_described_unasked(
    base: Rules, timing: str, unasked: bool, at_most: int, place: str
) -> None:
    values = {key.name: getattr(base, key.name) for key in fields(Rules)}
    kind = get_type_hints(Rules)["offer_timing"]
    values |= {
        "offer_timing": kind(timing),
        "describe_pause_unasked": unasked,
        "offer_max": at_most,
    }

    assert Rules(**values).pause_timing == place


def test_what_may_be_asked_as_a_whole_may_be_asked_in_part() -> None:
    """Germany's and France's lists use other words; together they still leave who, what, when."""
    book = load_jurisdictions(paths.POLICY).rules

    both = stricter(book["DE"], book["FR"]).fields_max

    assert both == {"name", "contract", "end_date", "confirmation_email"}


def test_a_receipt_that_says_when_says_that_it_was_received() -> None:
    book = load_jurisdictions(paths.POLICY).rules

    both = stricter(book["DE"], book["FR"]).receipt_fields

    assert both == {"content", "received", "received_at", "ends_on", "effects"}
