"""Messages that are no sentence: emoji, markup, far too much, payment data."""

from __future__ import annotations

import json

import pytest

from tests.support.chat import Chat, read_answer
from tests.support.product import Product
from tests.support.steps import STEPS, go_to
from tests.support.words import Words, reference_in, stranger

CARD = "4111 1111 1111 1111"
PASSWORD = "Sonnen-Blume7"
IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize("step", STEPS)
def test_emoji_alone_get_an_answer_and_record_nothing(
    product: Product, chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)

    answer = chat.say("😀😀😀")

    assert answer.text
    assert answer.language == words.language
    assert words.received not in answer.text
    assert product.cases(email=account.email) == []


def test_emoji_alone_as_the_first_message_get_the_ways_on(chat: Chat, words: Words) -> None:
    answer = chat.say("🤷")

    assert words.automated in answer.texts[0]
    assert words.start_cancelling in answer.buttons


def test_39_five_thousand_characters_are_refused_with_the_limit_and_nothing_is_lost(
    chat: Chat, words: Words
) -> None:
    go_to("reason", chat, words, stranger())
    lines_before = len(chat.transcript)

    refused = chat.post({"message": "zu teuer " * 556})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (413, "too_long")
    assert told.language == words.language
    assert len(chat.transcript) == lines_before
    assert words.asks_cancel in chat.press(words.no_reason).last


def test_39_two_thousand_characters_are_taken(chat: Chat, words: Words) -> None:
    go_to("reason", chat, words, stranger())

    text = (words.own_reason + ". ") * 100
    assert words.asks_cancel in chat.say(text[:2000]).last


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200d\ufeff", "\x00\x07", "/"], ids=ascii)
def test_39_a_message_without_a_visible_sign_is_refused_in_words(
    chat: Chat, words: Words, text: str
) -> None:
    chat.say(words.hello)

    refused = chat.post({"message": text})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (422, "empty")
    assert told.language == words.language


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",
        "zu teuer \udc00",
        "zu teue" + "\u0301" * 1500 + "r",
        "zu \u202eteuer\u2028",
        "zu teuer\ufffe\uffff",
    ],
    ids=["half an emoji", "half a sign", "1,500 accents", "bidi", "no characters"],
)
def test_39_broken_unicode_never_breaks_the_chat(chat: Chat, words: Words, text: str) -> None:
    go_to("reason", chat, words, stranger())

    # As JSON escapes: a lone surrogate cannot be written in UTF-8.
    response = chat.post_raw(json.dumps({"message": text}).encode("ascii"))

    assert response.status_code in (200, 400, 422)
    answered = response.status_code == 200
    page = read_answer(response) if answered else chat.say(words.no_reason)
    assert words.asks_cancel in page.last


def test_markup_is_words_and_stays_as_typed(product: Product, chat: Chat, words: Words) -> None:
    account = stranger()
    reason = f"{words.own_reason} <b>bald</b> & <script>alert(1)</script>"
    go_to("reason", chat, words, account)

    assert words.asks_cancel in chat.say(reason).last
    receipt = chat.press(words.cancel_now)

    assert words.received in receipt.text
    assert "<script>" not in receipt.text
    (case,) = product.cases(email=account.email)
    assert case["reason"] == reason
    assert reason in [line["text"] for line in chat.transcript]


def test_24_braces_in_an_answer_are_not_filled_in(
    product: Product, chat: Chat, words: Words
) -> None:
    reason = f"{words.own_reason} {{{{7*7}}}} {{phones}} {{reference}}"
    go_to("reason", chat, words, words.owner)
    chat.say(reason)

    receipt = chat.press(words.cancel_now)

    reference = reference_in(receipt.text)
    (case,) = product.cases(reference=reference)
    assert case["reason"] == reason
    mail = product.mail_about(reference)
    assert "7*7" not in mail.text
    assert words.own_reason not in mail.text


@pytest.mark.parametrize(
    ("number", "shapes"),
    [
        (CARD, (CARD, CARD.replace(" ", ""), CARD.replace(" ", "-"))),
        (IBAN, (IBAN, IBAN.replace(" ", ""))),
        (f"Passwort: {PASSWORD}", (PASSWORD,)),
    ],
    ids=["card", "IBAN", "password"],
)
def test_37_what_is_secret_is_taken_out_before_anything_is_kept(
    product: Product,
    chat: Chat,
    words: Words,
    number: str,
    shapes: tuple[str, ...],
) -> None:
    account = stranger()
    go_to("reason", chat, words, account)

    answer = chat.say(f"{words.own_reason}, {number}")

    told = "nicht gespeichert" if words.language == "de" else "didn't store it"
    assert told in answer.texts[0]
    assert number not in answer.text
    assert words.asks_cancel in answer.last
    chat.press(words.cancel_now)
    assert len(product.cases(email=account.email)) == 1
    for shape in shapes:
        assert shape not in "".join(line["text"] for line in chat.transcript)
        assert product.holds(shape) == []


def test_37_a_card_number_instead_of_the_details_is_no_user_name(
    product: Product, chat: Chat, words: Words
) -> None:
    chat.say(words.wish)

    answer = chat.say(CARD.replace(" ", ""))

    assert words.asks_details in answer.last
    assert product.holds(CARD.replace(" ", "")) == []


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example%0d%0aBcc:x@y.example",
        "a@b.example,c@d.example",
        '"x y"@b.example',
        "a@b.example\u202e@c.example",
        f"{'a' * 320}@b.example",
    ],
    ids=["escaped break", "two", "quoted", "bidi", "too long"],
)
def test_31_32_only_one_plain_address_is_taken(chat: Chat, words: Words, address: str) -> None:
    go_to("details", chat, words, stranger())
    chat.say("kiosk-am-markt")

    answer = chat.say(address)

    assert words.asks_email in answer.last
    assert words.asks_reason not in answer.text


def test_31_32_a_line_for_a_copy_is_no_address_of_the_customers(chat: Chat, words: Words) -> None:
    go_to("details", chat, words, stranger())
    chat.say("kiosk-am-markt")

    chat.say("a@b.example\r\nBcc: x@y.example")

    assert chat.press(words.no_reason).body["process"]["email"] == "a@b.example"
