"""A PostgreSQL that is stopped: the engine gives up, and uses it again when it answers."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from postgres_server import running_server
from sqlalchemy.exc import DBAPIError

from fairwell_engine.rasa import time_limits
from fairwell_engine.rasa.event_rows import EventRows


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as url:
        yield url.replace("+psycopg:", "+psycopg2:")


@pytest.fixture
def rows(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventRows]:
    opened = EventRows(server)
    monkeypatch.setattr(time_limits, "ANSWER_WITHIN", 0.3)
    yield opened
    opened.close()


@contextmanager
def stopped(url: str) -> Iterator[None]:
    home = Path(url.partition("host=")[2])
    first = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    pids = [first, *map(int, children)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_a_stopped_server_fails_reads_and_writes_until_it_goes_on(
    server: str, rows: EventRows
) -> None:
    rows.try_to_write()
    assert rows.last_id("nobody") is None

    with stopped(server):
        with pytest.raises(DBAPIError):
            rows.last_id("nobody")
        with pytest.raises(DBAPIError):
            rows.try_to_write()

    rows.try_to_write()
    assert rows.last_id("nobody") is None
