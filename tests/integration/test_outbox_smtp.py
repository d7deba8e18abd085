"""What becomes of a mail when the server refuses, stalls or vanishes."""

from __future__ import annotations

import socket
import traceback
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fairwell.mail import queue, smtp
from fairwell.mail.worker import drain
from fairwell.store.base.engine import open_engine
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, settings_for
from tests.support.schema import copy_schema
from tests.support.smtp import ScriptedSmtp, greeting_server

ADDRESS = "anna.mueller@blumen-mueller.example"


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    put(engine, a_mail())
    return engine


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_mail_arrives_complete_at_exactly_one_address(database: Engine) -> None:
    with ScriptedSmtp() as server:
        assert drain(database, settings_for(server.port), Clock()) == ["sent"]

    (received,) = server.received
    row = only_row(database)
    assert received.recipients == (ADDRESS,)
    assert received.sender == "cancellations@fairwell.example"
    assert received.mail["Subject"] == row.subject
    assert received.message_id == row.message_id
    assert received.mail["Date"].datetime == row.created_at
    body = received.mail.get_body(("plain",))
    assert body is not None and "Größe, Maß, Öl." in body.get_content()
    assert (row.state, row.attempts, row.sent_at, row.last_error) == ("sent", 1, NOW, None)


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(database: Engine) -> None:
    clock = Clock()
    full = f"rcpt 450 4.2.2 <{ADDRESS}> mailbox full"
    with ScriptedSmtp(full, full, full) as server:
        for pause in (10, 20, 40):
            assert drain(database, settings_for(server.port), clock) == ["later"]
            row = only_row(database)
            assert row.state == "pending"
            assert row.last_error == "SMTPRecipientsRefused 450"
            waits = (row.next_at - clock()).total_seconds()
            assert pause * 0.8 <= waits <= pause * 1.2
            assert drain(database, settings_for(server.port), clock) == []
            clock.turn(waits)
        assert drain(database, settings_for(server.port), clock) == ["sent"]

    assert only_row(database).attempts == 4
    assert len(server.received) == 1


@pytest.mark.parametrize("attempts", [9, 20, 5000])
def test_the_pause_never_exceeds_an_hour(database: Engine, attempts: int) -> None:
    (mail,) = queue.claim(database, NOW)
    old = queue.Claimed(**{**vars(mail), "attempts": attempts})

    queue.mark_failed(database, old, "TimeoutError", NOW)

    assert 0.5 <= (only_row(database).next_at - NOW).total_seconds() / 3600 <= 1


@pytest.mark.parametrize(
    ("fault", "state", "error"),
    [
        ("rcpt 550 5.1.1 no such user", "dead", "SMTPRecipientsRefused 550"),
        ("rcpt 421 closing", "pending", "SMTPRecipientsRefused 421"),
        ("rcpt 530 5.7.0 log in first", "pending", "SMTPRecipientsRefused 530"),
        ("mail 553 5.1.8 sender unknown", "pending", "sender refused: SMTPSenderRefused 553"),
        ("mail 451 4.3.0 try later", "pending", "SMTPSenderRefused 451"),
        ("mail 530 5.7.0 log in first", "pending", "SMTPSenderRefused 530"),
        ("data 554 5.7.1 looks like spam", "dead", "SMTPDataError 554"),
        ("data 452 4.3.1 disk full", "pending", "SMTPDataError 452"),
    ],
)
def test_only_a_final_refusal_of_this_very_mail_gives_it_up(
    database: Engine, fault: str, state: str, error: str
) -> None:
    with ScriptedSmtp(fault) as server:
        drain(database, settings_for(server.port), Clock())

    row = only_row(database)
    assert (row.state, row.last_error) == (state, error)
    assert server.received == []


def test_a_dead_mail_is_not_tried_again(database: Engine) -> None:
    clock = Clock()
    with ScriptedSmtp("rcpt 550 no") as server:
        assert drain(database, settings_for(server.port), clock) == ["dead"]
        clock.turn(1e7)
        assert drain(database, settings_for(server.port), clock) == []

    assert server.tries == 1


