"""Demo login, in place of a help site's: pick a demo account, get its token.

Mounted in demo mode only: anybody can sign in, but only as an account of the demo file.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter, HTTPException

from fairwell import paths
from fairwell.config import Settings
from fairwell.i18n.catalogue import gettext as _
from fairwell.policy.facts import load_file
from fairwell.rules.identity.token import make_token
from fairwell.store.cases.demo import DemoAccount, DemoAccounts


@dataclass(frozen=True)
class DemoCustomer:
    """One choice of "signed in as"."""

    user_name: str
    role: str
    language: str


def has_demo_logins(settings: Settings) -> bool:
    """Return whether there is a demo login: in demo mode, with a key to sign with."""
    return settings.demo and bool(settings.identity_keys)


def demo_people(language: str) -> list[DemoCustomer]:
    """Return the demo accounts to choose from, with their roles in words."""
    return [
        DemoCustomer(account.user_name, _role(account, language), account.language)
        for account in _accounts().values()
    ]


def demo_identity_router(settings: Settings) -> APIRouter:
    """Return the route ``/dev/identity/{user_name}``: a fresh token for a demo account."""
    router = APIRouter(prefix="/dev/identity", include_in_schema=False)
    key_id, secret = next(iter(settings.identity_secrets.items()))

    @router.get("/{user_name}")
    def token(user_name: str) -> dict[str, str]:
        account = _accounts().get(user_name)
        if account is None:
            raise HTTPException(404)
        made = make_token(
            account.user_name,
            account.email,
            key_id=key_id,
            secret=secret,
            token_id=secrets.token_urlsafe(16),
            now=dt.datetime.now(dt.UTC),
        )
        return {"token": made}

    return router


@cache
def _accounts() -> dict[str, DemoAccount]:
    accounts = load_file(paths.DEMO_ACCOUNTS, DemoAccounts).accounts
    return {account.user_name: account for account in accounts}


def _role(account: DemoAccount, language: str) -> str:
    """Return what the account demonstrates; the most special property wins."""
    if account.plan == "trial":
        return _(language, "free trial")
    if account.state == "locked":
        return _(language, "no card on file")
    if account.state == "paused":
        return _(language, "paused")
    if account.plan == "prepaid":
        return _(language, "prepaid")
    if account.add_ons:
        return _(language, "monthly, with add-ons")
    if account.next_billing_in_days == 1:
        return _(language, "monthly, charged tomorrow")
    return _(language, "monthly")
