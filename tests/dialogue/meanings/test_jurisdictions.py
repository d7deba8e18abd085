"""Whose rules hold, on record; and the one fair offer under them."""

from __future__ import annotations

from tests.dialogue.meanings.both import PHRASES
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import offers, recorded, signed_in
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.tables import table
from tests.support.words import LANGUAGES, Words, stranger

SIGNED_IN = [
    ("de", "radhaus-nord", "DE"),
    ("de", "skischule-alm", "AT"),
    ("en", "skischule-alm", "AT"),  # the language does not choose the law
    ("en", "oak-bookshop", "UK"),
    ("en", "pine-street-gym", "US-MN"),
    ("en", "lake-camp", "US-CA"),
]


def test_an_anonymous_customer_gets_the_default_whoever_is_named(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    page = go_to("page", chat, words, phrases.paused)
    assert phrases.pause_on_page in page.text
    chat.press(words.cancel_now)

    (case,) = recorded(chat)

    assert (case["jurisdiction"], case["jurisdiction_reason"]) == ("default", "anonymous")
    (offer,) = offers(chat)
    assert (offer["kind"], offer["jurisdiction"]) == ("pause", "default")
    assert (offer["account_id"], offer["answer"]) == (None, "declined")


@table("language, user_name, code", SIGNED_IN)
def test_a_signed_in_customer_gets_the_rules_of_the_account(
    product: Product, language: str, user_name: str, code: str
) -> None:
    words = LANGUAGES[language]
    chat = signed_in(product, language, user_name)
    chat.say(words.wish)
    chat.press(words.no_reason)
    chat.press(words.cancel_now)

    (case,) = recorded(chat)

    assert (case["account"], case["jurisdiction"]) == (user_name, code)
    assert case["jurisdiction_reason"].startswith("billing_")


def test_austria_has_no_pause_on_the_page_and_one_line_after_the_receipt(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat = signed_in(product, words.language, "skischule-alm")
    chat.say(words.wish)

    page = chat.press(words.no_reason)

    assert phrases.pause_on_page not in page.text
    assert words.pause_instead not in page.buttons
    assert offers(chat) == []
    receipt = chat.press(words.cancel_now)
    assert words.received in receipt.texts[0]
    assert [phrases.pause_after_receipt in text for text in receipt.texts].count(True) == 1
    assert phrases.pause_after_receipt not in receipt.texts[0]
    (offer,) = offers(chat)
    assert (offer["jurisdiction"], offer["timing"]) == ("AT", "after_receipt")
    assert offer["policy_version"]
    assert offer["shown_at"]


SAYS_WHERE = {
    "de": ("blumen-mueller", "Ich wohne in Minnesota und möchte meinen Account kündigen", "US-MN"),
    "en": ("lake-camp", "I live in France and want to cancel my account", "FR"),
}


@table("language", "de | en")
def test_who_claims_another_place_than_the_address_gets_the_stricter_of_both(
    product: Product, language: str
) -> None:
    words, phrases = LANGUAGES[language], PHRASES[language]
    user_name, wish, named = SAYS_WHERE[language]
    chat = signed_in(product, language, user_name)
    chat.say(wish)

    page = chat.press(words.no_reason)
    assert phrases.pause_on_page not in page.text  # the address alone would put it there
    receipt = chat.press(words.cancel_now)

    assert phrases.pause_after_receipt in receipt.text
    (case,) = recorded(chat)
    assert case["jurisdiction_reason"].endswith(f"+said_{named}")
    (offer,) = offers(chat)
    assert offer["timing"] == "after_receipt"


@table("language", "de | en")
def test_a_claimed_place_changes_nothing_for_who_is_not_known(
    product: Product, language: str
) -> None:
    words = LANGUAGES[language]
    chat = Chat(product, language)
    chat.say(SAYS_WHERE[language][1])
    chat.say(stranger().both)

    page = chat.press(words.no_reason)

    assert PHRASES[language].pause_on_page in page.text
    chat.press(words.cancel_now)
    assert [case["jurisdiction_reason"] for case in recorded(chat)] == ["anonymous"]


def test_the_pause_is_described_once_in_a_conversation(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    page = go_to("page", chat, words, stranger())
    assert page.text.count(phrases.pause_on_page) == 1
    chat.press(words.dont_cancel)
    assert words.asks_reason in chat.say(words.wish).last

    again = chat.press(words.no_reason)

    assert words.asks_cancel in again.last
    assert phrases.pause_on_page not in again.text
    receipt = chat.press(words.cancel_now)
    assert phrases.pause_after_receipt not in receipt.text
    (offer,) = offers(chat)
    assert offer["answer"] == "declined"


def test_a_pause_that_was_asked_for_is_on_record_as_accepted(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())

    chat.press(words.pause_instead)
    chat.press(words.request_pause)

    assert [offer["answer"] for offer in offers(chat)] == ["accepted"]
