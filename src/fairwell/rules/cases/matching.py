"""Matching of typed details with an account. The result is never disclosed."""

from __future__ import annotations

from collections.abc import Sequence

from fairwell.rules.cases.case import Account, Declaration


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
