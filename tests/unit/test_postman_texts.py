"""What no mail ever says or does. (`test_texts_catalogue` reads the templates' texts.)"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from babel.support import NullTranslations

from fairwell.mail import postman as postman_module
from fairwell.rules.cases.case import Case
from tests.support.mails import ACCOUNT, CASE, ENGLISH, FACTS, PREPAID, bodies, every_mail, pause
from tests.support.tables import table


@table("case", [CASE, pause(CASE)])
def test_a_user_name_cannot_become_markup(case: Case) -> None:
    account = replace(ACCOUNT, user_name='<b>x</b>"&{{7*7}}', email="<i>@weinhof-lang.example")

    text, html = bodies(case, account)

    assert '<b>x</b>"&{{7*7}}' in text
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "{{7*7}}" in html


@table("case", [CASE, pause(CASE)])
def test_what_a_stranger_typed_does_not_reach_the_owner(case: Case) -> None:
    for body in bodies(case, ACCOUNT):
        assert "typed" not in body


def test_no_mail_advertises_asks_pleads_or_cheers() -> None:
    forbidden = re.compile(
        r"!|http|www\.|umfrage|feedback|bewert|rabatt|angebot|gutschein|schade|zurückkommen|leider"
        r"|stattdessen|survey|rate us|discount|offer|coupon|sorry to|come back|miss you|instead"
        r"|are you sure|sind sie sicher",
        re.IGNORECASE,
    )
    for subject, text, _ in every_mail():
        assert not forbidden.search(subject + text), text


def test_cancel_mail_does_not_mention_a_pause() -> None:
    for case in (CASE, ENGLISH):
        assert "paus" not in bodies(case, PREPAID)[0].lower()


def test_html_says_the_same_as_the_text() -> None:
    for _, text, html in every_mail():
        lines = [line.removeprefix("- ") for line in text.splitlines() if line]
        shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        shown = re.sub(r"</th><td>", ": ", shown)
        shown = re.sub(r"<[^>]+>", "\n", shown).replace("&#39;", "'")
        assert [line for line in lines if line not in shown.splitlines()] == []


def test_html_loads_nothing_and_names_its_language() -> None:
    for case in (CASE, ENGLISH):
        _, html = bodies(case, ACCOUNT)
        assert html.startswith("<!doctype html>")
        assert f'<html lang="{case.language}">' in html
        assert '<meta name="color-scheme" content="light dark">' in html
        assert not re.search(r"src=|href=|url\(|@import|<script|<img|<link|\son\w+=", html)
        assert not re.search(r"(?<![\w-])(color|background)\s*:", html)


def test_nothing_in_the_templates_escapes_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wordless(NullTranslations):
        def ugettext(self, message: str) -> str:  # the name Jinja2 looks for first
            return ""

    monkeypatch.setattr(postman_module, "translations", lambda _: Wordless())
    text, _ = bodies(CASE, PREPAID)

    for value in (
        "K7M-4Q2X",
        "23. November 2026, 10:42 Uhr (MEZ)",
        "buero@weinhof-lang.example",
        "weinhof-lang",
        "2. Dezember 2026",
        "Constant Contact",
        "USA und Kanada",
        "Vereinigtes Königreich",
        "alle anderen Länder",
        *(phone.number for phone in FACTS.phones),
    ):
        assert value in text
        text = text.replace(value, "")
    assert not re.search(r"\w", text)
