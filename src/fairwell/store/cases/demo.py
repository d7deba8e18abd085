"""Demo accounts: shipped as data, loaded on request, dates relative to the day of loading."""

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
    """The contents of ``policy/demo-accounts.yml``."""

    accounts: list[DemoAccount]


def reset(engine: Engine, file: Path, today: dt.date) -> int:
    """Restore the demo accounts as shipped; remove all cases, mails and chats.

    Desk users and their audit stay: they are not part of the demo. Returns the number of accounts.
    """
    accounts = load_file(file, DemoAccounts).accounts
    with transaction(engine) as session:
        for table in reversed(METADATA.sorted_tables):  # referencing tables go first
            if not is_about_the_desks_people(table.name):
                session.execute(delete(table))
        session.add_all(_row(account, today) for account in accounts)
    return len(accounts)


def load_missing(engine: Engine, file: Path, today: dt.date) -> None:
    """Load the demo accounts into an empty directory; leave any other one unchanged."""
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
