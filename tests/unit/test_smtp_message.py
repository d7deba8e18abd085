"""How a mail is built, and what is refused before anything is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fairwell.config import Settings
from fairwell.mail import smtp
from fairwell.mail.queue import Claimed
from tests.support.tables import table

MAIL = Claimed(
    id="01KAQ",
    lease_id="01KAR",
    attempts=1,
    recipient="Anna.Mueller@blumen-mueller.example",
    language="de",
    subject="Ihre Kündigung ist eingegangen: Nr. K7M-4Q2X",
    body_text="Guten Tag,\n\nIhre Kündigung ist eingegangen.\n.\nWeiter.",
    body_html="<p>Ihre Kündigung ist eingegangen.</p>",
    message_id="<01kaq@fairwell.invalid>",
    created_at=dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC),
)
SETTINGS = Settings(mail_from="cancellations@fairwell.example", mail_from_name="Müller & Söhne")


def test_headers_say_who_what_when_and_that_nobody_needs_to_answer() -> None:
    message = smtp.build_message(MAIL, SETTINGS)

    assert message["From"].addresses[0].addr_spec == "cancellations@fairwell.example"
    assert message["From"].addresses[0].display_name == "Müller & Söhne"
    assert [to.addr_spec for to in message["To"].addresses] == [
        "Anna.Mueller@blumen-mueller.example"
    ]
    assert message["Subject"] == MAIL.subject
    assert message["Date"].datetime == MAIL.created_at
    assert message["Message-ID"] == MAIL.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"


def test_text_comes_first_and_html_second_as_alternatives() -> None:
    message = smtp.build_message(MAIL, SETTINGS)

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_what_leaves_is_plain_ascii_in_short_lines() -> None:
    raw = smtp.build_message(replace(MAIL, body_html="<p>" + "ü" * 3000), SETTINGS).as_bytes()

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


@table("breaker", ["\r\nBcc: x@evil.example", "\n", "\r", "\0", "\x85", "\u2028"])
@table("field", ["recipient", "subject", "message_id", "language"])
def test_a_line_break_in_any_header_is_refused(field: str, breaker: str) -> None:
    bad = replace(MAIL, **{field: getattr(MAIL, field) + breaker})

    with pytest.raises(smtp.MailRefused):
        smtp.build_message(bad, SETTINGS)


@table("field", ["mail_from", "mail_from_name"])
def test_a_line_break_in_the_senders_settings_is_refused(field: str) -> None:
    bad = SETTINGS.model_copy(update={field: "a@b.example\r\nBcc: x@evil.example"})

    with pytest.raises(smtp.MailRefused):
        smtp.build_message(MAIL, bad)


@table(
    "recipient",
    [
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "a@b.example;c@d.example",
        '"x" <y@b.example>',
        "<a@b.example>",
        "mailto:a@b.example",
        '"quoted local"@b.example',
        "a\u202e@b.example",
        "a@b.example\u200b",
        "group:a@b.example;",
        "nobody",
        "@b.example",
        "a@",
        "",
        "a" * 320 + "@b.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused(recipient: str) -> None:
    with pytest.raises(smtp.MailRefused):
        smtp.build_message(replace(MAIL, recipient=recipient), SETTINGS)


def test_an_umlaut_host_is_addressed_in_ascii() -> None:
    message = smtp.build_message(replace(MAIL, recipient="info@müller.example"), SETTINGS)

    assert message["To"].addresses[0].addr_spec == "info@xn--mller-kva.example"


def test_text_that_no_mail_can_carry_is_refused() -> None:
    with pytest.raises(smtp.MailRefused):
        smtp.build_message(replace(MAIL, body_text="half a sign: \ud800"), SETTINGS)
