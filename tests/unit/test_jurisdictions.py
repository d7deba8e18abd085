"""The shipped rules by jurisdiction: what each states itself, and what it takes over."""

from __future__ import annotations

import re
from dataclasses import fields
from enum import StrEnum
from typing import Any

from fairwell import paths
from fairwell.policy.jurisdictions import load_document
from fairwell.rules.cases.jurisdiction_rules import OfferTiming, Rules, stricter
from tests.support.tables import table
from tests.unit.jurisdiction_rows import INHERITS, NOT_CONFIRMED, OURS, STATED

DOCUMENT = load_document(paths.POLICY)
BOOK = DOCUMENT.book()

WHERE_STATED = [(code, key) for code, rules in STATED.items() for key in rules]


def plain(value: Any) -> Any:
    return set(map(str, value)) if isinstance(value, frozenset) else value


@table("code, key", WHERE_STATED)
def test_every_row_stands_in_the_file_with_its_source(code: str, key: str) -> None:
    stated = DOCUMENT.jurisdictions[code].rules.stated()[key]

    assert plain(stated.value) == STATED[code][key]
    assert stated.source
    assert stated.confidence in {"S", "2", "M"}
    assert stated.ours == (key in OURS[code])


def test_the_file_states_nothing_else() -> None:
    stated = {
        code: set(jurisdiction.rules.stated())
        for code, jurisdiction in DOCUMENT.jurisdictions.items()
    }

    assert stated == {code: set(rules) for code, rules in STATED.items()}
    assert {code: j.inherits for code, j in DOCUMENT.jurisdictions.items()} == INHERITS


@table("code", STATED)
def test_what_is_not_confirmed_is_said(code: str) -> None:
    said = DOCUMENT.jurisdictions[code].not_confirmed
    topics = NOT_CONFIRMED.get(code, [])

    assert len(said) == len(topics)
    assert all(any(topic in line for line in said) for topic in topics), said


@table("code", [code for code, parent in INHERITS.items() if parent])
def test_a_rule_that_is_not_restated_is_the_parents(code: str) -> None:
    parent = INHERITS[code]
    assert parent is not None
    silent = {key.name for key in fields(Rules)} - STATED[code].keys()

    assert silent
    for key in silent:
        assert getattr(BOOK.rules[code], key) == getattr(BOOK.rules[parent], key), key


@table("code", ["DE", "AT", "FR"])
def test_members_with_their_own_rows_inherit_the_eu_and_not_only_the_default(code: str) -> None:
    inherited = "withdrawal_restarts_after_trial"

    assert inherited not in STATED["default"]
    assert getattr(BOOK.rules[code], inherited) == "if_not_informed"


@table("code", ["US-CA", "US-NY", "US-MN"])
def test_states_inherit_the_federal_rows(code: str) -> None:
    assert BOOK.rules[code].optout_days == 10
    assert BOOK.rules[code].ftc_rule == "vacated"
    assert not BOOK.rules[code].withdrawal_function


# Where the default is not the strictest of the file, and why.
DEFAULT_IS_MILDER = {
    "fields_max": "the list of DE; FR has other words for nearly the same",
    "reason_required": "a cancellation for cause needs its cause everywhere it exists",
    "offer_timing": "a neutral description beside the control is allowed in every row",
    "records_years": "no longer than needed",
}


def unlike_the_strictest(key: str) -> list[str]:
    default = BOOK.rules["default"]
    return [
        code
        for code, rules in BOOK.rules.items()
        if getattr(stricter(default, rules), key) != getattr(default, key)
    ]


@table("key", sorted(STATED["default"].keys() - DEFAULT_IS_MILDER.keys()))
def test_the_default_is_the_strictest(key: str) -> None:
    assert unlike_the_strictest(key) == []


@table("key", sorted(DEFAULT_IS_MILDER))
def test_each_exception_from_that_is_one(key: str) -> None:
    assert unlike_the_strictest(key)


def test_the_pause_stands_where_the_jurisdiction_puts_it() -> None:
    beside, after = OfferTiming.BESIDE_CANCEL_CONTROL, OfferTiming.AFTER_RECEIPT

    places = {code: rules.pause_timing for code, rules in BOOK.rules.items()}

    assert places == dict.fromkeys(STATED, beside) | dict.fromkeys(("EU", "AT", "CH", "FR"), after)


def test_every_rule_of_every_jurisdiction_says_that_a_bot_speaks_first() -> None:
    assert {rules.bot_disclosure for rules in BOOK.rules.values()} == {"first_message"}


def test_the_eu_has_all_its_members_once() -> None:
    members = DOCUMENT.jurisdictions["EU"].members

    assert len(members) == len(set(members)) == 27
    assert {"DE", "AT", "FR", "PL", "IE", "GR", "HR"} <= set(members)
    assert not {"CH", "GB", "NO", "IS", "LI", "TR"} & set(members)


def test_the_document_explains_every_key_and_its_order() -> None:
    text = (paths.ROOT / "docs" / "policy.md").read_text("utf-8")
    section = text.split("### What the keys mean", 1)[1].split("\n### ", 1)[0]
    rows = re.findall(r"^\| [^|]+ \| `([a-z_]+)` \| ([^|]+) \|", section, flags=re.MULTILINE)

    assert sorted(key for key, _ in rows) == sorted(key.name for key in fields(Rules))
    for key, order in rows:
        sample = getattr(BOOK.rules["default"], key)
        if not isinstance(sample, StrEnum):
            continue
        missing = [str(member) for member in type(sample) if f"`{member}`" not in order]
        assert missing == [], key