def test_a_line_cut_before_the_250_is_tried_again(database: Engine) -> None:
    clock = Clock()
    with ScriptedSmtp("cut before keeping") as server:
        assert drain(database, settings_for(server.port), clock) == ["later"]
        assert only_row(database).last_error == "SMTPServerDisconnected"
        clock.turn(60)
        assert drain(database, settings_for(server.port), clock) == ["sent"]

    assert len(server.received) == 1


def test_a_250_that_got_lost_is_sent_again_under_the_same_message_id(database: Engine) -> None:
    clock = Clock()
    with ScriptedSmtp("cut after keeping") as server:
        assert drain(database, settings_for(server.port), clock) == ["later"]
        clock.turn(60)
        assert drain(database, settings_for(server.port), clock) == ["sent"]

    first, second = server.received
    assert first.message_id == second.message_id == only_row(database).message_id
    assert first.raw == second.raw


def test_a_line_closed_behind_the_250_counts_as_sent(database: Engine) -> None:
    with ScriptedSmtp("close after 250") as server:
        assert drain(database, settings_for(server.port), Clock()) == ["sent"]

    assert len(server.received) == 1


def test_a_stalled_server_times_out_and_the_mail_goes_later(database: Engine) -> None:
    clock = Clock()
    with ScriptedSmtp("stall") as server:
        assert drain(database, settings_for(server.port, timeout=0.3), clock) == ["later"]
        assert only_row(database).state == "pending"
        clock.turn(60)
        assert drain(database, settings_for(server.port), clock) == ["sent"]


def test_a_server_that_never_ends_its_answer_is_cut_off_at_the_deadline(database: Engine) -> None:
    (mail,) = queue.claim(database, NOW)

    # Without the deadline the test would not end: each line comes long before the hour is over.
    with ScriptedSmtp("endless") as server, pytest.raises(smtp.NotNow):
        smtp.send(mail, settings_for(server.port, timeout=3600), deadline=0.3)


def test_the_deadline_ends_before_the_lease() -> None:
    assert queue.LEASE.total_seconds() > smtp.DEADLINE > 60


def test_what_is_raised_leads_nowhere_to_an_address(database: Engine) -> None:
    (mail,) = queue.claim(database, NOW)
    with ScriptedSmtp(f"rcpt 550 <{ADDRESS}> unknown") as server:
        with pytest.raises(smtp.MailRefused) as refused:
            smtp.send(mail, settings_for(server.port))
        port = server.port
    with pytest.raises(smtp.NotNow) as not_now:
        smtp.send(mail, settings_for(port))

    for error in (refused.value, not_now.value):
        assert "".join(traceback.format_exception(error)).count(ADDRESS) == 0


def test_a_server_that_is_down_gets_the_mail_when_it_is_back(database: Engine) -> None:
    clock = Clock()
    assert drain(database, settings_for(free_port()), clock) == ["later"]
    assert only_row(database).last_error == "ConnectionRefusedError"

    clock.turn(60)
    with ScriptedSmtp() as server:
        assert drain(database, settings_for(server.port), clock) == ["sent"]


@pytest.mark.parametrize(
    ("greeting", "error"),
    [
        (b"554 5.3.2 not today\r\n", "SMTPConnectError 554"),
        (b"421 4.3.2 busy\r\n", "SMTPConnectError 421"),
        (b"nonsense\r\n", "SMTPConnectError"),
        (b"", "SMTPServerDisconnected"),
    ],
)
def test_a_bad_greeting_never_costs_a_mail(database: Engine, greeting: bytes, error: str) -> None:
    with greeting_server(greeting) as port:
        assert drain(database, settings_for(port), Clock()) == ["later"]

    assert only_row(database).last_error == error


def test_a_recipient_with_a_second_header_is_dead_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    copy_schema(engine)
    put(engine, a_mail(recipient="a@b.example\r\nBcc: x@evil.example"))

    with ScriptedSmtp() as server:
        assert drain(engine, settings_for(server.port), Clock()) == ["dead"]

    assert server.tries == 0
    assert only_row(engine).last_error == "UnsafeHeader"
