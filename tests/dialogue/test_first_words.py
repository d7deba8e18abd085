"""The first answer: what this is, and in which languages it works."""

from __future__ import annotations

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.tables import table
from tests.support.words import DE, EN, Words


@table("first", "hello | wish | pause_wish | stop | yes | weather | own_reason")
def test_the_first_answer_says_that_this_is_an_automated_assistant(
    product: Product, words: Words, first: str
) -> None:
    answer = Chat(product, words.language).say(getattr(words, first))

    assert words.automated in answer.texts[0]
    assert answer.language == words.language


def test_the_first_answer_offers_the_other_language_in_that_language(
    chat: Chat, words: Words
) -> None:
    offer = "You can also write in English" if words is DE else "Sie können auch Deutsch schreiben"

    assert offer in chat.say(words.hello).texts[0]


def test_it_introduces_itself_once_only(chat: Chat, words: Words) -> None:
    chat.say(words.hello)

    assert words.automated not in chat.say(words.wish).text


def test_a_greeting_is_answered_with_what_can_be_done(chat: Chat, words: Words) -> None:
    answer = chat.say(words.hello)

    assert words.start_cancelling in answer.buttons
    assert words.asks_details in chat.press(words.start_cancelling).last


@table("page, writes", [("de", EN), ("en", DE)])
def test_the_first_sentence_decides_the_language_not_the_page(
    product: Product, page: str, writes: Words
) -> None:
    answer = Chat(product, page).say(writes.wish)

    assert answer.language == writes.language
    assert writes.automated in answer.texts[0]
    assert writes.asks_details in answer.last
