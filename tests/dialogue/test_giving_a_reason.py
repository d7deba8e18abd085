"""Why somebody leaves: voluntary, by button or in own words."""

from __future__ import annotations

import pytest

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.words import Words, reference_in, stranger


@pytest.mark.parametrize("way", ["button", "own words", "pressed no reason", "typed no reason"])
def test_a_reason_is_recorded_as_given_and_none_when_withheld(
    product: Product, chat: Chat, words: Words, way: str
) -> None:
    go_to("reason", chat, words, stranger())

    page = {
        "button": lambda: chat.press(words.too_expensive),
        "own words": lambda: chat.say(words.own_reason),
        "pressed no reason": lambda: chat.press(words.no_reason),
        "typed no reason": lambda: chat.say(words.no_reason),
    }[way]()
    assert words.asks_cancel in page.last
    receipt = chat.press(words.cancel_now)

    (case,) = product.cases(reference=reference_in(receipt.text))
    expected = {"button": "too_expensive", "own words": words.own_reason}.get(way)
    assert case["reason"] == expected


def test_the_question_says_that_an_answer_is_voluntary(chat: Chat, words: Words) -> None:
    asked = go_to("reason", chat, words, stranger())

    assert ("freiwillig" if words.language == "de" else "don't have to") in asked.last
    assert words.no_reason in asked.buttons
    assert len(asked.buttons) <= 4
