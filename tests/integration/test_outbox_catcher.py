"""The local mail server: keeps what arrives, on this machine alone."""

from __future__ import annotations

import contextlib
import mailbox
import smtplib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.mail import catcher
from fairwell.mail.catcher import empty, read_mails, run_catcher
from fairwell.mail.worker import drain
from fairwell.store.base.engine import open_engine
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, rows, settings_for
from tests.support.schema import copy_schema
from tests.support.smtp import PATIENCE, eventually


def serves(port: int, host: str = "127.0.0.1") -> bool:
    """Whether SMTP is spoken there; a whole conversation, so that no line is left half open."""
    try:
        with smtplib.SMTP(host, port, local_hostname="localhost", timeout=PATIENCE) as client:
            return client.noop()[0] == 250
    except OSError:
        return False


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a catcher that is running."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    made = settings_for(port, home=tmp_path / "var")
    stop = threading.Event()
    thread = threading.Thread(target=run_catcher, args=(made, stop))
    thread.start()
    eventually(lambda: serves(port))
    yield made
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert not serves(port)


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    return engine


def test_a_caught_mail_reads_as_it_was_written(settings: Settings, database: Engine) -> None:
    put(database, a_mail())
    assert drain(database, settings, Clock()) == ["sent"]

    (mail,) = read_mails(settings.mail_folder)
    assert mail.to == "anna.mueller@blumen-mueller.example"
    assert mail.subject == "Ihre Kündigung ist eingegangen: Nr. K7M-4Q2X"
    assert mail.text.rstrip() == a_mail().body_text
    assert mail.html.rstrip() == a_mail().body_html
    assert mail.language == "de"
    assert mail.date == NOW
    assert mail.message_id == only_row(database).message_id


def test_mails_are_read_newest_last(settings: Settings, database: Engine) -> None:
    for number in range(5):
        put(database, a_mail(number, recipient=f"n{number}@b.example"))
        drain(database, settings, Clock())

    mails = read_mails(settings.mail_folder)
    assert [mail.to for mail in mails] == [f"n{number}@b.example" for number in range(5)]
    assert len({mail.id for mail in mails}) == 5


def test_a_mail_that_a_person_has_opened_in_a_mail_program_keeps_its_id(
    settings: Settings, database: Engine
) -> None:
    put(database, a_mail())
    drain(database, settings, Clock())
    (before,) = read_mails(settings.mail_folder)
    (file,) = (settings.mail_folder / "new").iterdir()
    file.rename(settings.mail_folder / "cur" / f"{file.name}:2,S")

    assert read_mails(settings.mail_folder) == [before]


def test_a_mail_beyond_the_limit_is_refused(settings: Settings, database: Engine) -> None:
    big = a_mail()
    put(database, type(big)(**{**vars(big), "body_text": "x " * (catcher.LARGEST // 2)}))

    assert drain(database, settings, Clock()) == ["dead"]
    assert only_row(database).last_error == "SMTPSenderRefused 552"
    assert read_mails(settings.mail_folder) == []


def test_a_full_disk_makes_the_sender_try_again(
    settings: Settings, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put(database, a_mail())
    clock = Clock()
    with monkeypatch.context() as patch:
        patch.setattr(mailbox.Maildir, "add", full)
        assert drain(database, settings, clock) == ["later"]
    assert only_row(database).last_error == "SMTPDataError 451"

    clock.turn(60)
    assert drain(database, settings, clock) == ["sent"]
    assert len(read_mails(settings.mail_folder)) == 1


def test_only_this_machine_reaches_the_catcher(settings: Settings) -> None:
    # A server on all interfaces would answer on every loopback address.
    assert not serves(settings.smtp_port, "127.0.0.2")


def test_stopping_hangs_up_on_a_client_that_stays(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    stop = threading.Event()
    thread = threading.Thread(target=run_catcher, args=(settings_for(port, home=tmp_path), stop))
    thread.start()
    eventually(lambda: serves(port))

    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as idle:
        assert idle.recv(1024).startswith(b"220")
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        with contextlib.suppress(ConnectionResetError):
            assert idle.recv(1024) == b""


def test_a_taken_port_is_an_error_and_not_a_silent_catcher(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        run_catcher(settings_for(taken.getsockname()[1], home=tmp_path), threading.Event())


def test_an_emptied_mailbox_goes_on_receiving(settings: Settings, database: Engine) -> None:
    put(database, a_mail(1), a_mail(2))
    drain(database, settings, Clock())
    (opened, _) = (settings.mail_folder / "new").iterdir()
    opened.rename(settings.mail_folder / "cur" / f"{opened.name}:2,S")

    empty(settings.mail_folder)
    assert read_mails(settings.mail_folder) == []

    put(database, a_mail(3))
    assert drain(database, settings, Clock()) == ["sent"]
    assert len(read_mails(settings.mail_folder)) == 1


def test_nothing_to_empty_is_no_error(tmp_path: Path) -> None:
    empty(tmp_path / "nothing")


def test_no_folder_is_no_mail(tmp_path: Path) -> None:
    assert read_mails(tmp_path / "nothing") == []


def test_half_written_mails_are_not_read(settings: Settings, database: Engine) -> None:
    put(database, a_mail())
    drain(database, settings, Clock())
    (settings.mail_folder / "tmp" / "half").write_bytes(b"Subject: half")

    assert len(read_mails(settings.mail_folder)) == len(rows(database))


def test_a_mail_without_anything_in_it_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(b"\r\n")

    (mail,) = read_mails(tmp_path)
    assert (mail.to, mail.subject, mail.html) == ("", "", "")
    assert mail.date.tzinfo is not None
