"""SMTP delivery of one mail, with permanent and temporary failures distinguished.

Errors raised here end up in ``outbox.last_error`` and in logs: class and SMTP code only, since a
server's words often repeat the address.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
import time
import unicodedata
from contextlib import suppress
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from fairwell.config import Settings
from fairwell.mail.queue import LEASE, Claimed
from fairwell.rules.cases.details import normal_email
from fairwell.store.mails.outbox import REFUSED

# A whole exchange ends before the lease does, however slowly the server answers:
# otherwise a second worker would send the mail meanwhile.
DEADLINE = LEASE.total_seconds() - 20

# RFC 4954: these speak of our login, even where a server gives them in answer to MAIL or RCPT.
# They would otherwise kill every mail in the queue because of a wrong setting.
_LOGIN_CODES = frozenset({530, 534, 535, 538})

# Enhanced codes (RFC 3463, RFC 7372) of a bad sender's address or system, of a sender whose domain
# is not authenticated (SPF, DKIM, DMARC), or who may not use this address, at whatever command.
_ABOUT_THE_SENDER = re.compile(rb"5\.(?:1\.[78]|7\.(?:2\d|60))\b")

_POLICY = policy.SMTP


class MailRefused(Exception):
    """Permanent failure; an agent must act."""


class NotNow(Exception):
    """Temporary or unknown failure: send again later under the same Message-ID.

    ``possibly_sent``: the text was sent, and the line broke before the server's answer.
    """

    possibly_sent = False


class SenderRefused(NotNow):
    """Final refusal of us, not of this mail: every other mail would be refused, too."""


def send(mail: Claimed, settings: Settings, *, deadline: float = DEADLINE) -> None:
    """Send one mail; returning means that the server has accepted it.

    Raises:
        MailRefused: an unsafe header, or 5xx in answer to MAIL, RCPT or DATA.
        SenderRefused: 5xx about the sender's address or domain.
        NotNow: 4xx, timeout, no connection, 5xx at the greeting or the login, ``deadline`` over.
    """
    message = build_message(mail, settings)
    client: _Deadlined | None = None
    try:
        client = _connected(settings, deadline)
        to = message["To"].addresses[0].addr_spec
        client.sendmail(settings.mail_from, [to], message.as_bytes())
        # Accepted. Whatever happens from here on must not make the mail count as unsent.
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
    except (smtplib.SMTPException, OSError) as error:
        failure = _verdict(error)
        if isinstance(failure, NotNow) and client is not None:
            failure.possibly_sent = client.awaits_verdict
        raise failure from None  # the cause carries addresses, and would be logged
    finally:
        if client is not None:
            client.close()


def build_message(mail: Claimed, settings: Settings) -> EmailMessage:
    """Build the mail: exactly one recipient, text and HTML.

    Raises:
        MailRefused: a header would hold a line break or another control character, the recipient is
            not one plain address, or the text cannot be encoded.
    """
    headers = (
        settings.mail_from_name,
        settings.mail_from,
        mail.recipient,
        mail.subject,
        mail.message_id,
        mail.language,
    )
    if any(_breaks_a_line(header) for header in headers):
        raise MailRefused("UnsafeHeader")
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = Address(settings.mail_from_name, addr_spec=settings.mail_from)
        message["To"] = Address(addr_spec=_one_address(mail.recipient))
        message["Subject"] = mail.subject
        message["Date"] = mail.created_at
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        # Quoted-printable, because 8-bit needs an extension that not every server has.
        message.set_content(mail.body_text, cte="quoted-printable")
        message.add_alternative(mail.body_html, subtype="html", cte="quoted-printable")
        # From the row: a mail sent twice is the same to the byte. "=_" cannot occur in the body.
        message.set_boundary(f"=_{mail.id}")
        message["Content-Language"] = mail.language  # last, or it moves into the first part
    except ValueError as error:  # includes what cannot be encoded
        raise MailRefused(type(error).__name__) from None
    return message


def _breaks_a_line(header: str) -> bool:
    return any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in header)


def _one_address(recipient: str) -> str:
    """Encode the recipient's host in ASCII; the local part stays as the directory has it."""
    local, _, _ = recipient.rpartition("@")
    normal = normal_email(recipient)
    if normal is None or normal.rpartition("@")[0] != local.lower():
        raise MailRefused("NotOneAddress")
    return f"{local}@{normal.rpartition('@')[2]}"


class _Deadlined(smtplib.SMTP):
    """SMTP client that cuts the connection when the whole exchange takes too long.

    A socket's timeout bounds one read only: a server that sends a byte now and then would block
    the worker forever.
    """

    _alarm: threading.Timer | None = None
    # From the text on until the server's answer to it.
    awaits_verdict = False

    def __init__(self, *args: Any, deadline: float, **kwargs: Any) -> None:
        self._ends = time.monotonic() + deadline
        super().__init__(*args, **kwargs)

    def getreply(self) -> tuple[int, bytes]:
        """Start the alarm with the greeting, which is the first moment there is a socket to cut."""
        if self._alarm is None:
            self._alarm = threading.Timer(max(0.0, self._ends - time.monotonic()), self._cut)
            self._alarm.daemon = True
            self._alarm.start()
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text; whatever breaks in between leaves open whether it was accepted."""
        self.awaits_verdict = True
        try:
            answer = super().data(msg)
        except smtplib.SMTPResponseException:  # an answer, if not a good one
            self.awaits_verdict = False
            raise
        self.awaits_verdict = False
        return answer

    def close(self) -> None:
        """Disarm the alarm with the connection."""
        if self._alarm is not None:
            self._alarm.cancel()
        super().close()

    def _cut(self) -> None:
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                # Not SSLSocket.shutdown: that takes the TLS state away under the reading thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _DeadlinedTls(_Deadlined, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


def _connected(settings: Settings, deadline: float) -> _Deadlined:
    host, port, timeout = settings.smtp_host, settings.smtp_port, settings.smtp_timeout
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        client: _Deadlined = _DeadlinedTls(
            host, port, timeout=timeout, context=context, deadline=deadline
        )
    else:
        client = _Deadlined(host, port, timeout=timeout, deadline=deadline)
    try:
        if settings.smtp_security == "starttls":
            client.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            client.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        client.close()
        raise
    return client


def _verdict(error: Exception) -> MailRefused | NotNow:
    code, words = 0, b""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, _bytes(error.smtp_error)
    name = type(error).__name__
    about = f"{name} {code}" if code > 0 else name
    of_this_mail = isinstance(
        error,
        smtplib.SMTPSenderRefused | smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError,
    )
    final = of_this_mail and 500 <= code <= 599 and code not in _LOGIN_CODES
    if not final:
        return NotNow(about)
    too_large = code == 552 or words.startswith(b"5.3.4")
    by_sender = isinstance(error, smtplib.SMTPSenderRefused) and not too_large
    if by_sender or _ABOUT_THE_SENDER.match(words):
        return SenderRefused(f"{REFUSED}{about}")
    return MailRefused(about)


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode(errors="replace")
