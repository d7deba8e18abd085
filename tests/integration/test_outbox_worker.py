"""The running worker: it delivers, survives what breaks around it, and logs nobody's data."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.mail import queue, smtp, worker
from fairwell.store.base.engine import open_engine
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.migrate import upgrade
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, rows, settings_for
from tests.support.schema import copy_schema
from tests.support.smtp import PATIENCE, ScriptedSmtp, eventually

CANARY = "kanarienvogel"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL", 0.01)


@contextmanager
def running(engine: Engine, settings: Settings) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        target=worker.run_worker, args=(engine, settings, stop), kwargs={"now": Clock()}
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Unhurried(threading.Event):
    """A stop event that never waits and remembers how long it should have."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        return self.is_set()


def test_a_running_worker_delivers_what_is_put_while_it_runs(database: Engine) -> None:
    copy_schema(database)
    with ScriptedSmtp() as server, running(database, settings_for(server.port)):
        put(database, a_mail(1))
        server.wait_for(1)
        put(database, a_mail(2))
        server.wait_for(2)
        eventually(lambda: {row.state for row in rows(database)} == {"sent"})


def test_a_worker_that_is_told_to_stop_stops_without_a_mail_to_send(database: Engine) -> None:
    copy_schema(database)
    with running(database, settings_for(1)):
        pass  # leaving the block asserts that the thread has ended


def test_a_store_that_is_away_is_waited_for(database: Engine) -> None:
    def failures(logs: list[MutableMapping[str, Any]]) -> list[object]:
        return [log for log in logs if log["outcome"] == "store_unavailable"]

    with (
        structlog.testing.capture_logs() as logs,
        ScriptedSmtp() as server,
        running(database, settings_for(server.port)),
    ):
        # Nothing is migrated yet: every statement fails.
        eventually(lambda: len(failures(logs)) > 1)
        upgrade(database)
        put(database, a_mail())
        server.wait_for(1)
        eventually(lambda: only_row(database).state == "sent")


def test_the_pauses_grow_while_the_store_is_away(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 1.0)
    stop = Unhurried()

    def away(*_: object, **__: object) -> list[queue.Claimed]:
        if len(stop.pauses) == 7:
            stop.set()
        raise StoreUnavailable("OperationalError")

    monkeypatch.setattr(queue, "claim", away)
    alone = settings_for(1).model_copy(update={"mail_senders": 1})
    worker.run_worker(database, alone, stop)

    assert stop.pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_an_unforeseen_fault_does_not_end_the_worker(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_schema(database)
    put(database, a_mail())
    claim = queue.claim
    faults = [RuntimeError(CANARY), ValueError(CANARY)]

    def shaky(engine: Engine, _now: object, limit: int = 10, **how: bool) -> list[queue.Claimed]:
        if faults:
            raise faults.pop()
        return claim(engine, NOW, limit, **how)

    monkeypatch.setattr(queue, "claim", shaky)
    with (
        structlog.testing.capture_logs() as logs,
        ScriptedSmtp() as server,
        running(database, settings_for(server.port)),
    ):
        server.wait_for(1)

    assert [log["error"] for log in logs if log["outcome"] == "fault"] == [
        "ValueError",
        "RuntimeError",
    ]
    assert CANARY not in str(logs)


def test_a_mail_that_breaks_the_sending_does_not_hold_up_the_others(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_schema(database)
    put(database, a_mail(1, recipient="poison@b.example"), a_mail(2), a_mail(3))
    send = smtp.send

    def picky(mail: queue.Claimed, settings: Settings) -> None:
        if mail.recipient.startswith("poison"):
            raise KeyError(mail.recipient)
        send(mail, settings)

    monkeypatch.setattr(smtp, "send", picky)
    with structlog.testing.capture_logs() as logs, ScriptedSmtp() as server:
        outcomes = worker.drain(database, settings_for(server.port), Clock())

    assert sorted(outcomes) == ["later", "sent", "sent"]
    (poison,) = [row for row in rows(database) if row.recipient.startswith("poison")]
    assert (poison.state, poison.last_error) == ("pending", "KeyError")
    assert "poison" not in str(logs)


def test_a_sent_mail_is_marked_in_spite_of_a_store_that_stumbles(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_schema(database)
    put(database, a_mail())
    mark_sent = queue.mark_sent
    stumbles = [StoreUnavailable("OperationalError")] * 2

    def shaky(*arguments: object) -> bool:
        if stumbles:
            raise stumbles.pop()
        return mark_sent(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(queue, "mark_sent", shaky)
    with ScriptedSmtp() as server:
        outcomes = worker.drain(database, settings_for(server.port), Clock(), Unhurried())

    assert outcomes == ["sent"]
    assert only_row(database).state == "sent"
    assert len(server.received) == 1


def test_a_sent_mail_that_cannot_be_marked_comes_back_under_the_same_message_id(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_schema(database)
    put(database, a_mail())
    clock, stop = Clock(), Unhurried()

    def gone(*_: object) -> bool:
        raise StoreUnavailable("OperationalError")

    with ScriptedSmtp() as server:
        with monkeypatch.context() as patch:
            patch.setattr(queue, "mark_sent", gone)
            with pytest.raises(StoreUnavailable):
                worker.drain(database, settings_for(server.port), clock, stop)
        assert len(stop.pauses) == len(worker.MARK_PAUSES)
        clock.turn(queue.LEASE.total_seconds() + 1)
        assert worker.drain(database, settings_for(server.port), clock) == ["sent"]

    assert len({mail.message_id for mail in server.received}) == 1
    assert len(server.received) == 2


def test_logs_and_stored_errors_carry_no_personal_data(
    database: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    copy_schema(database)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail").setLevel(logging.CRITICAL)  # the server's own log, not ours
    address = f"{CANARY}@b.example"
    faults = (
        f"rcpt 550 5.1.1 <{address}> unknown",
        f"rcpt 450 4.2.2 <{address}> full",
        f"data 554 5.7.1 mail to {address} refused",
        f"mail 451 4.3.0 {address}",
        "cut before keeping",
        "",
    )
    put(database, *(a_mail(number, recipient=address) for number in range(len(faults))))
    put(database, a_mail(99, recipient=f"{CANARY}\r\nBcc: x@evil.example"))
    json_lines = [structlog.processors.JSONRenderer()]
    monkeypatch.setattr(worker, "_log", structlog.wrap_logger(structlog.PrintLogger(), json_lines))

    with ScriptedSmtp(*faults) as server:
        outcomes = worker.drain(database, settings_for(server.port), Clock())

    printed, complaints = capfd.readouterr()
    lines = [json.loads(line) for line in printed.splitlines()]
    assert sorted(outcomes) == ["dead", "dead", "dead", "later", "later", "later", "sent"]
    assert [line["outcome"] for line in lines] == outcomes
    assert {line["row"] for line in lines} == {row.id for row in rows(database)}
    stored = " ".join(str(row.last_error) for row in rows(database))
    for trace in (printed, complaints, caplog.text, stored):
        assert CANARY not in trace
