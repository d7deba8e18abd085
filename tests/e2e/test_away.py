"""A customer who has gone for ten minutes when the answer comes: one mail an absence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fairwell.mail.catcher import CaughtMail
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.handoff.handoff_tables import HandoffRow
from tests.support.at_the_desk import NAMES, AtTheDesk, at_the_desk
from tests.support.browser import Visit
from tests.support.desk import hire
from tests.support.product import Product
from tests.support.talks import WISH
from tests.support.waiting import wait_until
from tests.support.words import Words, in_english

CHOOSER = {"de": "Vorführung: angemeldet als", "en": "Demonstration: signed in as"}
SUBJECT = {
    "de": "Im Chat gibt es eine Antwort für Sie",
    "en": "There is an answer for you in the chat",
}


@pytest.fixture
def desk(product: Product, browser: Browser, words: Words) -> Iterator[AtTheDesk]:
    """An agent who works in the language of the customer."""
    agent = hire(product, NAMES[words.language], "agent", language=words.language)
    with at_the_desk(browser, product.url, agent) as opened:
        yield opened


def notices(product: Product, words: Words) -> list[CaughtMail]:
    """The mails of this kind that have arrived at the account's owner."""
    wanted = (words.owner.email, SUBJECT[words.language])
    return [mail for mail in product.mails() if (mail.to, mail.subject) == wanted]


@contextmanager
def stretches(product: Product) -> Iterator[Session]:
    """The product's database."""
    engine = open_engine(f"sqlite:///{product.database}")
    with transaction(engine) as session:
        yield session
    engine.dispose()


def eleven_minutes_pass(product: Product) -> None:
    """For whoever is with a person: they were seen so much earlier. An open chat is seen again."""
    seen = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=11)
    with stretches(product) as session:
        session.execute(
            update(HandoffRow).where(HandoffRow.ended_at.is_(None)).values(customer_seen_at=seen)
        )


def is_noticed(product: Product) -> bool:
    """Whether the gateway has seen the customer's chat open since the mail."""
    with stretches(product) as session:
        marks = session.scalars(
            select(HandoffRow.away_mail_at).where(HandoffRow.ended_at.is_(None))
        )
        return list(marks) == [None]


def arrived(product: Product, words: Words, number: int) -> CaughtMail:
    """The newest of so many notices, once the customer has been away long enough."""

    def look() -> list[CaughtMail]:
        # Again and again: the gateway may not have noticed yet that the chat was closed.
        eleven_minutes_pass(product)
        return notices(product, words)[number - 1 :]

    return wait_until(look, lambda: f"no mail\n{product.tails()}")[-1]


@in_english
def test_who_is_away_for_ten_minutes_is_mailed_once_and_finds_the_answer_on_return(
    product: Product, visit: Visit, words: Words, desk: AtTheDesk
) -> None:
    before = len(notices(product, words))
    visit.open_help_page()
    visit.page.get_by_label(CHOOSER[words.language]).select_option(
        f"/dev/identity/{words.owner.user_name}"
    )
    visit.open_chat()
    visit.say(WISH[words.language])
    desk.takes_over()
    desk.answers("Hallo 1")
    visit.sees("Hallo 1")
    visit.page.goto("about:blank")

    desk.answers("Geheim 2")
    mail = arrived(product, words, before + 1)
    desk.answers("Geheim 3")
    eleven_minutes_pass(product)

    assert mail.language == words.language
    assert "Geheim" not in mail.text + mail.html
    visit.open_help_page()
    visit.open_chat()
    visit.sees("Geheim 3")
    wait_until(lambda: is_noticed(product), "the customer's return is not noticed")
    assert len(notices(product, words)) == before + 1  # two answers, one absence

    visit.page.goto("about:blank")
    desk.answers("Geheim 4")
    arrived(product, words, before + 2)
    assert len(notices(product, words)) == before + 2
    desk.ends()
