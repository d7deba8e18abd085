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
from fairwell.store.base.time_limits import BATCH
from tests.support.postgres_server import running_server
from tests.support.schema import copy_schema

_TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server of our own: nothing of the machine's is used, nothing is left behind."""
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_admin(postgres_url: str) -> Iterator[Engine]:
    """Makes and drops databases; there is one with the current schema to copy."""
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    _run(admin, f"CREATE DATABASE {_TEMPLATE}")
    engine = open_engine(_named(postgres_url, _TEMPLATE))
    upgrade(engine)
    engine.dispose()  # a database that somebody uses cannot be copied
    yield admin
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with the current schema, once on each kind of server."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'fairwell.db'}"
        copy_schema(open_engine(url))
        yield url
        return
    admin: Engine = request.getfixturevalue("postgres_admin")
    name = f"t{uuid.uuid4().hex}"
    _run(admin, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    yield _named(admin.url.render_as_string(hide_password=False), name)
    _run(admin, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An open engine on ``database_url``."""
    engine = open_engine(database_url, BATCH)  # the machine may be busy
    yield engine
    engine.dispose()


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _run(admin: Engine, statement: str) -> None:
    with admin.connect() as connection:
        connection.execute(text(statement))
