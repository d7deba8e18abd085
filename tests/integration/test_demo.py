"""The demo accounts: as shipped after a reset, whatever was done before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from fairwell import paths
from fairwell.policy.facts import PolicyError
from fairwell.rules.cases.case import Kind
from fairwell.services.cases.change_case import revoke
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases import demo
from fairwell.store.cases.tables import AccountRow
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.messages import NewLine
from fairwell.store.tables import METADATA
from tests.integration.records import NOW, at, count, record
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

TODAY = dt.date(2026, 11, 23)


def account(engine: Engine, user_name: str) -> AccountRow:
    with transaction(engine, read_only=True) as session:
        return session.scalars(select(AccountRow).where(AccountRow.user_name == user_name)).one()


def test_the_shipped_accounts_are_loaded_with_dates_from_the_day_of_loading(
    database: Engine,
) -> None:
    assert demo.reset(database, paths.DEMO_ACCOUNTS, TODAY) == 14

    assert account(database, "blumen-mueller").next_billing_on == dt.date(2026, 12, 2)
    assert account(database, "yoga-isar").trial_ends_on == dt.date(2026, 12, 5)
    assert account(database, "weinhof-lang").balance_minor == 8400
    assert account(database, "metro-dance").add_ons == ["sms", "survey"]


def test_a_reset_removes_everything_that_was_done_with_the_accounts(database: Engine) -> None:
    demo.reset(database, paths.DEMO_ACCOUNTS, TODAY)
    conversation, _ = Conversations(database).open("de", NOW)
    Conversations(database).begin_turn(
        conversation.id,
        idempotency_key=None,
        request_hash="hash",
        line=NewLine("customer", "kündigen", "de", (("Jetzt kündigen", "/press"),)),
        button_id=None,
        now=NOW,
    )
    record(database, a_declaration(conversation_id=conversation.id))
    second = record(database, a_declaration(conversation_id="02"), now=NOW + dt.timedelta(days=1))
    record(database, a_declaration(kind=Kind.PAUSE, turn_id="02TURN"))
    revoke("02", second.case.id, at(Store(database), NOW))

    assert demo.reset(database, paths.DEMO_ACCOUNTS, TODAY) == 14

    with database.connect() as connection:
        left = {
            table.name: connection.execute(table.select()).all()
            for table in METADATA.sorted_tables
            if table is not AccountRow.__table__
        }
    assert not {name: rows for name, rows in left.items() if rows}


def test_a_filled_directory_is_left_alone(database: Engine) -> None:
    demo.load_missing(database, paths.DEMO_ACCOUNTS, TODAY)
    demo.load_missing(database, paths.DEMO_ACCOUNTS, TODAY + dt.timedelta(days=30))

    assert count(database, AccountRow) == 14
    assert account(database, "blumen-mueller").next_billing_on == dt.date(2026, 12, 2)


def test_a_broken_file_of_accounts_changes_nothing(database: Engine, tmp_path: Path) -> None:
    demo.reset(database, paths.DEMO_ACCOUNTS, TODAY)
    broken = tmp_path / "accounts.yml"
    broken.write_text("accounts:\n  - user_name: x\n    plan: weekly\n", "utf-8")

    with pytest.raises(PolicyError, match=r"accounts\.yml:3: accounts\.0\.plan"):
        demo.reset(database, broken, TODAY)

    assert count(database, AccountRow) == 14
