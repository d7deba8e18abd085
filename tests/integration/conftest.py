"""A gateway of each test's own, on a database that is already migrated and stocked."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.store import demo, migrate
from fairwell.store.engine import open_engine
from tests.integration.serving import Customer, Gateway, gateway
from tests.support.commands import Run, command_line


@pytest.fixture(scope="session")
def stocked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the demo accounts, to copy: migrating takes a while."""
    file = tmp_path_factory.mktemp("stocked") / "fairwell.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    demo.reset(engine, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    engine.dispose()  # the last connection puts the log back into the file
    return file


@pytest.fixture
def home(tmp_path: Path, stocked_file: Path) -> Path:
    """A state folder with a stocked database."""
    shutil.copy(stocked_file, tmp_path / "fairwell.db")
    return tmp_path


@pytest.fixture
def gate(home: Path) -> Iterator[Gateway]:
    """A gateway in demo mode before a scripted engine."""
    with gateway(home, demo=True) as running:
        yield running


@pytest.fixture
def customer(gate: Gateway) -> Customer:
    """A German customer who has not written yet."""
    return gate.customer()


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line on a stocked database of the test's own."""
    with command_line(home, monkeypatch) as runner:
        yield runner
