"""Matching of typed details with an account: automatic, or by an agent.

The result is never disclosed to the customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from fairwell.rules.cases.case import Account, Case, Declaration, Kind, Status

MOST_LIKELY = 3  # accounts beside a declaration
_LIKE = 0.75  # from here on two names are similar: one or two wrong signs


class Matching(StrEnum):
    """How far agents came with an unmatched declaration; without one nobody has tried."""

    ASKED = "asked"
    CLOSED = "closed"


class NoMatch(StrEnum):
    """Why an unmatched declaration was closed; it stays on record as it was declared."""

    NO_ACCOUNT = "no_account"
    NO_ANSWER = "no_answer"
    DOUBLE = "double"
    MISUSE = "misuse"


class Fit(StrEnum):
    """How a stated detail compares with an account's."""

    SAME = "same"
    SIMILAR = "similar"
    OTHER = "other"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class LikelyAccount:
    """An account that an unmatched declaration may mean, and how its details compare."""

    account: Account
    user_name: Fit
    email: Fit


def waits_for_match(case: Case, matching: Matching | None) -> bool:
    """Return whether an agent is to find the account of a declaration."""
    return (
        case.account_id is None
        and case.status is Status.DECLARED
        and case.kind is not Kind.CALLBACK
        and matching is not Matching.CLOSED
    )


def matches(declaration: Declaration, account: Account) -> bool:
    """Check that every stated detail matches the account, and at least one is stated.

    A wrong second detail prevents the match: a guess must not send mail to a stranger.
    """
    stated = [
        declaration.email == account.email.lower() if declaration.email else None,
        declaration.user_name == account.user_name.casefold() if declaration.user_name else None,
    ]
    known = [fits for fits in stated if fits is not None]
    return bool(known) and all(known)


def the_match(declaration: Declaration, candidates: Sequence[Account]) -> Account | None:
    """Find the one matching account; ``None`` if none or several match (Billing decides then)."""
    fitting = [account for account in candidates if matches(declaration, account)]
    return fitting[0] if len(fitting) == 1 else None


def compared(case: Case, account: Account) -> LikelyAccount:
    """Compare what was stated with an account."""
    return LikelyAccount(
        account,
        _fit(case.user_name, account.user_name),
        _fit(case.email, account.email),
    )


def likeliest(case: Case, accounts: Iterable[Account]) -> list[LikelyAccount]:
    """Return the accounts that fit best: those with a detail that is the same or similar."""
    found = [compared(case, account) for account in accounts]
    close = [one for one in found if {one.user_name, one.email} & {Fit.SAME, Fit.SIMILAR}]
    return sorted(close, key=lambda one: _closeness(case, one.account), reverse=True)[:MOST_LIKELY]


def _fit(stated: str | None, of_account: str) -> Fit:
    if not stated:
        return Fit.NOT_STATED
    if stated.casefold() == of_account.casefold():
        return Fit.SAME
    return Fit.SIMILAR if _likeness(stated, of_account) >= _LIKE else Fit.OTHER


def _closeness(case: Case, account: Account) -> float:
    stated = ((case.user_name, account.user_name), (case.email, account.email))
    return sum(_likeness(one, other) for one, other in stated if one)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
