"""Several mails at a time, new before old; what stops the queue; what may have been sent."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, update

from fairwell.mail import queue, smtp, worker
from fairwell.mail.worker import drain
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.mails.outbox import possibly_sent_at
from fairwell.store.mails.tables import OutboxRow
from tests.support.commands import Run
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, rows, settings_for
from tests.support.schema import copy_schema
from tests.support.smtp import PATIENCE, ScriptedSmtp, eventually


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    yield engine
    engine.dispose()


class Working:
    """A worker in a thread, until the block ends."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self.stop = threading.Event()
        engine, settings = arguments
        self._thread = threading.Thread(
            target=worker.run_worker, args=(engine, settings, self.stop), kwargs=options
        )

    def __enter__(self) -> Working:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def test_a_slow_server_for_one_mail_does_not_delay_the_others(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *(a_mail(number) for number in range(8)))
    together = threading.Barrier(4)  # broken, and the test fails, unless four are sent at once

    def slow(_mail: queue.Claimed, _settings: object) -> None:
        together.wait(PATIENCE)

    monkeypatch.setattr(smtp, "send", slow)
    with Working(database, settings_for(1), now=Clock()):
        eventually(lambda: {row.state for row in rows(database)} == {"sent"})

    assert [row.attempts for row in rows(database)] == [1] * 8


def test_new_mails_come_before_retries_and_those_have_their_turn_too(database: Engine) -> None:
    put(database, a_mail(1), a_mail(2))
    for mail in queue.claim(database, NOW):
        queue.mark_failed(database, mail, "421", NOW)
    put(database, a_mail(3), now=NOW + dt.timedelta(hours=1))
    later = NOW + dt.timedelta(hours=2)
    old, new = rows(database)[:2], rows(database)[2]

    assert [mail.id for mail in queue.claim(database, later, 1)] == [new.id]
    assert [mail.id for mail in queue.claim(database, later, 1, oldest_first=True)] == [
        min(old, key=lambda row: row.next_at).id
    ]


@pytest.mark.parametrize(
    "fault",
    [
        "mail 553 5.1.8 sender unknown",
        "mail 550 we know you",
        "rcpt 550 5.1.7 bad sender",
        "data 550 5.7.26 unauthenticated sender",
        "data 550 5.7.60 you may not send as this sender",
    ],
)
def test_a_refusal_of_the_sender_stops_the_queue_and_costs_no_mail(
    database: Engine, fault: str
) -> None:
    put(database, a_mail(1), a_mail(2), a_mail(3))
    clock = Clock()
    with ScriptedSmtp(fault) as server:
        assert drain(database, settings_for(server.port), clock) == ["stopped"]
        assert {row.state for row in rows(database)} == {"pending"}
        assert sorted(row.attempts for row in rows(database)) == [0, 0, 1]
        with Store(database).look() as work:
            assert work.outbox.stands()
        clock.turn(60)
        assert drain(database, settings_for(server.port), clock) == ["sent"] * 3
    with Store(database).look() as work:
        assert not work.outbox.stands()


@pytest.mark.parametrize("fault", ["mail 552 5.3.4 too large", "data 554 5.7.1 looks like spam"])
def test_a_refusal_of_one_mail_stops_no_other(database: Engine, fault: str) -> None:
    put(database, a_mail(1), a_mail(2))
    with ScriptedSmtp(fault) as server:
        assert drain(database, settings_for(server.port), Clock()) == ["dead", "sent"]


def test_a_stopped_worker_tries_one_mail_now_and_then_and_goes_on_when_it_is_accepted(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.005)
    monkeypatch.setattr(worker, "FIRST_STOP", 0.02)
    put(database, *(a_mail(number) for number in range(4)))
    settings = settings_for(1).model_copy(update={"mail_senders": 1})
    tried, right = [], threading.Event()

    def send(mail: queue.Claimed, _settings: object) -> None:
        tried.append(mail.id)
        if not right.is_set():
            raise smtp.SenderRefused("sender refused: SMTPSenderRefused 553")

    monkeypatch.setattr(smtp, "send", send)
    with structlog.testing.capture_logs() as logs, Working(database, settings, now=Clock()):
        eventually(lambda: len(tried) == 2)
        right.set()
        eventually(lambda: sum(row.state == "sent" for row in rows(database)) == 2)

    stops = [log["pause"] for log in logs if log.get("outcome") == "stopped" and "pause" in log]
    assert stops == [0.02, 0.04]
    assert {row.state for row in rows(database)} == {"sent", "pending"}  # the two have their pause


