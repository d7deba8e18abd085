"""The demo accounts: shipped as data, loaded on request, dates counted from the day of loading."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, delete
from ulid import ULID

from fairwell.policy.facts import load_file
from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import AccountRow
from fairwell.store.staff.tables import is_about_the_desks_people
from fairwell.store.tables import METADATA


class DemoAccount(BaseModel):
    """One account of ``policy/demo-accounts.yml``."""

    model_config = ConfigDict(extra="forbid")

    user_name: str
    email: str
    plan: Literal["monthly", "prepaid", "trial"]
    state: Literal["active", "paused", "locked"]
    country: str
    region: str | None = None
    language: Literal["de", "en"]
    currency: Literal["USD", "GBP", "EUR"]
    contacts: int
    monthly_fee_minor: int
    balance_minor: int | None = None
    next_billing_in_days: int | None = None
    trial_ends_in_days: int | None = None
    add_ons: list[str] = []


class DemoAccounts(BaseModel):
    """The file as a whole."""

    accounts: list[DemoAccount]


def reset(engine: Engine, file: Path, today: dt.date) -> int:
    """Demo accounts as shipped, no cases, no mails, no chats. Returns the number of accounts.

    The people of the desk and their audit stay: they are no part of the demo.
    """
    accounts = load_file(file, DemoAccounts).accounts
    with transaction(engine) as session:
        for table in reversed(METADATA.sorted_tables):  # what refers goes first
            if not is_about_the_desks_people(table.name):
                session.execute(delete(table))
        session.add_all(_row(account, today) for account in accounts)
    return len(accounts)


def load_missing(engine: Engine, file: Path, today: dt.date) -> None:
    """Load the demo accounts into an empty directory; leave a filled one alone."""
    with transaction(engine) as session:
        if session.query(AccountRow.id).first() is None:
            session.add_all(_row(a, today) for a in load_file(file, DemoAccounts).accounts)


def _row(account: DemoAccount, today: dt.date) -> AccountRow:
    def day(offset: int | None) -> dt.date | None:
        return None if offset is None else today + dt.timedelta(days=offset)

    values = account.model_dump(exclude={"next_billing_in_days", "trial_ends_in_days"})
    return AccountRow(
        id=str(ULID()),
        next_billing_on=day(account.next_billing_in_days),
        trial_ends_on=day(account.trial_ends_in_days),
        **values,
    )
