"""A real SMTP server (aiosmtpd) that fails on order, and helpers to wait for what it received."""

from __future__ import annotations

import asyncio
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 20.0


@dataclass(frozen=True)
class Received:
    """What the server took charge of: the envelope's recipients and the mail itself."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class ScriptedSmtp:
    """Plays one fault a mail in the order given; afterwards it accepts everything.

    Faults: ``"mail <reply>"``, ``"rcpt <reply>"``, ``"data <reply>"`` answer that command so;
    ``"cut before keeping"``, ``"cut after keeping"`` drop the line before the 250 (the mail is
    lost, or kept); ``"close after 250"`` drops it behind the 250; ``"stall"`` never answers DATA;
    ``"endless"`` never ends its answer; ``""`` is no fault.
    """

    def __init__(self, *faults: str, **options: Any) -> None:
        self.received: list[Received] = []
        self.tries = 0
        self._faults = list(faults)
        self._fault = ""
        self._changed = threading.Condition()
        self._lines: list[_Open] = []
        self._controller = _OnFreePort(
            self, self._lines, port=0, server_hostname="localhost", **options
        )

    def __enter__(self) -> ScriptedSmtp:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        # aiosmtpd would stop its loop with sockets still open, and Python complain of them later.
        self._controller.loop.call_soon_threadsafe(self._drop_all)
        eventually(lambda: all(line.socket.fileno() == -1 for line in self._lines))
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    def wait_for(self, count: int) -> None:
        """Until that many mails were received; fails after ``PATIENCE`` seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.received) >= count, PATIENCE)

    def _drop_all(self) -> None:
        for line in self._lines:
            line.transport.abort()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries += 1
        self._fault = self._faults.pop(0) if self._faults else ""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._reply_to("mail", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._reply_to("rcpt", "250 OK")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        fault = self._fault
        if fault == "stall":
            await asyncio.Event().wait()  # ends with the connection
        if fault == "endless":
            while True:
                await server.push("250-and still")
        if fault == "cut before keeping":
            _drop(server)
            return "250 OK"
        reply = self._reply_to("data", "250 OK")
        if reply.startswith("2"):
            self._keep(envelope)
        if fault == "cut after keeping":
            _drop(server)
        if fault == "close after 250":
            await server.push(reply)
            _drop(server)
        return reply

    def _reply_to(self, command: str, usual: str) -> str:
        name, _, reply = self._fault.partition(" ")
        return reply if name == command else usual

    def _keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        with self._changed:
            self.received.append(
                Received(str(envelope.mail_from), tuple(envelope.rcpt_tos), envelope.content)
            )
            self._changed.notify_all()


def _drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass(frozen=True)
class _Open:
    """A connection and its socket; a TLS transport forgets the latter when it is closed."""

    transport: asyncio.Transport
    socket: socket


class _Line(SMTP):
    """One connection, kept in a list."""

    def __init__(self, handler: object, lines: list[_Open], **options: Any) -> None:
        super().__init__(handler, **options)
        self._lines = lines

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._lines.append(_Open(transport, transport.get_extra_info("socket")))
        super().connection_made(transport)


class _OnFreePort(Controller):
    """Takes a port the system picks, so that no other process can take it first."""

    def __init__(self, handler: object, lines: list[_Open], **options: Any) -> None:
        super().__init__(handler, "127.0.0.1", **options)
        self._lines = lines

    def factory(self) -> SMTP:
        return _Line(self.handler, self._lines, loop=self.loop, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def greeting_server(greeting: bytes) -> Iterator[int]:
    """A server that says ``greeting`` and hangs up; gives its port."""

    class Hello(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(greeting)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hello) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join(PATIENCE)


def eventually(condition: Callable[[], object]) -> None:
    """Until the condition holds; fails after ``PATIENCE`` seconds."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError(f"did not happen within {PATIENCE} s")
