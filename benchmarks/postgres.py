"""Temporary PostgreSQL server for a phase, with fsync on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.support.postgres_server import running_server


@contextmanager
def throwaway_database() -> Iterator[dict[str, str]]:
    """The settings that put record and conversations into PostgreSQL while the block lasts."""
    with running_server(durable=True) as server:
        yield {
            "FAIRWELL_DATABASE_URL": server,
            "FAIRWELL_TRACKER_URL": _another_database(server, "tracker"),
        }


def _another_database(server: str, name: str) -> str:
    """The address of a new database, in the form that both environments' drivers read."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = make_url(server).set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)
