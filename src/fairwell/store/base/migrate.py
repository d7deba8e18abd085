"""Schema migrations with Alembic, and the check that a database is current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from fairwell import paths
from fairwell.store.base.time_limits import without_limits

# Before the first release there were twelve migrations, 0001 to 0012; the one that replaced them
# creates the schema that 0012 ended with.
_INITIAL = "0001_initial"
_LAST_OF_TWELVE = "0012"
_EARLIER = frozenset(f"{number:04}" for number in range(1, 12))

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r"""^(down_)?revision\b[^=\n]*=\s*["']([^"']+)["']""", re.MULTILINE)


class BrokenReferences(RuntimeError):
    """A migration would have left dangling foreign keys; the message names the tables."""


class OldSchema(RuntimeError):
    """The database is older than the oldest migration; the message says what to do."""


def _config(connection: object) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run all migrations that the database does not have yet, in one transaction.

    Raises:
        BrokenReferences: a migration would leave dangling foreign keys; nothing is changed.
        OldSchema: the database was created by a version before the last of the twelve migrations.
    """
    from alembic import command

    with _unwatched(engine) as connection, connection.begin():
        _adopt(connection)
        command.upgrade(_config(connection), "head")
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken:
                raise BrokenReferences(f"a row of {broken[0]} points at nothing in {broken[2]}")


def _adopt(connection: Connection) -> None:
    """Stamp a database of the twelve migrations as the initial one, without changing other rows."""
    from alembic.runtime.migration import MigrationContext

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
    """Connect with SQLite's foreign key enforcement off.

    SQLite alters a table by creating a copy and dropping the original, which rows of other tables
    still reference. The pragma has an effect only outside a transaction.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        if raw is None:
            raise RuntimeError("a fresh connection has no driver's connection")
        if connection.dialect.name != "sqlite":
            with without_limits(raw):
                yield connection
            return
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def is_current(engine: Engine) -> bool:
    """Return whether the database has the newest schema.

    Every command checks this, so it does without Alembic: importing that takes longer than most
    commands run.
    """
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        return set(found) == heads()


def heads() -> set[str]:
    """Return the revisions in the folder of migrations that no other one follows."""
    revisions: set[str] = set()
    followed: set[str] = set()
    for file in (paths.MIGRATIONS / "versions").glob("*.py"):
        for down, name in _REVISION.findall(file.read_text(encoding="utf-8")):
            (followed if down else revisions).add(name)
    return revisions - followed


def make_revision(engine: Engine, message: str) -> None:
    """Generate a migration from the difference between tables and database (for developers)."""
    from alembic import command

    with engine.begin() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)
