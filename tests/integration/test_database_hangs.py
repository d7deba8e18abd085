"""A PostgreSQL that is stopped or locked: refused after seconds, and nothing else waits for it."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, text

from fairwell.store.base import engine as engine_module
from fairwell.store.base.engine import connection, open_engine, transaction
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.time_limits import INTERACTIVE
from tests.integration.serving import Gateway, error_of, gateway
from tests.support.postgres_server import running_server
from tests.support.waiting import wait_until

SHORT = dataclasses.replace(INTERACTIVE, statement=0.4, lock=0.2, answer=0.8, pool=0.2)


@pytest.fixture(scope="module")
def own_server() -> Iterator[str]:
    """A server that nobody else's test uses while it is stopped."""
    with running_server() as url:
        yield url


@pytest.fixture
def engine(own_server: str) -> Iterator[Engine]:
    opened = open_engine(own_server, SHORT)
    yield opened
    opened.dispose()


def processes_of(url: str) -> list[int]:
    """The server's processes: its first one, and those of its connections."""
    folder = Path(url.partition("host=")[2]) / "data" / "postmaster.pid"
    first = int(folder.read_text().splitlines()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [first, *map(int, children)]


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """The server takes connections and answers nothing."""
    pids = processes_of(url)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_45_a_stopped_server_is_given_up_in_the_middle_of_a_transaction(
    own_server: str, engine: Engine
) -> None:
    with pytest.raises(StoreUnavailable), transaction(engine) as session:
        session.execute(text("SELECT 1"))
        with stopped(own_server):
            session.execute(text("SELECT 2"))

    with transaction(engine) as session:  # and is used again when it answers
        assert session.execute(text("SELECT 3")).scalar() == 3


def test_45_a_stopped_server_is_given_up_with_connections_of_before_and_without(
    own_server: str, engine: Engine
) -> None:
    with connection(engine) as connected:
        connected.execute(text("SELECT 1"))

    with stopped(own_server):
        for _ in range(2):
            with pytest.raises(StoreUnavailable), connection(engine):
                pass

    with connection(engine) as connected:
        assert connected.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize("statement", ["SELECT pg_sleep(20)", "LOCK TABLE held"])
def test_45_a_statement_and_a_lock_are_given_up(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS held (id int)"))

    with transaction(engine) as other:
        other.execute(text("LOCK TABLE held"))
        with pytest.raises(StoreUnavailable), transaction(engine) as session:
            session.execute(text(statement))


def test_45_a_used_up_pool_is_given_up(own_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "POOL_SIZE", 1)
    monkeypatch.setattr(engine_module, "MOST_CONNECTIONS", 1)
    engine = open_engine(own_server, SHORT)

    with connection(engine), pytest.raises(StoreUnavailable), connection(engine):
        pass
    engine.dispose()


@pytest.fixture
def on_postgres(
    own_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gateway]:
    monkeypatch.setattr(
        "fairwell.bootstrap.open_engine", lambda url, limits=SHORT: open_engine(url, limits)
    )
    monkeypatch.setattr("fairwell.services.pools.PATIENCE", 0.2)
    with gateway(tmp_path, demo=True, database_url=own_server) as running:
        yield running


def test_45_while_the_server_hangs_everything_that_needs_it_is_refused_and_nothing_else(
    own_server: str, on_postgres: Gateway
) -> None:
    gate = on_postgres
    customer = gate.customer("en")
    customer.says("hello")
    over = threading.Event()

    def turns() -> list[httpx.Response]:
        refused = []
        while not over.is_set():
            refused.append(customer.send({"message": "still there?"}))
        return refused

    desk = {"Cookie": "fairwell_desk=anything"}
    with stopped(own_server), ThreadPoolExecutor(12) as threads:
        chats = [threads.submit(turns) for _ in range(10)]
        pages = [threads.submit(gate.http.get, "/desk/", headers=desk) for _ in range(10)]
        wait_until(lambda: any(page.done() for page in pages) or over.is_set(), "desk hangs")
        untouched = [
            gate.http.get(path).status_code
            for path in ("/healthz", "/desk/login", "/static/fairwell-chat.js", "/cancel", "/")
        ]
        over.set()
        refused = [answer for chat in chats for answer in chat.result()]
        assert {page.result().status_code for page in pages} <= {503, 401, 303}

    assert untouched == [200] * 5
    assert {answer.status_code for answer in refused} <= {503, 429}
    assert {error_of(answer)["code"] for answer in refused} <= {"unavailable", "busy"}
    wait_until(
        lambda: customer.send({"message": "and now?"}).status_code == 200,
        "the gateway does not recover",
    )
