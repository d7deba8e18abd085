"""A mail is one worker's at a time; one that is gone gives it back, a late one changes nothing."""

from __future__ import annotations

import threading
from collections import Counter

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.mail import queue
from fairwell.mail.worker import SendOutcome, drain
from fairwell.store.base.engine import open_engine
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, rows, settings_for
from tests.support.smtp import PATIENCE, ScriptedSmtp

pytest_plugins = ("tests.support.postgres",)


def test_two_workers_send_fifty_mails_once_each(database: Engine, database_url: str) -> None:
    put(database, *(a_mail(number) for number in range(50)))
    ready = threading.Barrier(2)
    outcomes: list[SendOutcome] = []

    def work(settings: Settings) -> None:
        engine = open_engine(database_url)  # like a second process, a pool of its own
        ready.wait(PATIENCE)
        outcomes.extend(drain(engine, settings, Clock()))
        engine.dispose()

    with ScriptedSmtp() as server:
        workers = [
            threading.Thread(target=work, args=(settings_for(server.port),)) for _ in range(2)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)

    sent = Counter(mail.message_id for mail in server.received)
    assert sent == Counter(row.message_id for row in rows(database))
    assert outcomes == ["sent"] * 50
    assert {row.state for row in rows(database)} == {"sent"}


def test_two_workers_that_claim_at_once_never_get_the_same_mail(
    database: Engine, database_url: str
) -> None:
    put(database, *(a_mail(number) for number in range(50)))
    ready = threading.Barrier(2)
    claims: list[list[str]] = [[], []]

    def take(mine: list[str]) -> None:
        engine = open_engine(database_url)
        ready.wait(PATIENCE)
        while taken := queue.claim(engine, NOW, limit=3):
            mine.extend(mail.id for mail in taken)
        engine.dispose()

    takers = [threading.Thread(target=take, args=(mine,)) for mine in claims]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join(60)

    assert sorted(claims[0] + claims[1]) == sorted(row.id for row in rows(database))


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(database: Engine) -> None:
    put(database, a_mail())
    (first,) = queue.claim(database, NOW)

    assert queue.claim(database, NOW + queue.LEASE * 0.99) == []
    (second,) = queue.claim(database, NOW + queue.LEASE * 1.01)
    assert second.id == first.id
    assert second.lease_id != first.lease_id
    assert second.message_id == first.message_id
    assert second.attempts == 2


def test_a_late_worker_changes_nothing(database: Engine) -> None:
    put(database, a_mail())
    (late,) = queue.claim(database, NOW)
    clock = Clock()
    clock.turn(queue.LEASE.total_seconds() + 1)
    (current,) = queue.claim(database, clock())

    assert not queue.mark_failed(database, late, "SMTPServerDisconnected", clock())
    assert not queue.mark_dead(database, late, "SMTPDataError 554")
    assert not queue.mark_sent(database, late, clock())
    assert only_row(database).state == "leased"
    assert only_row(database).lease_id == current.lease_id

    assert queue.mark_sent(database, current, clock())
    assert not queue.mark_failed(database, late, "SMTPServerDisconnected", clock())
    assert only_row(database).state == "sent"


def test_a_worker_that_lost_its_lease_while_sending_leaves_the_row_to_the_other(
    database: Engine,
) -> None:
    put(database, a_mail())
    clock = Clock()
    stolen: list[queue.Claimed] = []

    class Thief(ScriptedSmtp):
        async def handle_DATA(  # noqa: N802
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            clock.turn(queue.LEASE.total_seconds() + 1)
            stolen.extend(queue.claim(database, clock()))
            return await super().handle_DATA(server, session, envelope)

    with Thief() as server:
        outcomes = drain(database, settings_for(server.port), clock)

    assert outcomes == ["lease_lost"]
    assert only_row(database).lease_id == stolen[0].lease_id
    assert only_row(database).state == "leased"


def test_a_mail_is_due_neither_before_its_time_nor_after_it_is_done(database: Engine) -> None:
    put(database, a_mail(1), a_mail(2), a_mail(3))
    sent, dead, later = queue.claim(database, NOW)
    queue.mark_sent(database, sent, NOW)
    queue.mark_dead(database, dead, "SMTPDataError 554")
    queue.mark_failed(database, later, "TimeoutError", NOW)

    assert queue.claim(database, NOW) == []
    (due,) = queue.claim(database, NOW + queue.LEASE * 100)
    assert due.id == later.id
