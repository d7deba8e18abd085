"""Stopping: at every step, nothing is recorded, and it says so."""

from __future__ import annotations

import pytest

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import STEPS, go_to
from tests.support.words import Words, stranger


@pytest.mark.parametrize("step", STEPS)
def test_stop_ends_the_form_and_records_nothing(
    product: Product, chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)

    answer = chat.say(words.stop)

    assert words.nothing_recorded in answer.text
    assert words.received not in answer.text
    assert product.cases(email=account.email) == []
    # The form is over: a yes now confirms nothing.
    assert words.received not in chat.say(words.yes).text
    assert product.cases(email=account.email) == []


@pytest.mark.parametrize("step", STEPS)
def test_who_stopped_can_begin_again(chat: Chat, words: Words, step: str) -> None:
    account = stranger()
    go_to(step, chat, words, account)
    chat.say(words.stop)

    answer = chat.say(words.wish)

    assert (words.asks_details if step == "details" else words.asks_reason) in answer.last


def test_who_decides_to_stay_keeps_the_account(product: Product, chat: Chat, words: Words) -> None:
    account = stranger()
    go_to("reason", chat, words, account)

    answer = chat.say(words.keep)

    assert words.nothing_recorded in answer.text
    assert product.cases(email=account.email) == []
