"""Brings a database to the current schema with Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine

from fairwell import paths

# Before the first release there were twelve migrations, 0001 to 0012; the one that replaced them
# makes what 0012 left.
_INITIAL = "0001_initial"
_LAST_OF_TWELVE = "0012"
_EARLIER = frozenset(f"{number:04}" for number in range(1, 12))


class BrokenReferences(RuntimeError):
    """A migration would have left rows that point at nothing; the message names the tables."""


class OldSchema(RuntimeError):
    """The database is older than the migrations reach back; the message says what to do."""


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run all migrations that the database does not have yet, in one transaction.

    Raises:
        BrokenReferences: a migration would leave rows that point at nothing; nothing is changed.
        OldSchema: the database was made by a version before the last of the twelve migrations.
    """
    with _unwatched(engine) as connection, connection.begin():
        _adopt(connection)
        command.upgrade(_config(connection), "head")
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken:
                raise BrokenReferences(f"a row of {broken[0]} points at nothing in {broken[2]}")


def _adopt(connection: Connection) -> None:
    """Take a database of the twelve migrations for one of the initial one: no row is touched."""
    context = MigrationContext.configure(connection)
    current = context.get_current_revision()
    if current in _EARLIER:
        raise OldSchema(
            f"the database has schema {current}, this version reads {_LAST_OF_TWELVE} and later: "
            "start the version from before the migrations were merged (commit 1a47c37) once, "
            "which upgrades it, then this one"
        )
    if current == _LAST_OF_TWELVE:
        connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '{_INITIAL}'"  # noqa: S608 (a constant)
        )


@contextmanager
def _unwatched(engine: Engine) -> Iterator[Connection]:
    """A connection on which SQLite does not watch references.

    SQLite changes a table by making it anew and dropping the old one, which other tables' rows
    point at meanwhile; and it takes the switch outside a transaction only.
    """
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        raw = connection.connection.dbapi_connection
        if raw is None:
            raise RuntimeError("a fresh connection has no driver's connection")
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        return current == ScriptDirectory.from_config(_config(connection)).get_current_head()


def make_revision(engine: Engine, message: str) -> None:
    """Write a new migration from the difference between tables and database (developers)."""
    with engine.begin() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)
