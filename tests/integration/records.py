"""Accounts in a database, declarations recorded in it, and what is then on record."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import DeclarativeBase

from fairwell import paths
from fairwell.mail.postman import Postman
from fairwell.policy.policy import Policy
from fairwell.rules.cases.case import Account, Case, Declaration
from fairwell.services.cases.change_end import Recorded
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.context import Context
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.cases import list_cases
from fairwell.store.cases.tables import AccountRow
from fairwell.store.mails.tables import OutboxRow
from tests.unit.samples import ACCOUNT, an_account

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
OTHER = an_account(
    id="01OTHER", user_name="radhaus-nord", email="kontakt@radhaus-nord.example", contacts=4200
)
POLICY = Policy(paths.POLICY)
POSTMAN = Postman(POLICY.facts)


def put_accounts(engine: Engine, *accounts: Account) -> None:
    with transaction(engine) as session:
        session.add_all(_row(account) for account in accounts or (ACCOUNT, OTHER))


def _row(account: Account) -> AccountRow:
    values = dataclasses.asdict(account)
    return AccountRow(**{**values, "add_ons": list(account.add_ons)})


def at(store: Store, now: dt.datetime = NOW, postman: Postman = POSTMAN) -> Context:
    """What use cases work with on a database at a moment."""
    app = Context(POLICY, lambda: store, clock=lambda: now)
    app.postman = postman
    return app


def record(
    engine: Engine,
    declaration: Declaration,
    *,
    now: dt.datetime = NOW,
    postman: Postman = POSTMAN,
) -> Recorded:
    return record_declaration(declaration, at(Store(engine), now, postman))


def cases(engine: Engine) -> list[Case]:
    with transaction(engine, read_only=True) as session:
        return [case for case, _ in list_cases(session)]


def mails(engine: Engine) -> list[OutboxRow]:
    with transaction(engine, read_only=True) as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def count(engine: Engine, table: type[DeclarativeBase]) -> int:
    with transaction(engine, read_only=True) as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def values_of(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
