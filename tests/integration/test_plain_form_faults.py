"""The plain forms when something is wrong: faults, odd requests, other sites, a broken database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.gateway.form import pages
from fairwell.gateway.form.kinds import WITHDRAW
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Declaration
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.context import Context
from fairwell.store.base import engine as engine_module
from fairwell.store.base.errors import StoreUnavailable
from tests.integration.plain_site import (
    CANCELLATIONS,
    GERMAN,
    WITHDRAWALS,
    Form,
    Site,
    Words,
    both,
    every_form,
    open_site,
    services_at,
    words_of,
)

FACTS = load_facts(paths.POLICY)
CARD = "4111 1111 1111 1111"


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site with the demo accounts."""
    with open_site(services_at(home)) as opened:
        yield opened


# --- what needs another look ------------------------------------------------------------------

FAULTY = {
    "manner": {"manner": "quick"},
    "reason": {"manner": "for_cause", "reason": ""},
    "person": {"person": ""},
    "user_name": {"user_name": "two words"},
    "contract": {"contract": ""},
    "end": {"end": "someday"},
    "end_on": {"end": "date", "end_on": "2001-01-01"},
    "email": {"email": "anna@"},
}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        *product(CANCELLATIONS, FAULTY),
        *product(WITHDRAWALS, WITHDRAW.fields),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.kind}-{value.language}",
)
def test_a_fault_is_told_above_and_at_its_field_and_the_rest_is_kept(
    site: Site, words: Words, field: str
) -> None:
    filled = site.fill_in(words, user_name="some-name") | FAULTY[field]

    answer = site.send(words, filled)
    form = Form(answer.text)

    assert answer.status_code == 422
    assert site.cases() == []
    fault = re.search(rf'id="{field}-fault">(.+?)</p>', answer.text)
    assert fault
    told = words_of(fault[1]).split(": ", 1)[1]
    summary = answer.text[answer.text.index("summary-title") : answer.text.index("<h1>")]
    (link, text) = re.findall(r'<a href="#([\w-]+)">([^<]+)</a>', summary)[0]
    assert unescape(text) == told
    assert form.field(link)
    described = [tag for tag in form.tags if f"{field}-fault" in tag[1].get("aria-describedby", "")]
    assert len(described) == 1
    (focused,) = [values for _, values in form.tags if "autofocus" in values]
    assert focused["aria-labelledby"] == "summary-title"
    kept = {name: value for name, value in filled.items() if name not in ("manner", "end")}
    assert {name: form.sent[name] for name in kept} == kept


@every_form
def test_all_faults_are_told_at_once_and_put_right_at_once(site: Site, words: Words) -> None:
    form = Form(site.send(words, site.form(words).sent).text)
    assert [tag for tag, values in form.tags if values.get("aria-invalid")] == ["input", "input"]

    answer = site.send(words, {**form.sent, "person": "Anna Müller", "email": words.email})

    assert words.received in words_of(site.receipt(answer))
    assert len(site.cases()) == 1


