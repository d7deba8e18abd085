"""The ledger in the store: written with the cases, proven by the command; tampering shows."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, delete, text, update

from fairwell import bootstrap
from fairwell.rules.cases.case import Case, Kind
from fairwell.rules.cases.ledger import GENESIS
from fairwell.rules.cases.ledger_check import LedgerFault, Verdict
from fairwell.services.cases.change_case import dispute, revoke
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.cases.verify_case import follow_link
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.ledger_check import list_entries, verify
from fairwell.store.cases.tables import CaseRow, LedgerRow
from tests.integration.records import NOW, at, cases, mails, put_accounts, record
from tests.support.commands import Run
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def stocked(database: Engine) -> Engine:
    """Three cases, six rows: a pause that a cancellation replaced, and one that was taken back."""
    put_accounts(database)
    record(database, a_declaration(kind=Kind.PAUSE))
    record(database, a_declaration(turn_id="02TURN"))
    third = record(database, a_declaration(conversation_id="02", turn_id="03TURN")).case
    revoke("02", third.id, at(Store(database), NOW))
    (link,) = (word for word in mails(database)[1].body_text.split() if "/verify/" in word)
    assert follow_link(link.rpartition("/")[2], at(Store(database), NOW))
    return database


def checked(engine: Engine, noted: str | None = None) -> Verdict:
    with transaction(engine, read_only=True) as session:
        return verify(session, noted)


def tamper(engine: Engine, row: int, **values: object) -> None:
    with transaction(engine) as session:
        session.execute(update(LedgerRow).where(LedgerRow.seq == row).values(**values))


def test_everything_that_happens_to_cases_is_in_the_chain(stocked: Engine) -> None:
    with transaction(stocked, read_only=True) as session:
        entries = list_entries(session)

    assert [entry.event for entry in entries] == [
        "declared",
        "declared",
        "revoked",
        "declared",
        "revoked",
        "verified",
    ]
    assert entries[0].previous_hash == GENESIS
    assert checked(stocked) == Verdict(ok=True, rows=6, head=entries[-1].row_hash)


def test_a_dispute_is_in_the_chain(database: Engine) -> None:
    put_accounts(database)
    record(database, a_declaration())
    (link,) = (word for word in mails(database)[0].body_text.split() if "/dispute/" in word)
    dispute(link.rpartition("/")[2], at(Store(database), NOW))

    assert checked(database).ok
    with transaction(database, read_only=True) as session:
        assert [entry.event for entry in list_entries(session)] == ["declared", "disputed"]


def test_the_rows_of_one_case_can_be_listed(stocked: Engine) -> None:
    third = cases(stocked)[-1]

    with transaction(stocked, read_only=True) as session:
        found = list_entries(session, third.reference)

    assert {entry.case_id for entry in found} == {third.id}
    assert len(found) == 2


@pytest.mark.parametrize("seq", [1, 3, 6])
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"content": "{}"}, LedgerFault.CONTENT_CHANGED),
        ({"content_hash": "0" * 64}, LedgerFault.CONTENT_CHANGED),
        ({"row_hash": "0" * 64}, LedgerFault.ROW_CHANGED),
        ({"previous_hash": "f" * 64}, LedgerFault.ROW_CHANGED),
        ({"event": "matched"}, LedgerFault.ROW_CHANGED),
        ({"at": NOW.replace(year=2025)}, LedgerFault.ROW_CHANGED),
        ({"reference": "AAA-2222"}, LedgerFault.OTHER_CASE),
    ],
)
def test_a_row_changed_in_the_database_is_named(
    stocked: Engine, seq: int, values: dict[str, object], why: LedgerFault
) -> None:
    tamper(stocked, seq, **values)

    verdict = checked(stocked)

    assert (verdict.ok, verdict.broken_seq, verdict.why) == (False, seq, why)


@pytest.mark.parametrize("seq", [1, 4])
def test_a_row_deleted_from_the_database_shows_at_the_next(stocked: Engine, seq: int) -> None:
    with transaction(stocked) as session:
        session.execute(delete(LedgerRow).where(LedgerRow.seq == seq))

    verdict = checked(stocked)

    assert (verdict.broken_seq, verdict.why) == (seq + 1, LedgerFault.CHAIN_BROKEN)


def test_the_end_cut_off_shows_in_the_cases(stocked: Engine) -> None:
    with transaction(stocked) as session:
        session.execute(delete(LedgerRow).where(LedgerRow.seq > 3))

    verdict = checked(stocked)

    assert not verdict.ok
    assert verdict.why in (LedgerFault.NEVER_DECLARED, LedgerFault.CASE_CHANGED)


def test_rows_exchanged_in_the_database_are_found(stocked: Engine) -> None:
    for old, new in ((2, 100), (4, 2), (100, 4)):
        tamper(stocked, old, seq=new)

    verdict = checked(stocked)

    assert (verdict.broken_seq, verdict.why) == (2, LedgerFault.CHAIN_BROKEN)


@pytest.mark.parametrize(
    "values",
    [{"status": "effective"}, {"reason": "erfunden"}, {"effective_on": None}, {"language": "en"}],
)
def test_a_case_changed_in_the_database_is_named(
    stocked: Engine, values: dict[str, object]
) -> None:
    case = cases(stocked)[1]
    with transaction(stocked) as session:
        session.execute(update(CaseRow).where(CaseRow.id == case.id).values(**values))

    verdict = checked(stocked)

    assert (verdict.reference, verdict.why) == (case.reference, LedgerFault.CASE_CHANGED)


def test_the_hash_on_the_receipt_stays_that_of_the_declaration(database: Engine) -> None:
    put_accounts(database)
    case = record(database, a_declaration()).case
    store = Store(database)
    with store.begin() as work:
        declared = work.ledger.declared(case.id, NOW)
    assert declared
    revoke(case.conversation_id, case.id, at(store, NOW))

    with store.begin() as work:
        assert work.ledger.declared(case.id, NOW) == declared
        assert work.ledger.declared("01UNKNOWN", NOW) is None
    with transaction(database, read_only=True) as session:
        assert list_entries(session)[0].content_hash == declared.content_hash


def test_many_at_once_make_one_chain(database: Engine) -> None:
    put_accounts(database)

    def one(number: int) -> Case:
        declared = a_declaration(
            conversation_id=f"c{number}", turn_id=f"t{number}", email=f"x{number}@b.example"
        )
        return record(database, declared).case

    with ThreadPoolExecutor(8) as pool:
        recorded = list(pool.map(one, range(24)))

    verdict = checked(database)
    assert (verdict.ok, verdict.rows) == (True, 24), verdict
    assert len({case.reference for case in recorded}) == 24


def test_a_row_of_a_case_that_was_rolled_back_is_not_in_the_chain(database: Engine) -> None:
    store = Store(database)
    case = record(database, a_declaration()).case
    with pytest.raises(RuntimeError), store.begin() as work:
        work.ledger.append(case, "matched", NOW)
        raise RuntimeError("no")
    record(database, a_declaration(conversation_id="02"))

    verdict = checked(database)
    assert (verdict.ok, verdict.rows) == (True, 2)


def test_the_command_proves_the_chain_and_tells_its_last_hash(run: Run) -> None:
    record_declaration(a_declaration(), bootstrap.current_app())

    told = json.loads(run("ledger", "verify", "--json").output)
    printed = run("ledger", "verify")

    assert (told["ok"], told["rows"], told["why"]) == (True, 1, None)
    assert printed.exit_code == 0
    assert told["head"] in printed.output
    assert run("ledger", "verify", "--noted", told["head"]).exit_code == 0
    assert run("ledger", "verify", "--noted", "0" * 64).exit_code == 1


def test_the_command_names_the_first_broken_row_and_fails(run: Run) -> None:
    case = record_declaration(a_declaration(), bootstrap.current_app()).case
    record_declaration(a_declaration(conversation_id="02"), bootstrap.current_app())
    with transaction(bootstrap.current_app().database) as session:
        session.execute(text("UPDATE ledger SET event = 'forged' WHERE seq = 1"))

    result = run("ledger", "verify")
    told = run("ledger", "verify", "--json")

    assert (result.exit_code, told.exit_code) == (1, 1)
    assert f"row 1 (case {case.reference})" in result.output
    assert json.loads(told.output)["broken_seq"] == 1


def test_the_command_lists_the_rows(run: Run) -> None:
    first = record_declaration(a_declaration(), bootstrap.current_app()).case
    record_declaration(a_declaration(conversation_id="02"), bootstrap.current_app())

    rows = json.loads(run("ledger", "list", "--json").output)
    one = json.loads(run("ledger", "list", "--reference", first.reference, "--json").output)

    assert [row["event"] for row in rows] == ["declared", "declared"]
    assert [row["reference"] for row in one] == [first.reference]
    assert json.loads(one[0]["content"])["user_name"] == "blumen-mueller"
    assert first.reference in run("ledger", "list").output
