"""The database: durable, whole or nothing, and its failures told without customers' data."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Connection, Engine, event, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from fairwell import paths
from fairwell.mail.postman import MailLinks, Postman
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Account, Case
from fairwell.store.base import engine as engine_module
from fairwell.store.base import migrate
from fairwell.store.base.engine import connection as plain_connection
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.tables import AccountRow
from fairwell.store.chats.tables import ConversationRow
from fairwell.store.mails.outbox import Mail
from fairwell.store.tables import METADATA
from tests.integration.records import NOW, cases, count, mails, put_accounts, record
from tests.support.schema import copy_schema
from tests.unit.samples import ACCOUNT, a_declaration

pytest_plugins = ("tests.support.postgres",)


class BrokenPostman(Postman):
    """Fails at the last step of a recording, when everything else is written."""

    def confirmation(
        self, case: Case, account: Account, links: MailLinks, again: dt.datetime | None = None
    ) -> Mail:
        raise RuntimeError("no ink")

    def revoked(self, case: Case, account: Account) -> Mail:
        raise RuntimeError("no ink")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "fairwell.db"


@pytest.fixture
def sqlite(file: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A migrated SQLite database that waits a moment only for a lock."""
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 20)
    engine = open_engine(f"sqlite:///{file}")
    copy_schema(engine)
    yield engine
    engine.dispose()


def conversation(number: int = 1) -> ConversationRow:
    return ConversationRow(
        id=f"01CONVERSATION{number}",
        token_hash=f"hash-{number}",
        language="de",
        speaker="bot",
        knowledge="anonymous",
        created_at=NOW,
        last_active_at=NOW,
    )


def test_an_error_in_the_middle_leaves_nothing(database: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(database) as session:
        session.add(conversation())
        session.flush()
        raise RuntimeError

    assert count(database, ConversationRow) == 0


def test_a_recording_that_fails_at_its_last_step_leaves_no_trace_in_any_table(
    database: Engine,
) -> None:
    put_accounts(database, ACCOUNT)

    with pytest.raises(RuntimeError, match="no ink"):
        record(database, a_declaration(), postman=BrokenPostman(load_facts(paths.POLICY)))

    with database.connect() as connection:
        for table in METADATA.sorted_tables:
            if table is not AccountRow.__table__:
                rows = connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar()
                assert rows == 0, table.name


@pytest.mark.parametrize("opened", [transaction, plain_connection])
def test_after_a_failed_commit_the_same_connections_work_again(
    database: Engine,
    opened: Callable[[Engine], AbstractContextManager[Session | Connection]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_connection: object) -> None:
        raise database.dialect.loaded_dbapi.OperationalError("database or disk is full")

    changed = update(AccountRow).values(email="lost@example.org")
    put_accounts(database, ACCOUNT)
    with monkeypatch.context() as patch:
        patch.setattr(database.dialect, "do_commit", refuse)
        for _ in range(20):  # more than there are connections
            with pytest.raises(StoreUnavailable), opened(database) as work:
                work.execute(changed)

    with opened(database) as work:
        work.execute(update(AccountRow).values(language="en"))
    with transaction(database, read_only=True) as session:
        account = session.scalars(select(AccountRow)).one()
        assert (account.email, account.language) == (ACCOUNT.email, "en")


def test_times_come_back_as_they_were_in_utc(database: Engine) -> None:
    berlin = dt.timezone(dt.timedelta(hours=1))
    with transaction(database) as session:
        row = conversation()
        row.created_at = dt.datetime(2026, 11, 23, 10, 42, 7, 123456, tzinfo=berlin)
        session.add(row)

    with transaction(database, read_only=True) as session:
        kept = session.get_one(ConversationRow, row.id).created_at

    assert kept == dt.datetime(2026, 11, 23, 9, 42, 7, 123456, tzinfo=dt.UTC)
    assert kept.utcoffset() == dt.timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Engine) -> None:
    with pytest.raises(StatementError, match="without a zone"), transaction(database) as session:
        row = conversation()
        row.created_at = dt.datetime(2026, 11, 23, 10, 42)  # noqa: DTZ001
        session.add(row)

    assert count(database, ConversationRow) == 0


def test_a_refused_row_is_named_without_what_stood_in_it(database: Engine) -> None:
    put_accounts(database, ACCOUNT)

    with pytest.raises(IntegrityError) as refused:
        put_accounts(database, ACCOUNT)

    assert "INSERT INTO account" in str(refused.value)
    assert ACCOUNT.email not in str(refused.value)


# --- SQLite ---------------------------------------------------------------------------------------


def test_sqlite_is_durable_on_every_connection(sqlite: Engine) -> None:
    connections = [sqlite.connect() for _ in range(4)]
    for connection in connections:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert pragmas == {
            "journal_mode": "wal",
            "synchronous": 2,  # FULL
            "foreign_keys": 1,
            "busy_timeout": 20,
        }
        connection.close()


def test_a_writing_transaction_holds_the_lock_from_its_first_moment(
    sqlite: Engine, file: Path
) -> None:
    with closing(sqlite3.connect(file, timeout=0)) as other:
        with transaction(sqlite) as session:
            session.connection()  # begun, nothing written yet
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.rollback()


def test_reading_neither_waits_for_a_writer_nor_holds_one_up(sqlite: Engine, file: Path) -> None:
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert count(sqlite, ConversationRow) == 0
        other.execute("ROLLBACK")
        with transaction(sqlite, read_only=True) as session:
            session.connection()
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")


def test_a_locked_database_is_unavailable_and_recording_works_afterwards(
    sqlite: Engine, file: Path
) -> None:
    put_accounts(sqlite, ACCOUNT)
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="OperationalError"):
            record(sqlite, a_declaration())
        other.execute("ROLLBACK")

    assert cases(sqlite) == []
    record(sqlite, a_declaration())
    assert len(cases(sqlite)) == len(mails(sqlite)) == 1