@pytest.mark.parametrize(
    ("fault", "unsure"),
    [("cut before keeping", True), ("cut after keeping", True), ("rcpt 421 closing", False),
     ("data 452 4.3.1 disk full", False)],
)  # fmt: skip
def test_a_mail_whose_answer_got_lost_is_possibly_sent_until_it_is_sent(
    database: Engine, fault: str, unsure: bool
) -> None:
    put(database, a_mail())
    clock = Clock()
    with ScriptedSmtp(fault) as server:
        assert drain(database, settings_for(server.port), clock) == ["later"]
        assert (_possibly_sent(database, clock()), only_row(database).state) == (unsure, "pending")
        clock.turn(2 * 3600)
        assert _possibly_sent(database, clock()) is unsure
        assert drain(database, settings_for(server.port), clock) == ["sent"]
    assert not _possibly_sent(database, clock())


def test_a_mail_whose_worker_died_is_possibly_sent(database: Engine) -> None:
    put(database, a_mail())
    clock = Clock()
    queue.claim(database, clock())
    assert not _possibly_sent(database, clock())  # it is being sent now

    clock.turn(2 * 3600)

    assert _possibly_sent(database, clock())
    (mail,) = queue.claim(database, clock())
    queue.mark_failed(database, mail, "ConnectionRefusedError", clock())
    assert _possibly_sent(database, clock())


def test_a_sender_that_is_at_one_mail_for_too_long_hangs(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.005)
    monkeypatch.setattr(worker, "HANGS_AFTER", -1.0)
    opened, stop = threading.Event(), threading.Event()
    monkeypatch.setattr(smtp, "send", lambda *_: opened.wait(PATIENCE))
    senders = worker.Senders(database, settings_for(1), stop, Clock())
    assert not senders.hang()
    thread = threading.Thread(target=senders.run, args=(0,))
    thread.start()
    try:
        put(database, a_mail())
        eventually(senders.hang)
        opened.set()
        eventually(lambda: not senders.hang())
    finally:
        opened.set()
        stop.set()
        thread.join(PATIENCE)


def test_a_worker_beats_unless_a_sender_hangs(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.005)
    hangs, while_hanging = [True] * 5, []
    monkeypatch.setattr(worker.Senders, "hang", lambda _: bool(hangs) and hangs.pop())
    beats: list[int] = []

    def beat() -> None:
        beats.append(len(hangs))
        while_hanging.extend(hangs)

    with Working(database, settings_for(1), now=Clock(), beat=beat):
        eventually(lambda: len(beats) > 3)

    assert while_hanging == []


def test_a_heartbeat_that_fails_ends_no_worker(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.005)
    tries = []

    def beat() -> None:
        tries.append(1)
        raise RuntimeError("full")

    with Working(database, settings_for(1), now=Clock(), beat=beat):
        eventually(lambda: len(tries) > 3)


def test_mails_that_were_given_up_are_retried_by_command(run: Run, home: Path) -> None:
    engine = open_engine(f"sqlite:///{home / 'fairwell.db'}")
    put(engine, a_mail(1), a_mail(2), a_mail(3))
    first, second, third = rows(engine)
    with transaction(engine) as session:
        dead = update(OutboxRow).where(OutboxRow.id.in_([first.id, second.id]))
        session.execute(dead.values(state="dead", attempts=7, last_error="SMTPDataError 554"))
        emptied = update(OutboxRow).where(OutboxRow.id == second.id)
        session.execute(emptied.values(body_text="", body_html=""))  # by retention

    assert run("outbox", "retry").exit_code != 0
    assert run("outbox", "retry", "--dead").exit_code == 0

    after = {row.id: row for row in rows(engine)}
    engine.dispose()
    assert [after[row.id].state for row in (first, second, third)] == ["pending", "dead", "pending"]
    assert (after[first.id].attempts, after[first.id].message_id) == (0, first.message_id)


def _possibly_sent(engine: Engine, now: dt.datetime) -> bool:
    return possibly_sent_at(only_row(engine), now) is not None
