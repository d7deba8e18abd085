"""A gateway of each test's own, on a database that is already migrated and stocked."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.store.base import engine as engine_module
from fairwell.store.base.engine import open_engine
from fairwell.store.cases import demo
from tests.integration.serving import Customer, Gateway, gateway
from tests.support.commands import Run, command_line
from tests.support.schema import copy_schema


@pytest.fixture(scope="session")
def stocked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the demo accounts, to copy: migrating takes a while."""
    file = tmp_path_factory.mktemp("stocked") / "fairwell.db"
    engine = open_engine(f"sqlite:///{file}")
    copy_schema(engine)
    demo.reset(engine, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    engine.dispose()  # the last connection puts the log back into the file
    return file


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, stocked_file: Path) -> Path:
    """A state folder with a stocked database: the gateway's, where a test has one."""
    if "gate" in request.fixturenames:
        running: Gateway = request.getfixturevalue("running_gate")
        return running.app.settings.home
    shutil.copy(stocked_file, tmp_path / "fairwell.db")
    return tmp_path


@pytest.fixture(scope="module")
def turn_deadline() -> float:
    """Seconds the gateway waits for a turn: enough for a machine that stalls."""
    return 20.0


@pytest.fixture(scope="module")
def running_gate(
    tmp_path_factory: pytest.TempPathFactory, stocked_file: Path, turn_deadline: float
) -> Iterator[Gateway]:
    """One gateway for the tests of a file: starting it takes longer than most of them."""
    home = tmp_path_factory.mktemp("gateway")
    shutil.copy(stocked_file, home / "fairwell.db")
    with gateway(home, demo=True, turn_deadline=turn_deadline) as running:
        yield running


@pytest.fixture
def gate(running_gate: Gateway) -> Gateway:
    """A gateway in demo mode before a scripted engine, with nothing said or recorded yet."""
    running_gate.forget()
    return running_gate


@pytest.fixture
def customer(gate: Gateway) -> Customer:
    """A German customer who has not written yet."""
    return gate.customer()


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line on a stocked database of the test's own."""
    with command_line(home, monkeypatch) as runner:
        yield runner


@pytest.fixture(scope="session", autouse=True)
def patient_writers() -> Iterator[None]:
    """Let threads wait for their turn to write as long as a busy machine makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "TURN_TIMEOUT_SECONDS", 60.0)
        yield


@pytest.fixture
def short_lock(gate: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a lock of the database after a moment instead of seconds."""
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)
    gate.app.database.dispose()  # connections that were opened before wait for longer