def test_threads_of_a_process_write_in_turn_instead_of_fighting_for_the_lock(
    sqlite: Engine,
) -> None:
    def write(number: int) -> None:
        with transaction(sqlite) as session:
            session.add(conversation(number))
            session.flush()
            holding.wait(0.05)  # longer than SQLite would wait for whoever writes

    holding = Event()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))

    assert count(sqlite, ConversationRow) == 6


def test_a_writer_whose_turn_does_not_come_is_told(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "TURN_TIMEOUT_SECONDS", 0.02)

    with (
        transaction(sqlite),
        ThreadPoolExecutor(1) as pool,
        pytest.raises(StoreUnavailable),
    ):
        pool.submit(lambda: transaction(sqlite).__enter__()).result()


def test_the_state_folder_is_made_when_it_is_missing(file: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    engine.dispose()

    assert file.is_file()


def test_a_database_that_cannot_be_opened_is_unavailable(file: Path) -> None:
    file.mkdir(parents=True)
    engine = open_engine(f"sqlite:///{file}")

    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.connection()
    engine.dispose()


def test_a_full_disk_is_unavailable_and_writing_goes_on_when_there_is_room(sqlite: Engine) -> None:
    put_accounts(sqlite, ACCOUNT)
    room = 1  # page; SQLite then allows what there is and no more

    @event.listens_for(sqlite, "checkout")
    def _limit(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count={room}")

    for number in range(20):
        with pytest.raises(StoreUnavailable), transaction(sqlite) as session:
            for each in range(200):
                session.add(conversation(1000 * number + each))
    room = 1_000_000

    record(sqlite, a_declaration())

    assert count(sqlite, ConversationRow) == 0
    assert len(cases(sqlite)) == len(mails(sqlite)) == 1


def test_a_file_that_is_no_database_is_unavailable(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(b"restored from the wrong backup" * 100)
    engine = open_engine(f"sqlite:///{file}")

    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.connection()
    engine.dispose()


def test_what_was_committed_is_there_for_another_process(sqlite: Engine, file: Path) -> None:
    put_accounts(sqlite, ACCOUNT)
    reference = record(sqlite, a_declaration()).case.reference

    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as other:
        (kept,) = other.execute("SELECT reference FROM cancellation_case").fetchone()

    assert kept == reference


# --- PostgreSQL -----------------------------------------------------------------------------------


def test_a_postgresql_url_of_any_spelling_gets_the_driver_we_ship(postgres_url: str) -> None:
    for spelling in ("postgresql://", "postgresql+psycopg://"):
        engine = open_engine(postgres_url.replace("postgresql+psycopg://", spelling))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
            assert engine.dialect.driver == "psycopg"
        engine.dispose()


def test_a_server_that_goes_away_is_unavailable_and_found_again(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with transaction(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_after_a_failover_no_connection_stays_with_the_server_that_only_reads(
    postgres_url: str,
) -> None:
    engine = open_engine(postgres_url)
    with ThreadPoolExecutor(4) as pool:  # several connections, each as to a demoted server
        together = Barrier(4)

        def demote() -> None:
            with engine.connect() as connected, connected.begin():
                connected.execute(text("SET SESSION default_transaction_read_only = on"))
                together.wait(20)

        for done in [pool.submit(demote) for _ in range(4)]:
            done.result()
    create = text("CREATE TEMPORARY TABLE written (id int) ON COMMIT DROP")

    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.execute(text("CREATE TABLE refused (id int)"))
    for _ in range(4):
        with transaction(engine) as session:
            assert session.execute(text("SHOW transaction_read_only")).scalar() == "off"
            session.execute(create)
    engine.dispose()


def test_no_server_at_all_is_unavailable(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://fairwell@/nothing?host={tmp_path}")

    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.execute(text("SELECT 1"))
    engine.dispose()


def test_a_transaction_makes_only_the_repositories_that_are_used(database: Engine) -> None:
    with Store(database).look() as work:
        assert work.cases.of_conversation("nobody's") == []
        made = set(vars(work)) - {"_session"}

    assert made == {"cases"}
