"""Receipts over HTTP: for whoever holds the token, as page and files, and for nobody else."""

from __future__ import annotations

import re
import secrets
import sqlite3
from contextlib import closing
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import delete

from fairwell.receipts.files import attachments
from fairwell.services.cases.record_declaration import Recorded, record_declaration
from fairwell.store.base.engine import transaction
from fairwell.store.cases.ledger_check import list_entries
from fairwell.store.cases.tables import LedgerRow
from tests.integration.records import mails
from tests.integration.serving import Gateway
from tests.unit.samples import a_declaration

NASTY = '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & {{ 7 * 7 }} {% raw %}'


def declared(gate: Gateway, **changes: Any) -> Recorded:
    return record_declaration(a_declaration(**changes), gate.app)


def file(recorded: Recorded, form: str) -> str:
    return f"/receipt/{recorded.receipt}/fairwell-{recorded.case.reference}.{form}"


@pytest.mark.parametrize(
    ("language", "title", "saved"),
    [
        ("de", "Beleg: Kündigung des Accounts", "Als PDF speichern"),
        ("en", "Receipt: cancellation of the account", "Save as PDF"),
    ],
)
def test_the_page_is_in_the_language_of_the_case_whatever_the_browser_says(
    gate: Gateway, language: str, title: str, saved: str
) -> None:
    recorded = declared(gate, language=language, reason="zu teuer")
    other = {"Accept-Language": "en" if language == "de" else "de"}

    page = gate.http.get(f"/receipt/{recorded.receipt}", headers=other)

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert f"<h1>{title}</h1>" in page.text
    assert saved in page.text
    assert recorded.case.reference in page.text
    assert "zu teuer" in page.text


def test_the_page_links_to_every_file_and_each_can_be_saved(gate: Gateway) -> None:
    recorded = declared(gate)
    page = gate.http.get(f"/receipt/{recorded.receipt}").text

    links = re.findall(r'<a href="(/receipt/[^"]+)" download>', page)

    assert links == [file(recorded, form) for form in ("pdf", "eml", "txt")]
    for link in links:
        answer = gate.http.get(link)
        name = link.rpartition("/")[2]
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_the_files_are_what_their_types_say(gate: Gateway) -> None:
    recorded = declared(gate, reason="Größe")

    pdf, eml, txt = (gate.http.get(file(recorded, form)) for form in ("pdf", "eml", "txt"))

    assert pdf.headers["content-type"] == "application/pdf"
    assert "Größe" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert eml.headers["content-type"] == "message/rfc822"
    message = BytesParser(policy=policy.default).parsebytes(eml.content)
    assert recorded.case.reference in message["Subject"]
    assert txt.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Angegebener Grund: Größe" in txt.text
    assert gate.http.get(file(recorded, "pdf")).content == pdf.content


def test_the_checksum_is_the_one_in_the_ledger(gate: Gateway) -> None:
    recorded = declared(gate)
    with transaction(gate.app.database, read_only=True) as session:
        (entry,) = list_entries(session, recorded.case.reference)

    assert entry.content_hash in gate.http.get(f"/receipt/{recorded.receipt}").text
    assert entry.content_hash in gate.http.get(file(recorded, "txt")).text


def test_a_case_without_a_ledger_row_still_has_its_receipt(gate: Gateway) -> None:
    recorded = declared(gate)
    with transaction(gate.app.database) as session:
        session.execute(delete(LedgerRow))

    assert "Prüfsumme" not in gate.http.get(f"/receipt/{recorded.receipt}").text
    assert gate.http.get(file(recorded, "pdf")).status_code == 200


@pytest.mark.parametrize("form", ["", "pdf", "eml", "txt"])
def test_nothing_may_be_kept_by_caches_or_found_by_search_engines(gate: Gateway, form: str) -> None:
    recorded = declared(gate)
    answer = gate.http.get(file(recorded, form) if form else f"/receipt/{recorded.receipt}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    policies = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policies
    assert not any(part.startswith("script-src") for part in policies)


def test_the_page_has_no_code_and_shows_what_was_typed_as_text(gate: Gateway) -> None:
    recorded = declared(gate, user_name=NASTY[:60], email=None, reason=NASTY)
    page = gate.http.get(f"/receipt/{recorded.receipt}").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r"<script|<img|<style|\sstyle=|<[^>]+\son\w+=", page)


