"""Local mail server: stores what it receives in a Maildir, and relays nothing.

It replaces the operator's SMTP server in demos and tests, so that real mails can be read.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import mailbox
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from fairwell.config import Settings

LOOPBACK = "127.0.0.1"
LARGEST = 1_000_000

_log = structlog.get_logger("fairwell.catcher")


@dataclass(frozen=True)
class CaughtMail:
    """A received mail. ``id`` is unique; two mails may share a ``message_id``."""

    id: str
    to: str
    subject: str
    date: dt.datetime
    text: str
    html: str
    language: str
    message_id: str


class Keeper:
    """aiosmtpd's handler: a mail is on disk before its sender gets "250"."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._mails = mailbox.Maildir(folder, create=True)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Store the mail; answer a full disk with a temporary error, so that the sender retries."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 No content"
        try:
            self._mails.add(content)  # written to tmp/, fsynced, then moved to new/
        except OSError as error:
            _log.error("catcher", outcome="not_kept", error=type(error).__name__)
            return "451 Cannot be kept now"
        return "250 Kept"


class _Line(SMTP):
    """One connection, listed while it is open."""

    def __init__(self, keeper: Keeper, lines: set[_Line]) -> None:
        super().__init__(
            keeper,
            hostname="localhost",
            data_size_limit=LARGEST,
            loop=asyncio.get_running_loop(),
        )
        self._lines = lines

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._lines.discard(self)


async def _serve(keeper: Keeper, port: int, stop: threading.Event) -> None:
    lines: set[_Line] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Line(keeper, lines), LOOPBACK, port)
    try:
        await asyncio.to_thread(stop.wait)
    finally:
        server.close()
        # Not left to aiosmtpd's own controller: it stops its loop with sockets still open.
        for line in tuple(lines):
            if isinstance(line.transport, asyncio.Transport):
                line.transport.abort()
        while lines:
            await asyncio.sleep(0)


def run_catcher(settings: Settings, stop: threading.Event) -> None:
    """Receive on the loopback interface, port ``smtp_port``, until ``stop`` is set.

    Raises:
        OSError: the port is taken.
    """
    # aiosmtpd logs the addresses of every mail; logs carry no personal data.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    asyncio.run(_serve(Keeper(settings.mail_folder), settings.smtp_port, stop))


def read_mails(folder: Path) -> list[CaughtMail]:
    """Read all mails of a Maildir, newest last."""
    files = [*_files(folder / "new"), *_files(folder / "cur")]
    return [_read(file) for file in sorted(files, key=lambda file: (_written(file), file.name))]


def _files(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())


def _written(file: Path) -> int:
    return file.stat().st_mtime_ns


def _read(file: Path) -> CaughtMail:
    mail = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
    return CaughtMail(
        id=file.name.partition(":")[0],  # a mail program appends its flags after the colon
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        date=_date(mail, file),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        language=str(mail["Content-Language"] or ""),
        message_id=str(mail["Message-ID"] or ""),
    )


def _date(mail: EmailMessage, file: Path) -> dt.datetime:
    stated = getattr(mail["Date"], "datetime", None)
    if isinstance(stated, dt.datetime) and stated.tzinfo:
        return stated
    return dt.datetime.fromtimestamp(_written(file) / 1e9, dt.UTC)


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def empty(folder: Path) -> None:
    """Delete every received mail, to reset a demo."""
    for file in (*_files(folder / "new"), *_files(folder / "cur")):
        file.unlink(missing_ok=True)
