"""A throwaway PostgreSQL server, and the two databases that everything about the outbox runs on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from fairwell.store.base.engine import open_engine
from fairwell.store.base.migrate import upgrade
from tests.support.postgres_server import running_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server of our own: nothing of the machine's is used, nothing is left behind."""
    with running_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with the current schema, once on each kind of server."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'fairwell.db'}"
        _migrate(url)
        yield url
        return
    server = request.getfixturevalue("postgres_url")
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    _migrate(url)
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An open engine on ``database_url``."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
