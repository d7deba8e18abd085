"""The stricter of two sets of rules: whichever stands first, never looser than either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.jurisdiction_rules import Rules, stricter

AtLeast = Callable[[Any, Any], bool]


def ranked(*strictest_first: object) -> AtLeast:
    """The order spelled out here once more, apart from the code under test."""
    return lambda one, other: strictest_first.index(one) <= strictest_first.index(other)


AT_LEAST_AS_STRICT: dict[str, AtLeast] = {
    "offer_timing": ranked("never", "after_receipt", "beside_cancel_control"),
    "offer_max": lambda one, other: one <= other,
    "describe_pause_unasked": ranked(False, True),
    "records_years": lambda one, other: one >= other,
    "withdrawal_days": lambda one, other: one >= other,
}
# Few different numbers, so that equal ones meet as well.
SMALL = st.integers(0, 5)
OVERRIDES: dict[str, st.SearchStrategy[Any]] = {
    "offer_max": SMALL,
    "records_years": SMALL,
    "withdrawal_days": SMALL,
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
def test_every_value_is_one_that_one_of_them_names(one: Rules, other: Rules) -> None:
    both = stricter(one, other)

    for key in fields(Rules):
        named = (getattr(one, key.name), getattr(other, key.name))
        assert getattr(both, key.name) in named, key.name


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
