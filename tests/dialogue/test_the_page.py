"""The page before the last click: everything that applies, and the pause with its price."""

from __future__ import annotations

import pytest

from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.questions import (
    DATA_DAYS,
    FACTS,
    GUARANTEE,
    WITHDRAWAL,
    money,
)
from tests.support.steps import go_to
from tests.support.words import DE, Words, stranger

MUST_SAY = {
    "de": (
        "ganzen Account",
        "zum nächstmöglichen Zeitpunkt",
        "vor Ihrem nächsten Abrechnungsdatum",
        "Vorauszahlungen erstatten wir nicht",
        f"{GUARANTEE}-Tage-Garantie",
        f"letzten {WITHDRAWAL} Tagen",
        "Sie endet von selbst",
        f"{DATA_DAYS} Tage",
        "Liste der abgemeldeten Kontakte",
        "können Sie pausieren",
        "können nicht senden",
        "SMS-Nummer",
    ),
    "en": (
        "whole account",
        "earliest possible date",
        "before your next billing date",
        "prepayments aren't refundable",
        f"{GUARANTEE}-day guarantee",
        f"last {WITHDRAWAL} days",
        "it ends by itself",
        f"{DATA_DAYS} days",
        "list of unsubscribed contacts",
        "you can pause",
        "you can't send",
        "SMS number",
    ),
}


@pytest.fixture
def page(chat: Chat, words: Words) -> Answer:
    return go_to("page", chat, words, stranger())


def test_it_tells_every_fact_of_the_article_that_applies(page: Answer, words: Words) -> None:
    missing = [fact for fact in MUST_SAY[words.language] if fact not in page.text]

    assert not missing
    assert FACTS.brand.value in page.text


def test_it_names_the_pause_with_its_price_in_every_currency(page: Answer, words: Words) -> None:
    (line,) = [line for line in page.text.splitlines() if "SMS" in line]

    for currency in FACTS.pause.currencies:
        assert money(FACTS.pause.tiers[0].fee, currency, words.language) in line


def test_it_has_four_ways_on_and_the_cancellation_comes_first(page: Answer, words: Words) -> None:
    assert list(page.buttons) == [
        words.cancel_now,
        words.pause_instead,
        words.change,
        words.dont_cancel,
    ]


def test_it_ends_with_its_one_question(page: Answer, words: Words) -> None:
    assert page.last.endswith(words.asks_cancel)
    assert page.last.count("?") == 1


def test_yes_before_the_page_never_records(product: Product, chat: Chat, words: Words) -> None:
    account = stranger()
    chat.say(words.yes)
    chat.say(words.wish)
    assert words.asks_details in chat.say(words.yes).last
    chat.say(account.both)
    again = chat.say(words.yes)

    assert words.asks_reason in again.last
    assert words.received not in "".join(line["text"] for line in chat.transcript)
    assert product.cases(email=account.email) == []


def test_yes_in_words_under_the_page_is_the_last_click(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    assert words.received in chat.say(words.yes).text
    assert len(product.cases(email=account.email)) == 1


@pytest.mark.parametrize("way", ["button", "words"])
def test_no_under_the_page_records_nothing_and_says_so(
    product: Product, chat: Chat, words: Words, way: str
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    answer = chat.press(words.dont_cancel) if way == "button" else chat.say(words.keep)

    assert words.nothing_recorded in answer.text
    assert product.cases(email=account.email) == []
    # And the way is open to begin again, with the details still known.
    assert words.asks_reason in chat.say(words.wish).last


def test_the_page_is_shown_whole_once_and_only_asked_again_afterwards(
    chat: Chat, words: Words, page: Answer
) -> None:
    question = "Wie lange werden meine Daten gespeichert?"

    again = chat.say(question if words is DE else "How long do you keep my data?")

    assert words.asks_cancel in again.last
    assert len(again.last) < len(page.last) / 4
    assert list(again.buttons) == list(page.buttons)
