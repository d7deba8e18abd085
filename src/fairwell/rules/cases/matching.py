"""Whether typed details name an account. Nobody outside is ever told the answer."""

from __future__ import annotations

from collections.abc import Sequence

from fairwell.rules.cases.case import Account, Declaration


def matches(declaration: Declaration, account: Account) -> bool:
    """Every detail that was stated fits the account, and at least one was stated.

    A wrong second detail spoils the match: somebody who guesses must not send mail to others.
    """
    stated = [
        declaration.email == account.email.lower() if declaration.email else None,
        declaration.user_name == account.user_name.casefold() if declaration.user_name else None,
    ]
    known = [fits for fits in stated if fits is not None]
    return bool(known) and all(known)


def the_match(declaration: Declaration, candidates: Sequence[Account]) -> Account | None:
    """The one account that fits, or ``None`` when none or several do (Billing decides then)."""
    fitting = [account for account in candidates if matches(declaration, account)]
    return fitting[0] if len(fitting) == 1 else None