def wrong_addresses(recorded: Recorded, other: Recorded) -> list[str]:
    """Addresses near the right ones that must open nothing."""
    reference, token = recorded.case.reference, recorded.receipt
    return [
        f"/receipt/{secrets.token_urlsafe(32)}",
        f"/receipt/{secrets.token_urlsafe(32)}/fairwell-{reference}.pdf",
        f"/receipt/{token}/fairwell-{other.case.reference}.pdf",
        f"/receipt/{other.receipt}/fairwell-{reference}.pdf",
        f"/receipt/{token}/fairwell-{reference}.html",
        f"/receipt/{token}/..%2Ffairwell-{reference}.pdf",
        f"/receipt/{token}/%00.pdf",
        f"/receipt/{token[:-1]}",
        f"/receipt/{token}A",
        f"/receipt/{token.swapcase()}",
        f"/receipt/{token[:-1]}%0A",
        f"/receipt/{token[:-1]}ß",
        f"/receipt/{reference}",
        f"/receipt/{recorded.case.id}",
        f"/receipt/{'A' * 5000}",
    ]


def test_every_wrong_address_gets_the_same_answer(gate: Gateway) -> None:
    recorded, other = declared(gate), declared(gate, conversation_id="02")

    answers = [gate.http.get(path) for path in wrong_addresses(recorded, other)]

    def seen(answer: httpx.Response) -> tuple[int, str, list[tuple[str, str]]]:
        headers = sorted((k, v) for k, v in answer.headers.items() if k != "date")
        return answer.status_code, answer.text, headers

    first = seen(answers[0])
    assert first[0] == 404
    assert "Dieser Link ist nicht gültig" in first[1]
    assert [seen(answer) for answer in answers] == [first] * len(answers)


def test_tokens_of_other_purposes_open_no_receipt(gate: Gateway) -> None:
    declared(gate)
    (mail,) = mails(gate.app.database)
    tokens = dict(re.findall(r"/(verify|dispute|receipt)/([\w-]{43})", mail.body_text))

    assert set(tokens) == {"verify", "dispute", "receipt"}
    assert gate.http.get(f"/receipt/{tokens['receipt']}").status_code == 200
    assert gate.http.get(f"/receipt/{tokens['verify']}").status_code == 404
    assert gate.http.get(f"/receipt/{tokens['dispute']}").status_code == 404


def test_known_and_unknown_details_get_the_same_receipt(gate: Gateway) -> None:
    known = declared(gate)
    unknown = declared(gate, user_name="niemand-hier", conversation_id="02")
    assert known.case.account_id
    assert unknown.case.account_id is None

    def page(recorded: Recorded) -> str:
        case, text = recorded.case, gate.http.get(f"/receipt/{recorded.receipt}").text
        checksum = re.compile(r"SHA-256 \w{64}")
        for own in (recorded.receipt, case.reference, case.email, case.user_name):
            text = text.replace(str(own), "…")
        return checksum.sub("…", re.sub(r"\d+:\d\d(?: Uhr)?", "…", text))

    assert page(known) == page(unknown)


def test_while_the_database_is_locked_the_page_says_so(
    gate: Gateway, home: Path, short_lock: None
) -> None:
    recorded = declared(gate)
    with closing(sqlite3.connect(home / "fairwell.db")) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        page = gate.http.get(f"/receipt/{recorded.receipt}")
        pdf = gate.http.get(file(recorded, "pdf"))

    for answer in (page, pdf):
        assert answer.status_code == 503
        assert "Diese Seite lässt sich gerade nicht anzeigen" in answer.text
        assert answer.headers["retry-after"] == "5"
    assert gate.http.get(file(recorded, "pdf")).status_code == 200


def test_a_case_from_the_chat_lists_its_files(gate: Gateway) -> None:
    recorded = declared(gate)

    listed = attachments(recorded.case.reference, recorded.receipt)

    assert [gate.http.get(item["url"]).status_code for item in listed] == [200, 200]