def test_an_empty_or_broken_request_is_a_form_to_fill_in(site: Site) -> None:
    for body in ("", "&&==", "%ff%fe=%00", "person=%ED%A0%80&email=%00"):
        answer = site.client.post(
            "/kuendigen",
            content=body,
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 422, body
        assert "jetzt kündigen" in answer.text
    assert site.cases() == []


def test_a_request_that_is_no_form_is_refused_in_words(site: Site) -> None:
    for body, kind, status in (
        ('{"person": "x"}', "application/json", 415),
        ("&".join(f"a{number}=1" for number in range(60)), None, 400),
    ):
        answer = site.client.post(
            "/kuendigen",
            content=body,
            headers={"content-type": kind or "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == status
        assert "Das Formular war nicht lesbar" in answer.text
        assert 'href="/kuendigen"' in answer.text


@both
def test_a_long_text_is_kept_whole_and_asked_to_be_shortened(site: Site, words: Words) -> None:
    reason = "ä" * 5000

    answer = site.send(words, site.fill_in(words, manner="for_cause", reason=reason))

    assert answer.status_code == 422
    assert Form(answer.text).sent["reason"] == reason
    assert site.cases() == []


XSS = """"><img src=x onerror=alert(1)>'<script>alert(1)</script>{{7*7}}"""


@pytest.mark.parametrize(
    "field", ["reason", "person", "user_name", "contract", "end_on", "email", "manner", "end"]
)
def test_markup_in_any_field_is_text_on_the_form(site: Site, field: str) -> None:
    answer = site.send(GERMAN, site.fill_in(GERMAN, **{field: XSS}, token=XSS))

    assert "<img" not in answer.text
    assert "<script" not in answer.text
    if field not in ("manner", "end") and answer.status_code == 422:
        assert Form(answer.text).sent[field] == XSS
    assert XSS not in answer.text


def test_markup_in_any_field_is_text_on_the_receipt(site: Site) -> None:
    filled = site.fill_in(GERMAN, person=XSS, contract=XSS, manner="for_cause", reason=XSS)

    page = site.receipt(site.send(GERMAN, filled))

    assert "<img" not in page
    assert "<script" not in page
    assert unescape(page).count(XSS) == 3


def test_a_card_number_is_neither_kept_nor_echoed_and_the_customer_is_told(
    site: Site, home: Path
) -> None:
    told = "Wir haben die Angabe entfernt und nicht gespeichert"
    filled = site.fill_in(GERMAN, manner="for_cause", reason=f"Karte {CARD}")

    refused = site.send(GERMAN, {**filled, "email": f"{CARD}"})
    page = site.receipt(site.send(GERMAN, filled))

    for text in (refused.text, page):
        assert CARD not in text
        assert told in words_of(text)
    site.app.database.dispose()
    for file in home.rglob("*"):
        assert not file.is_file() or CARD.encode() not in file.read_bytes()


# --- where it comes from, and what is broken --------------------------------------------------


@every_form
@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "cross-site", "origin": "null"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://127.0.0.1.elsewhere.example"},
        {"origin": "nonsense"},
    ],
)
def test_a_form_sent_by_another_website_is_refused_in_words(
    site: Site, words: Words, headers: dict[str, str]
) -> None:
    answer = site.send(words, site.fill_in(words), **headers)

    assert answer.status_code == 403
    assert words.other_site in answer.text
    assert f'href="{words.path}"' in answer.text
    assert site.cases() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin", "origin": "{address}"},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"sec_fetch_site": "none"},
        {"origin": "{address}"},
        {"origin": "null"},
    ],
)
def test_a_form_from_our_own_page_is_taken(site: Site, headers: dict[str, str]) -> None:
    told = {name: value.format(address=site.address) for name, value in headers.items()}

    site.receipt(site.send(GERMAN, site.fill_in(GERMAN), **told))

    assert len(site.cases()) == 1


def test_a_form_behind_a_proxy_is_taken_by_its_public_address(home: Path) -> None:
    app = services_at(home, public_url="https://help.brand.example")
    with open_site(app) as site:
        site.receipt(site.send(GERMAN, site.fill_in(GERMAN), origin="https://help.brand.example"))


@every_form
def test_a_locked_database_is_told_and_the_form_is_kept(
    site: Site, words: Words, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = site.fill_in(words, user_name=words.user_name)
    receipt_url = site.send(words, site.fill_in(words)).headers["location"]
    site.app.database.dispose()
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)

    with closing(sqlite3.connect(home / "fairwell.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = site.send(words, filled)
        later = site.client.get(receipt_url)

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert words.not_recorded in words_of(answer.text)
    for phone in FACTS.phones:
        assert phone.number in answer.text
    assert Form(answer.text).sent == filled
    assert later.status_code == 503
    assert len(site.cases()) == 1

    site.receipt(site.send(words, Form(answer.text).sent))
    assert len(site.cases()) == 2


def test_a_commit_whose_answer_got_lost_is_found_by_sending_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = site.fill_in(GERMAN)

    def record_and_lose(declaration: Declaration, app: Context) -> None:
        record_declaration(declaration, app)
        raise StoreUnavailable("lost")

    monkeypatch.setattr(pages, "record_declaration", record_and_lose)
    answer = site.send(GERMAN, filled)
    monkeypatch.setattr(pages, "record_declaration", record_declaration)

    assert answer.status_code == 503
    site.receipt(site.send(GERMAN, Form(answer.text).sent))
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1
