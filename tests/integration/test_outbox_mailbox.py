"""The demo's mailbox page."""

from __future__ import annotations

import asyncio
import mailbox
import os
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from fairwell.config import Settings
from fairwell.gateway.demo.mailbox import mailbox_router
from fairwell.mail.catcher import read_mails
from fairwell.mail.queue import Claimed
from fairwell.mail.smtp import build_message
from tests.support.outbox import NOW, settings_for

HTML = '<!doctype html><html lang="de"><p>Größe</p><script>alert(1)</script></html>'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(1, home=tmp_path)


class Browser:
    """Asks the router, without a network between."""

    def __init__(self, settings: Settings) -> None:
        self._app = FastAPI()
        self._app.include_router(mailbox_router(settings))

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://demo.example"
            ) as client:
                return await client.get(path)

        return asyncio.run(ask())


@pytest.fixture
def browser(settings: Settings) -> Browser:
    return Browser(settings)


def receive(settings: Settings, subject: str, html: str = HTML) -> str:
    mail = Claimed(
        id="01ROW",
        lease_id="",
        attempts=1,
        recipient="anna.mueller@blumen-mueller.example",
        language="de",
        subject=subject,
        body_text="Größe <b>x</b>",
        body_html=html,
        message_id="<1@fairwell.invalid>",
        created_at=NOW,
    )
    folder = mailbox.Maildir(settings.mail_folder, create=True)
    key = folder.add(build_message(mail, settings).as_bytes())
    # Files written within one tick of the clock must still have an order.
    order = len(folder) * 1_000_000_000
    os.utime(settings.mail_folder / "new" / key, ns=(order, order))
    return key


def test_the_list_shows_the_newest_mail_first(browser: Browser, settings: Settings) -> None:
    for subject in ("Erste", "Zweite", "Dritte"):
        receive(settings, subject)

    page = browser.get("/dev/mailbox").text

    assert page.index("Dritte") < page.index("Zweite") < page.index("Erste")
    assert "anna.mueller@blumen-mueller.example" in page
    assert "23. November 2026, 09:42 Uhr (UTC)" in page


@pytest.mark.parametrize(
    ("query", "language", "heading"),
    [
        ("", "de", "Postfach der Demo"),
        ("?lang=de", "de", "Postfach der Demo"),
        ("?lang=en", "en", "Mailbox of the demo"),
        ("?lang=../../etc", "de", "Postfach der Demo"),
    ],
)
def test_the_headings_follow_the_language(
    browser: Browser, query: str, language: str, heading: str
) -> None:
    answer = browser.get(f"/dev/mailbox{query}")

    assert answer.status_code == 200
    assert f"<h1>{heading}</h1>" in answer.text
    assert f'<html lang="{language}">' in answer.text


def test_an_empty_mailbox_says_so(browser: Browser) -> None:
    assert "Noch ist keine Mail angekommen." in browser.get("/dev/mailbox").text
    assert "No mail has arrived yet." in browser.get("/dev/mailbox?lang=en").text


def test_one_mail_shows_its_text_and_frames_its_html(browser: Browser, settings: Settings) -> None:
    key = receive(settings, "Ihre Kündigung <b>x</b>")

    page = browser.get(f"/dev/mailbox/{key}").text

    assert "Größe &lt;b&gt;x&lt;/b&gt;" in page
    assert "Ihre Kündigung &lt;b&gt;x&lt;/b&gt;" in page
    assert "&lt;1@fairwell.invalid&gt;" in page
    assert re.search(rf'<iframe sandbox src="/dev/mailbox/{re.escape(key)}/html"', page)
    assert "<b>" not in page
    assert "alert(1)" not in page


def test_the_html_part_is_served_without_any_rights(browser: Browser, settings: Settings) -> None:
    key = receive(settings, "Betreff")

    answer = browser.get(f"/dev/mailbox/{key}/html")

    assert answer.headers["content-security-policy"] == (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    )
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.rstrip() == HTML


def test_pages_carry_no_inline_code(browser: Browser, settings: Settings) -> None:
    key = receive(settings, "Betreff")

    for page in (browser.get("/dev/mailbox").text, browser.get(f"/dev/mailbox/{key}").text):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)


@pytest.mark.parametrize(
    "mail_id",
    [
        "unknown",
        "..",
        "%2e%2e",
        "..%2f..%2fsecret",
        "..%5c..%5csecret",
        "%2fetc%2fpasswd",
        "..%2fcur%2f1",
        "secret%00",
        "new",
        "%20",
    ],
)
def test_no_id_reaches_anything_but_mails(
    browser: Browser, settings: Settings, mail_id: str
) -> None:
    key = receive(settings, "Betreff")
    (settings.home / "secret").write_text("Subject: secret\n\nsecret")
    (settings.home / "secret").chmod(0o644)

    for path in (f"/dev/mailbox/{mail_id}", f"/dev/mailbox/{mail_id}/html"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "secret" not in answer.text
    assert read_mails(settings.mail_folder)[0].id == key
