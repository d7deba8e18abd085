"""The receipt as PDF and as a mail file: right for every name, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import gc
import warnings
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from fairwell.receipts.content import Receipt
from fairwell.receipts.eml import receipt_eml
from fairwell.receipts.files import attachments, receipt_file
from fairwell.receipts.pdf import receipt_pdf
from fairwell.receipts.text import receipt_text
from tests.support.tables import table
from tests.unit.test_receipt_content import ENGLISH, receipt

SENDER = ("Constant Contact", "cancellations@fairwell.example")
A4 = (595.28, 841.89)


def opened(given: Receipt) -> PdfReader:
    return PdfReader(BytesIO(receipt_pdf(given)), strict=True)


def text_of(given: Receipt) -> str:
    (page,) = opened(given).pages
    return " ".join(page.extract_text().split())


def mail_of(given: Receipt) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(receipt_eml(given, *SENDER))
    assert isinstance(message, EmailMessage)
    return message


@table("language", ["de", "en"])
def test_the_pdf_says_all_that_the_text_says(language: str) -> None:
    given = receipt(
        **(ENGLISH if language == "en" else {}), person="Jürgen Größmann", reason="zu teuer"
    )

    text = text_of(given)

    assert given.title in text
    for label, value in given.rows:
        assert label in text
        # A checksum is longer than a line.
        assert value.replace(" ", "") in text.replace(" ", "")
    for note in given.notes:
        assert note in text


def test_the_pdf_is_one_page_a4_in_its_language_with_a_title() -> None:
    pdf = opened(receipt())
    (page,) = pdf.pages

    assert tuple(map(float, page.mediabox[2:])) == A4
    assert pdf.root_object["/Lang"] == "de"
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Beleg: Kündigung des Accounts K7M-4Q2X"
    assert pdf.metadata.author == "Constant Contact"
    assert pdf.metadata.creation_date == dt.datetime(
        2026, 11, 23, 10, 42, tzinfo=dt.timezone(dt.timedelta(hours=1))
    )
    assert opened(receipt(**ENGLISH)).root_object["/Lang"] == "en"


@table(
    "name",
    """
    Jürgen Größmann ÄÖÜ ẞ | Łukasz Wójcik-Źdźbło | Dvořák Ťěšín Ňuňo | Ağaoğlu İpek Şıvgın
    Őry Ű | Nguyễn Thị Ánh | Þórður Æðelstan | Ștefan Țară | Ēriks Ķīsis | Ćirić Đorđe
    O’Neill “Sam” – €
    """,
)
def test_every_latin_name_is_right(name: str) -> None:
    assert name in text_of(receipt(person=name))


def test_a_name_typed_with_loose_accents_is_right_too() -> None:
    assert "Müller" in text_of(receipt(person="Mu\u0308ller"))


@table("strange", ["日本", "😀", "אב", "ไทย", "\U0001d538"])
def test_signs_outside_the_font_become_question_marks(strange: str) -> None:
    assert f"vor {'?' * len(strange)} nach" in text_of(receipt(reason=f"vor {strange} nach"))


# Each is laid out in many sizes, which takes a while: tests of their own.
@pytest.mark.parametrize(
    "reason",
    [
        "W" * 2000,
        "W " * 1000,
        "a\n" * 1000,
        "Wort " * 400,
        "\u0301" * 2000,
        "日" * 2000,
        "%" * 2000,
    ],
)
def test_the_longest_message_stays_on_one_page_and_is_all_there(reason: str) -> None:
    given = receipt(reason=reason, person="N" * 120, email=f"{'e' * 240}@b.example")

    text = text_of(given)

    assert given.notes[-1] in text
    for sign in "W%":
        assert text.count(sign) >= reason.count(sign)


def test_what_would_never_fit_is_cut_with_a_mark() -> None:
    text = text_of(receipt(reason="Ω" * 20_000))

    assert 1000 < text.count("Ω") < 20_000
    assert "…" in text


@settings(max_examples=25)
@given(st.text(max_size=300))
def test_nothing_typed_can_make_a_file_fail(typed: str) -> None:
    given = receipt(reason=typed, person=typed, user_name=typed)

    message = mail_of(given)
    (attached,) = message.iter_attachments()
    assert message["Subject"]
    assert len(PdfReader(BytesIO(attached.get_content()), strict=True).pages) == 1
    receipt_text(given).encode()


def test_the_same_case_gives_the_same_bytes() -> None:
    given = receipt(reason="Größe")

    assert receipt_pdf(given) == receipt_pdf(receipt(reason="Größe"))
    assert receipt_eml(given, *SENDER) == receipt_eml(receipt(reason="Größe"), *SENDER)
    assert receipt_pdf(given) != receipt_pdf(receipt(reason="Grösse"))


def test_pages_tried_in_vain_leave_no_file_open() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an open file that is collected warns
        receipt_pdf(receipt(reason="W" * 2000))
        gc.collect()


def test_the_pdf_has_no_script_no_form_and_no_link() -> None:
    given = receipt(reason="https://evil.example javascript:alert(1)")
    raw = receipt_pdf(given)

    for part in (b"/JavaScript", b"/JS", b"/AA", b"/URI", b"/AcroForm", b"/Launch"):
        assert part not in raw
    # Where the page opens is a place, never an action.
    assert isinstance(opened(given).root_object["/OpenAction"], ArrayObject)


def test_the_mail_has_the_text_and_the_pdf() -> None:
    given = receipt(reason="Größe\n.\nFrom nobody")
    message = mail_of(given)

    body = message.get_body(("plain",))
    (attached,) = message.iter_attachments()

    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == receipt_text(given)
    assert attached.get_filename() == "fairwell-K7M-4Q2X.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == receipt_pdf(given)


def test_the_mail_is_the_operators_and_dated_when_the_declaration_came() -> None:
    message = mail_of(receipt())

    assert message["From"] == "Constant Contact <cancellations@fairwell.example>"
    assert message["To"] is None
    assert message["Subject"] == "Beleg: Kündigung des Accounts, Nr. K7M-4Q2X"
    assert message["Date"].datetime == dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
    assert message["Date"].datetime.utcoffset() == dt.timedelta(hours=1)
    assert message["Message-ID"] == "<receipt.k7m-4q2x@fairwell.invalid>"
    assert message["Content-Language"] == "de"
    assert not [part.defects for part in message.walk() if part.defects]
    assert "anna.mueller" not in str(dict(message.items()))


def test_the_mail_keeps_to_line_ends_and_lengths_of_the_standard() -> None:
    raw = receipt_eml(receipt(reason="W" * 2000 + "ä" * 500), *SENDER)

    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


@table(
    "name, media_type, start",
    [
        ("fairwell-K7M-4Q2X.pdf", "application/pdf", b"%PDF-"),
        ("fairwell-K7M-4Q2X.eml", "message/rfc822", b"From: "),
        ("fairwell-K7M-4Q2X.txt", "text/plain; charset=utf-8", b"Beleg: "),
    ],
)
def test_each_file_has_its_name_and_type(name: str, media_type: str, start: bytes) -> None:
    file = receipt_file(receipt(), name, *SENDER)

    assert file is not None
    assert (file.name, file.media_type) == (name, media_type)
    assert file.content.startswith(start)


@table(
    "name",
    [
        "fairwell-R4D-W2BZ.pdf",
        "fairwell-K7M-4Q2X.html",
        "fairwell-K7M-4Q2X",
        "fairwell-K7M-4Q2X.PDF",
        ".pdf",
        "",
        "fairwell-K7M-4Q2X.pdf.txt",
    ],
)
def test_a_receipt_has_no_other_files(name: str) -> None:
    assert receipt_file(receipt(), name, *SENDER) is None


def test_the_chat_gets_names_and_addresses_that_exist() -> None:
    listed = attachments("K7M-4Q2X", "token")

    assert [file["name"] for file in listed] == ["fairwell-K7M-4Q2X.pdf", "fairwell-K7M-4Q2X.eml"]
    for file in listed:
        assert file["url"] == f"/receipt/token/{file['name']}"
        assert receipt_file(receipt(), file["name"], *SENDER)
