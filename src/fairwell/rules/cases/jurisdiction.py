"""Choice of the jurisdiction of a conversation, without asking the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fairwell.rules.cases.case import Knowledge
from fairwell.rules.cases.jurisdiction_rules import Rules, stricter

DEFAULT: Final = "default"


@dataclass(frozen=True)
class Book:
    """All jurisdictions of one version of the policy file.

    ``rules`` by code (``DE``, ``US-CA``, ``default`` always); ``members`` maps a country
    without an entry of its own to its jurisdiction (``PL`` -> ``EU``).
    """

    version: str
    rules: Mapping[str, Rules]
    members: Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    """The rules for a conversation, their jurisdiction and the reason: stamped on the case."""

    code: str
    rules: Rules
    why: str


def choose(
    book: Book,
    *,
    knowledge: Knowledge,
    country: str | None,
    region: str | None,
    said: str | None = None,
) -> Chosen:
    """Choose by the billing address, and only if the account is proven.

    An anonymous conversation always gets ``default``: rules that changed with a typed address
    would reveal that the account exists, and where. ``country`` and ``region`` are the
    billing address (``US`` and ``CA`` or ``US-CA``); language and network address play no part.
    ``said`` is the place the customer named (``DE``, ``US-MN``); where it differs from the
    billing address, each rule is the stricter of both. ``code`` stays that of the address.

    ``why`` is a fixed word, with ``+said_<code>`` where the customer's words changed the rules;
    it has at most 40 characters and no personal data.
    """
    if knowledge is Knowledge.ANONYMOUS:
        return Chosen(DEFAULT, book.rules[DEFAULT], "anonymous")
    code, why = _of_place(book, country, region)
    rules = book.rules[code]
    if not (said or "").strip():
        return Chosen(code, rules, why)
    named_country, _, named_region = (said or "").partition("-")
    named, _ = _of_place(book, named_country, named_region)
    if named == code:
        return Chosen(code, rules, why)
    return Chosen(code, stricter(rules, book.rules[named]), f"{why}+said_{named}")


def rules_at(book: Book, country: str, region: str | None) -> Rules:
    """Return the rules at an account's billing address: only its owner may read what follows."""
    return book.rules[_of_place(book, country, region)[0]]


def _of_place(book: Book, country: str | None, region: str | None) -> tuple[str, str]:
    country = (country or "").strip().upper()
    region = (region or "").strip().upper().removeprefix(f"{country}-")
    if not country:
        return DEFAULT, "country_unknown"
    if region and f"{country}-{region}" in book.rules:
        return f"{country}-{region}", "billing_state"
    if country in book.rules:
        has_states = any(code.startswith(f"{country}-") for code in book.rules)
        return country, "state_not_listed" if has_states else "billing_country"
    if country in book.members:
        code = book.members[country]
        return code, "eu_member" if code == "EU" else "billing_country"
    return DEFAULT, "country_not_listed"
