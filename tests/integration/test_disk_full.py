"""Full disks: of the database and of the log; said honestly, and over once there is room."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import structlog
from sqlalchemy import event

from fairwell import logs
from fairwell.gateway.ops import disk
from fairwell.processes import process, supervisor
from fairwell.processes.parts import Part
from tests.integration.serving import Gateway, error_of
from tests.support.waiting import wait_until

PHONE = "855-229-5506"
FORM = {
    "person": "Anna Müller",
    "user_name": "blumen-mueller",
    "email": "anna.mueller@blumen-mueller.example",
    "contract": "Account",
    "manner": "ordinary",
    "end": "soonest",
}


@contextmanager
def full_log() -> Iterator[None]:
    """Log as a running process does, to a disk that is full."""
    full = open("/dev/full", "w")  # noqa: SIM115, PTH123 (closing it fails)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging, "raiseExceptions", False)
        patch.setattr(logs.SafeLogger, "lost", 0)
        patch.setattr(sys, "stdout", full)
        structlog.configure(logger_factory=logs.make_logger)
        yield
    structlog.reset_defaults()
    with suppress(OSError):
        full.close()


class FullDisk:
    """The database's disk: full until there is room."""

    def __init__(self, gate: Gateway) -> None:
        self._engine = gate.app.database
        event.listen(self._engine, "connect", self._fill)
        self._engine.dispose()

    @staticmethod
    def _fill(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]
        connection.execute("PRAGMA cache_spill = 0")  # type: ignore[attr-defined]

    def has_room(self) -> None:
        event.remove(self._engine, "connect", self._fill)
        self._engine.dispose()


@pytest.fixture
def full(gate: Gateway) -> Iterator[FullDisk]:
    disk_of_database = FullDisk(gate)
    yield disk_of_database
    if event.contains(gate.app.database, "connect", FullDisk._fill):
        disk_of_database.has_room()


def test_45_a_full_disk_is_said_with_the_phone_and_is_over_by_itself(
    gate: Gateway, full: FullDisk
) -> None:
    customer = gate.customer("en")
    long = "I want to cancel. " * 100

    with full_log():
        refused = [customer.send({"message": long}) for _ in range(40)]
        form = gate.http.post("/cancel", data=FORM, headers={"Accept-Language": "en"})
        shown = gate.http.get("/cancel")
        assert not gate.http.get("/readyz").json()["parts"]["disk"]

    last = refused[-1]
    assert last.status_code == 503
    assert "nothing was recorded" in error_of(last)["message"]
    assert PHONE in error_of(last)["message"]
    assert (form.status_code, shown.status_code) == (503, 200)
    assert PHONE in form.text
    assert gate.http.get("/healthz").status_code == 200

    full.has_room()

    assert gate.customer("en").send({"message": long}).status_code == 200
    assert gate.http.post("/cancel", data=FORM, follow_redirects=False).status_code == 303


def test_45_a_full_log_turns_readiness_red_until_lines_are_written_again(
    gate: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says() -> bool:
        return bool(gate.http.get("/readyz").json()["parts"]["disk"])

    assert says()
    monkeypatch.setattr(logs.SafeLogger, "lost", 3)
    assert not says()
    monkeypatch.setattr(logs.SafeLogger, "lost", 0)
    assert says()
    monkeypatch.setattr(disk, "LOWEST_FREE", 10**18)
    assert not says()


def test_45_lost_lines_are_counted_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = structlog.get_logger()
    with full_log(), (tmp_path / "log").open("w") as room:
        for _ in range(3):
            log.error("lost")
        logging.getLogger("library").error("lost too")
        assert not logs.is_written()

        monkeypatch.setattr(sys, "stdout", room)
        log.error("kept")
        assert logs.is_written()

    written = (tmp_path / "log").read_text()
    assert '"log_lines_lost"' in written
    assert '"count": 3' in written
    assert "kept" in written


def test_45_a_part_starts_without_its_log_and_the_state_file_is_written_later(
    tmp_path: Path,
) -> None:
    nowhere = tmp_path / "missing"
    state = nowhere / "run.json"
    child = process.Child(Part("part", (sys.executable, "-c", "pass"), {}), nowhere)

    async def start() -> None:
        await child._start()
        assert child._process is not None
        assert await child._process.wait() == 0
        keeping = asyncio.create_task(supervisor._keep_state_file(state, "http://x", [child]))
        await asyncio.sleep(0)
        nowhere.mkdir()
        await asyncio.to_thread(wait_until, state.exists, "the state file is not written")
        keeping.cancel()

    asyncio.run(start())
    assert [file.name for file in nowhere.iterdir()] == ["run.json"]
