"""Migrations and tables are the same schema, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from fairwell import paths
from fairwell.store.base import migrate
from fairwell.store.base.engine import open_engine
from fairwell.store.base.tables import Base
from fairwell.store.chats.search import is_ours
from tests.integration.records import cases, put_accounts, record
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

# As Alembic itself compares; the search has an index that no table of ours describes.
OPTIONS = {"compare_type": True, "include_name": lambda name, kind, _: is_ours(name, kind)}


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(paths.MIGRATIONS))
    made.attributes["connection"] = connection
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_what_the_tables_say(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_there(database: Engine) -> None:
    put_accounts(database)
    record(database, a_declaration())

    migrate.upgrade(database)

    assert migrate.is_current(database)
    assert len(cases(database)) == 1


def test_chats_and_cases_of_the_first_version_are_there_after_the_upgrade(empty: Engine) -> None:
    with empty.begin() as connection:
        command.upgrade(config(connection), "0002")
        connection.exec_driver_sql(
            "INSERT INTO conversation (id, token_hash, language, speaker, knowledge, created_at,"
            " last_active_at) VALUES ('C1', 'hash', 'de', 'bot', 'anonymous',"
            " '2026-11-01 10:00:00', '2026-11-01 10:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO message (conversation_id, role, text, lang, created_at)"
            " VALUES ('C1', 'customer', 'Ich möchte kündigen', 'de', '2026-11-01 10:00:00')"
        )

    migrate.upgrade(empty)

    with empty.connect() as connection:
        (kept,) = connection.exec_driver_sql(
            "SELECT message.text, conversation.speaker FROM message JOIN conversation"
            " ON conversation.id = message.conversation_id"
        )
        assert tuple(kept) == ("Ich möchte kündigen", "bot")
        # Watched again, or the product would go on without its database's checks.
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_an_upgrade_that_would_leave_rows_pointing_at_nothing_is_refused(empty: Engine) -> None:
    with empty.begin() as connection:
        command.upgrade(config(connection), "0002")
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

    assert "handoff" not in inspect(empty).get_table_names()


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
