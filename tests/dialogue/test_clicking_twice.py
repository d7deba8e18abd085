"""Buttons: typed instead of pressed, pressed twice, pressed too late."""

from __future__ import annotations

from tests.support.chat import Chat, read_answer
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.words import Words, reference_in, stranger


def test_a_typed_button_title_counts_as_a_press(product: Product, chat: Chat, words: Words) -> None:
    account = stranger()
    go_to("reason", chat, words, account)

    page = chat.say(words.too_expensive)
    receipt = chat.say(words.cancel_now.lower() + ".")

    assert words.asks_cancel in page.last
    assert words.received in receipt.text
    (case,) = product.cases(email=account.email)
    assert case["reason"] == "too_expensive"


def test_the_same_click_twice_gives_the_first_answer_and_one_case(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = page.buttons[words.cancel_now]

    first = chat.press_id(click)
    second = chat.press_id(click)

    assert second.body["messages"] == first.body["messages"]
    assert len(product.cases(email=account.email)) == 1


def test_the_same_wish_confirmed_again_has_the_first_reference(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    first = reference_in(cancel(chat, words, account).text)

    second = reference_in(cancel(chat, words, account).text)

    assert second == first
    assert len(product.cases(email=account.email)) == 1


def test_the_same_account_from_another_conversation_has_a_reference_of_its_own(
    product: Product, words: Words
) -> None:
    account = stranger()
    references = {
        reference_in(cancel(Chat(product, words.language), words, account).text) for _ in range(2)
    }

    assert len(references) == 2
    assert len(product.cases(email=account.email)) == 2


def test_a_button_of_an_earlier_step_is_refused_with_what_to_do(chat: Chat, words: Words) -> None:
    asked = go_to("reason", chat, words, stranger())
    unused = asked.buttons[words.too_expensive]
    page = chat.press(words.no_reason)

    refused = chat.post({"press": unused})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (409, "button_gone")
    assert told.language == words.language
    assert ("Schaltflächen" if words.language == "de" else "buttons") in told.text
    # Nothing was lost by it.
    assert words.received in chat.press_id(page.buttons[words.cancel_now]).text
