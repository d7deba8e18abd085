"""Case and mail stand or fall together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from fairwell import paths
from fairwell.mail.postman import MailLinks, Postman
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Account, Case, Declaration, Kind
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.tables import AccountRow, CaseRow
from fairwell.store.mails.outbox import Mail
from tests.integration.records import at
from tests.support.outbox import NOW, a_mail, only_row, put, rows

pytest_plugins = ("tests.support.postgres",)


DECLARATION = Declaration(
    kind=Kind.CANCEL,
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    language="de",
    reason=None,
    conversation_id="01CONVERSATION",
    turn_id="01TURN",
)
POSTMAN = Postman(load_facts(paths.POLICY))


class BrokenPostman(Postman):
    def confirmation(
        self, case: Case, account: Account, links: MailLinks, again: object = None
    ) -> Mail:
        raise RuntimeError("no ink")

    def revoked(self, case: Case, account: Account) -> Mail:
        raise RuntimeError("no ink")


@pytest.fixture
def store(database: Engine) -> Store:
    with transaction(database) as session:
        session.add(
            AccountRow(
                id="01ACCOUNT",
                user_name="blumen-mueller",
                email="anna.mueller@blumen-mueller.example",
                plan="monthly",
                state="active",
                country="DE",
                region=None,
                language="de",
                currency="USD",
                contacts=1800,
                monthly_fee_minor=4500,
                balance_minor=None,
                next_billing_on=None,
                trial_ends_on=None,
                add_ons=[],
            )
        )
    return Store(database)


def cases(engine: Engine) -> int:
    with transaction(engine, read_only=True) as session:
        return session.scalars(select(func.count()).select_from(CaseRow)).one()


def test_a_recorded_declaration_leaves_one_pending_mail(store: Store, database: Engine) -> None:
    case = record_declaration(DECLARATION, at(store, NOW)).case

    row = only_row(database)
    assert cases(database) == 1
    assert row.state == "pending"
    assert row.reference == case.reference
    assert case.reference in row.subject
    assert row.recipient == "anna.mueller@blumen-mueller.example"
    assert row.created_at == NOW


def test_the_same_wish_again_leaves_no_second_mail(store: Store, database: Engine) -> None:
    for turn in ("01TURN", "01TURN", "02TURN"):
        record_declaration(replace(DECLARATION, turn_id=turn), at(store, NOW))

    assert cases(database) == 1
    assert len(rows(database)) == 1


def test_a_mail_that_cannot_be_written_takes_the_case_back(store: Store, database: Engine) -> None:
    with pytest.raises(RuntimeError, match="no ink"):
        broken = BrokenPostman(load_facts(paths.POLICY))
        record_declaration(DECLARATION, at(store, NOW, postman=broken))

    assert cases(database) == 0
    assert rows(database) == []


def test_a_transaction_that_fails_after_the_mail_leaves_none(
    store: Store, database: Engine
) -> None:
    with pytest.raises(RuntimeError), store.begin() as work:
        work.outbox.put(a_mail(), NOW)
        raise RuntimeError

    assert rows(database) == []


def test_details_that_match_no_account_are_recorded_without_a_mail(
    store: Store, database: Engine
) -> None:
    stranger = replace(DECLARATION, email="somebody@else.example")

    record_declaration(stranger, at(store, NOW))

    assert cases(database) == 1
    assert rows(database) == []


def test_one_dedupe_key_is_one_row(database: Engine) -> None:
    put(database, a_mail(1), a_mail(2))
    put(database, a_mail(1))

    assert len(rows(database)) == 2
    assert len({row.message_id for row in rows(database)}) == 2
