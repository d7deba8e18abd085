"""Sending with TLS and a login."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr
from sqlalchemy import Engine

from fairwell.mail import queue, smtp
from fairwell.mail.worker import drain
from fairwell.store.base.engine import open_engine
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, settings_for
from tests.support.schema import copy_schema
from tests.support.smtp import ScriptedSmtp


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    put(engine, a_mail())
    return engine


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key in one file, made for this run."""
    if not shutil.which("openssl"):
        pytest.fail("the TLS tests need the openssl program: install Debian's package openssl")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "key.pem", "-out", folder / "only.pem"),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "only.pem").read_text())
    return both


def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


class Door:
    """Lets in who knows the password; remembers who tried."""

    def __init__(self) -> None:
        self.tried: list[bytes] = []

    def __call__(self, server, session, envelope, mechanism, data):  # type: ignore[no-untyped-def]
        self.tried.append(data.password)
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.mark.parametrize(
    ("password", "outcome", "error"),
    [("right", "sent", None), ("wrong", "later", "SMTPAuthenticationError 535")],
)
def test_starttls_and_login(
    database: Engine,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    outcome: str,
    error: str | None,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    options = {"tls_context": server_tls(certificate), "require_starttls": True}
    with ScriptedSmtp(authenticator=Door(), auth_required=True, **options) as server:
        settings = settings_for(server.port).model_copy(
            update={
                "smtp_security": "starttls",
                "smtp_user": "fairwell",
                "smtp_password": SecretStr(password),
            }
        )
        assert drain(database, settings, Clock()) == [outcome]

    assert only_row(database).last_error == error


def test_a_server_without_a_trusted_certificate_gets_no_password(
    database: Engine, certificate: Path
) -> None:
    door = Door()
    options = {"tls_context": server_tls(certificate), "require_starttls": True}
    with ScriptedSmtp(authenticator=door, auth_required=True, **options) as server:
        settings = settings_for(server.port).model_copy(
            update={
                "smtp_security": "starttls",
                "smtp_user": "fairwell",
                "smtp_password": SecretStr("right"),
            }
        )
        assert drain(database, settings, Clock()) == ["later"]

    assert only_row(database).last_error == "SSLCertVerificationError"
    assert door.tried == []
    assert server.received == []


def test_starttls_is_not_given_up_where_the_server_does_not_offer_it(database: Engine) -> None:
    with ScriptedSmtp() as server:
        settings = settings_for(server.port).model_copy(update={"smtp_security": "starttls"})
        assert drain(database, settings, Clock()) == ["later"]

    assert only_row(database).last_error == "SMTPNotSupportedError"
    assert server.received == []


def test_tls_from_the_first_byte(
    database: Engine, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with ScriptedSmtp(ssl_context=server_tls(certificate)) as server:
        settings = settings_for(server.port).model_copy(update={"smtp_security": "tls"})
        assert drain(database, settings, Clock()) == ["sent"]

    assert len(server.received) == 1


def test_the_deadline_cuts_a_tls_line_too(
    database: Engine, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    (mail,) = queue.claim(database, NOW)
    # Without the deadline the test would not end: nothing else is over within the hour.
    with ScriptedSmtp("stall", ssl_context=server_tls(certificate)) as server:
        settings = settings_for(server.port, timeout=3600)
        settings = settings.model_copy(update={"smtp_security": "tls"})
        with pytest.raises(smtp.NotNow):
            smtp.send(mail, settings, deadline=0.5)
