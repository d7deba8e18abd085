"""Migrations and tables are the same schema, there and back."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from fairwell import paths
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, EndWish
from fairwell.rules.cases.ledger_check import LedgerFault
from fairwell.store.base import migrate
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.cases.ledger_check import verify
from fairwell.store.chats.search import is_ours
from fairwell.store.tables import METADATA
from tests.integration.old_ends import ROWS, put_old_cases
from tests.integration.records import cases, put_accounts, record
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

HERE = Path(__file__).parent

# As Alembic itself compares; the search has an index that no table of ours describes.
OPTIONS = {"compare_type": True, "include_name": lambda name, kind, _: is_ours(name, kind)}


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(paths.MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def run_script(engine: Engine, script: str) -> None:
    """Run the statements of a file; each ends with a semicolon at the end of its line."""
    with engine.begin() as connection:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def schema_of(engine: Engine) -> list[str]:
    """All that a schema consists of, as lines without an order of their own."""
    with engine.connect() as connection:
        found: list[tuple[object, ...]] = []
        for query in SCHEMA[engine.dialect.name]:
            found += [tuple(row) for row in connection.exec_driver_sql(query)]
    return sorted(re.sub(r"\s+", " ", str(row).replace("\\n", " ")) for row in found)


SCHEMA = {
    "sqlite": (
        "SELECT t.name, c.name, c.type, c.[notnull], c.dflt_value, c.pk FROM sqlite_master t,"
        " pragma_table_info(t.name) c WHERE t.type = 'table'",
        "SELECT t.name, i.[unique], i.origin, i.partial, group_concat(c.name)"
        " FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c"
        " WHERE t.type = 'table' GROUP BY t.name, i.name",
        'SELECT t.name, f."from", f."table", f."to" FROM sqlite_master t,'
        " pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
        "SELECT name, sql FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL",
        "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' OR sql LIKE '%fts5%'",
        "SELECT version_num FROM alembic_version",
    ),
    "postgresql": (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " column_default FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT version_num FROM alembic_version",
    ),
}


@pytest.fixture
def blank(database: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table, of the same kind as ``database``."""
    if database.dialect.name == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'blank.db'}")
        yield engine
        engine.dispose()
        return
    name = f"b{uuid.uuid4().hex}"
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as admin:
        admin.exec_driver_sql(f"CREATE DATABASE {name}")
        engine = open_engine(database.url.set(database=name).render_as_string(hide_password=False))
        yield engine
        engine.dispose()
        admin.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_what_the_tables_say(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)

        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_there(database: Engine) -> None:
    put_accounts(database)
    record(database, a_declaration())

    migrate.upgrade(database)

    assert migrate.is_current(database)
    assert len(cases(database)) == 1


def as_the_twelve(engine: Engine) -> None:
    """Make a database as the twelve migrations before the initial one left it."""
    script = HERE / f"old_schema.{engine.dialect.name}.sql"
    run_script(engine, script.read_text("utf-8"))


def as_released(engine: Engine) -> None:
    """Make a database with the schema before that of the wished end."""
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001_initial")


@pytest.fixture
def old(blank: Engine) -> Engine:
    as_the_twelve(blank)
    return blank


@pytest.fixture
def released(blank: Engine) -> Engine:
    as_released(blank)
    return blank


@pytest.fixture(params=[as_the_twelve, as_released])
def earlier(request: pytest.FixtureRequest, blank: Engine) -> Engine:
    """A database of either earlier schema, with cases in it."""
    request.param(blank)
    put_old_cases(blank)
    return blank


def test_an_earlier_database_keeps_its_cases_and_their_wished_ends(earlier: Engine) -> None:
    migrate.upgrade(earlier)

    assert migrate.is_current(earlier)
    assert {case.reference: case.ends for case in cases(earlier)} == {
        "AAA-2222": SOONEST,
        "BBB-3333": BALANCE_USED,
        "CCC-4444": EndWish.on(dt.date(2027, 3, 31)),
    }
    if earlier.dialect.name == "sqlite":
        with earlier.connect() as connection:
            # Watched again, or the product would go on without its database's checks.
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_history_of_an_earlier_database_still_proves_its_cases(earlier: Engine) -> None:
    migrate.upgrade(earlier)

    with transaction(earlier, read_only=True) as session:
        assert verify(session).ok
    with transaction(earlier) as session:
        session.execute(text("UPDATE cancellation_case SET ends = 'soonest'"))
    with transaction(earlier, read_only=True) as session:
        assert verify(session).why is LedgerFault.CASE_CHANGED


