"""A customer of the plain forms: the gateway on a real port, and a browser without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.gateway.app import create_app
from fairwell.rules.cases.case import Case
from fairwell.store.base.engine import transaction
from fairwell.store.cases.cases import list_cases
from fairwell.store.cases.tables import OfferRow
from fairwell.store.mails.outbox import list_mails
from tests.integration.serving import serving


@dataclass(frozen=True)
class Words:
    """One language's page."""

    kind: str
    language: str
    path: str
    receipt_path: str
    heading: str
    confirm: str
    user_name: str
    email: str
    received: str
    not_recorded: str
    other_site: str


GERMAN = Words(
    kind="cancel",
    language="de",
    path="/kuendigen",
    receipt_path="/kuendigen/beleg/",
    heading="Verträge hier kündigen",
    confirm="jetzt kündigen",
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    received="Ihre Kündigung ist eingegangen",
    not_recorded="Ihre Kündigung konnte gerade nicht aufgezeichnet werden",
    other_site="Dieses Formular kam von einer fremden Website",
)
ENGLISH = Words(
    kind="cancel",
    language="en",
    path="/cancel",
    receipt_path="/cancel/receipt/",
    heading="Cancel contracts here",
    confirm="cancel now",
    user_name="harbor-bakery",
    email="emma.clark@harbor-bakery.example",
    received="Your cancellation has been received",
    not_recorded="Your cancellation couldn't be recorded just now",
    other_site="This form came from another website",
)
GERMAN_WITHDRAWAL = replace(
    GERMAN,
    kind="withdraw",
    path="/widerruf",
    receipt_path="/widerruf/beleg/",
    heading="Vertrag widerrufen",
    confirm="Widerruf bestätigen",
    received="Ihr Widerruf ist eingegangen",
    not_recorded="Ihr Widerruf konnte gerade nicht aufgezeichnet werden",
)
ENGLISH_WITHDRAWAL = replace(
    ENGLISH,
    kind="withdraw",
    path="/withdraw",
    receipt_path="/withdraw/receipt/",
    heading="Withdraw from contract here",
    confirm="Confirm withdrawal",
    received="Your withdrawal has been received",
    not_recorded="Your withdrawal couldn't be recorded just now",
)
CANCELLATIONS = (GERMAN, ENGLISH)
WITHDRAWALS = (GERMAN_WITHDRAWAL, ENGLISH_WITHDRAWAL)


def _of_each(words: tuple[Words, ...]) -> pytest.MarkDecorator:
    names = [f"{one.kind}-{one.language}" for one in words]
    return pytest.mark.parametrize("words", words, ids=names)


both = _of_each(CANCELLATIONS)
withdrawals = _of_each(WITHDRAWALS)
every_form = _of_each(CANCELLATIONS + WITHDRAWALS)


class Form(HTMLParser):
    """A form as a browser reads it: what it would send, and what its fields point to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._area: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if tag == "textarea":
            self._area = values["name"]
            self.sent[self._area] = ""
        if tag == "input" and (values["type"] != "radio" or "checked" in values):
            self.sent[values["name"]] = values["value"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def field(self, field_id: str) -> dict[str, str]:
        (found,) = [values for _, values in self.tags if values.get("id") == field_id]
        return found


class Site:
    """The gateway's services, and a customer who has a browser without JavaScript."""

    def __init__(self, app: App, client: httpx.Client) -> None:
        self.app = app
        self.client = client

    @property
    def address(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def form(self, words: Words) -> Form:
        return Form(self.client.get(words.path).text)

    def fill_in(self, words: Words, **changes: str) -> dict[str, str]:
        person = {"person": "Anna Müller", "email": words.email}
        return {**self.form(words).sent, **person, **changes}

    def send(self, words: Words, filled: dict[str, str], **headers: str) -> httpx.Response:
        return self.client.post(
            words.path,
            data=filled,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def receipt(self, answer: httpx.Response) -> str:
        assert answer.status_code == 303, answer.text
        page = self.client.get(answer.headers["location"])
        assert page.status_code == 200
        return page.text

    def cases(self) -> list[Case]:
        with transaction(self.app.database, read_only=True) as session:
            return [case for case, _ in list_cases(session)]

    def mails(self) -> list[tuple[str, str]]:
        with transaction(self.app.database, read_only=True) as session:
            return [(mail.recipient, mail.body_text) for mail in list_mails(session)]

    def offers(self) -> list[OfferRow]:
        with transaction(self.app.database, read_only=True) as session:
            return list(session.scalars(select(OfferRow)))


def services_at(home: Path, **settings: Any) -> App:
    return App(Settings(**{"home": home, "database_url": "", "demo": True, **settings}))


@contextmanager
def open_site(app: App) -> Iterator[Site]:
    with (
        serving(create_app(app)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=20) as client,
    ):
        yield Site(app, client)


def words_of(page: str) -> str:
    """A page as it is read: text only, spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