def test_going_back_leaves_the_ends_that_the_earlier_schema_had(released: Engine) -> None:
    put_old_cases(released)
    migrate.upgrade(released)
    put_accounts(released)
    record(released, a_declaration(ends=PERIOD_END))

    with released.begin() as connection:
        command.downgrade(config(connection), "0001_initial")
        found = connection.exec_driver_sql(
            "SELECT ends, wished_end_on FROM cancellation_case ORDER BY requested_at, id"
        ).all()

    assert [(ends, str(day) if day else None) for ends, day in found] == [
        *((ends, day) for _reference, ends, day in ROWS),
        ("soonest", None),
    ]


def test_a_database_of_the_twelve_migrations_is_like_a_fresh_one(
    old: Engine, database: Engine
) -> None:
    migrate.upgrade(old)

    assert schema_of(old) == schema_of(database)


@pytest.mark.parametrize("revision", ["0001", "0011"])
def test_an_older_database_is_refused_with_what_to_do(empty: Engine, revision: str) -> None:
    run_script(empty, (HERE / "old_schema.sqlite.sql").read_text("utf-8").replace("0012", revision))

    with pytest.raises(migrate.OldSchema, match=f"schema {revision}.*start the version"):
        migrate.upgrade(empty)

    assert not migrate.is_current(empty)


def test_an_upgrade_that_would_leave_rows_pointing_at_nothing_is_refused(empty: Engine) -> None:
    run_script(empty, (HERE / "old_schema.sqlite.sql").read_text("utf-8"))
    with empty.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(
            "INSERT INTO message (conversation_id, role, text, lang, created_at)"
            " VALUES ('nobody', 'customer', 'hallo', 'de', '2026-11-01 10:00:00')"
        )

    with pytest.raises(migrate.BrokenReferences, match="a row of message points at nothing"):
        migrate.upgrade(empty)

    assert not migrate.is_current(empty)


def test_the_way_back_leaves_nothing_and_the_way_forth_works_again(database: Engine) -> None:
    with database.begin() as connection:
        command.downgrade(config(connection), "base")
    assert set(inspect(database).get_table_names()) <= {"alembic_version"}
    assert not migrate.is_current(database)

    migrate.upgrade(database)

    assert migrate.is_current(database)
    put_accounts(database)
    record(database, a_declaration())
    assert len(cases(database)) == 1


def test_every_step_can_be_gone_back_and_forth(database: Engine) -> None:
    with database.begin() as connection:
        script = ScriptDirectory.from_config(config(connection))
    for _ in script.walk_revisions():  # from the newest down to the first
        with database.begin() as connection:
            command.downgrade(config(connection), "-1")
            command.upgrade(config(connection), "+1")
            command.downgrade(config(connection), "-1")

    assert set(inspect(database).get_table_names()) <= {"alembic_version"}


def test_there_is_one_line_of_migrations_with_a_single_end() -> None:
    script = ScriptDirectory(str(paths.MIGRATIONS))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_a_new_database_is_not_current_until_it_is_migrated(empty: Engine) -> None:
    assert not migrate.is_current(empty)

    migrate.upgrade(empty)

    assert migrate.is_current(empty)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(empty)
    before = set(inspect(empty).get_table_names())
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_text((paths.MIGRATIONS / "env.py").read_text("utf-8"))
    head = ScriptDirectory(str(paths.MIGRATIONS)).get_current_head()
    for version in (paths.MIGRATIONS / "versions").glob("*.py"):
        (broken / "versions" / version.name).write_text(version.read_text("utf-8"))
    (broken / "versions" / "9999_broken.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '9999', {head!r}\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half_made (id INTEGER)')\n"
        "    op.execute('THIS IS NO SQL')\n"
    )
    monkeypatch.setattr(paths, "MIGRATIONS", broken)

    with pytest.raises(Exception, match="THIS"):
        migrate.upgrade(empty)

    assert set(inspect(empty).get_table_names()) == before
