"""User name and address: in any order, in one message or two, not asked twice."""

from __future__ import annotations

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.tables import table
from tests.support.words import Words, reference_in, stranger

SHAPES = (
    "{user_name}, {email}",
    "{email} {user_name}",
    "{user_name}\n{email}",
    "E-Mail: {email}, Name: {user_name}",
    "{user_name} / {email}",
)


@table("shape", SHAPES)
def test_both_details_in_one_message_are_taken_in_any_order(
    product: Product, words: Words, shape: str
) -> None:
    chat, account = Chat(product, words.language), stranger()
    go_to("details", chat, words, account)

    assert words.asks_reason in chat.say(shape.format(**vars(account))).last

    page = chat.press(words.no_reason)
    assert account.both in page.text


def test_details_come_one_at_a_time_the_user_name_first(chat: Chat, words: Words) -> None:
    account = stranger()
    go_to("details", chat, words, account)

    assert words.asks_email in chat.say(account.user_name).last
    assert words.asks_reason in chat.say(account.email).last

    assert account.both in chat.press(words.no_reason).text


@table("name", "waldsee | kaffeestein | sonnenhof | laden-mitte")
def test_one_plain_word_is_a_user_name_where_one_was_asked_for(
    product: Product, words: Words, name: str
) -> None:
    chat = Chat(product, words.language)
    chat.say(words.wish)

    assert words.asks_email in chat.say(name).last


def test_details_come_one_at_a_time_the_address_first(chat: Chat, words: Words) -> None:
    account = stranger()
    go_to("details", chat, words, account)

    asked = chat.say(account.email).last
    assert account.email not in asked
    assert words.asks_reason not in asked
    assert words.asks_reason in chat.say(account.user_name).last

    assert account.both in chat.press(words.no_reason).text


def test_details_in_the_first_sentence_are_not_asked_again(chat: Chat, words: Words) -> None:
    account = stranger()

    first = chat.say(words.wish_with_details.format(**vars(account)))

    assert words.asks_reason in first.last
    assert words.asks_details not in first.text
    assert account.both in chat.press(words.no_reason).text


def test_details_given_before_the_wish_are_kept(chat: Chat, words: Words) -> None:
    account = stranger()
    chat.say(account.both)

    assert words.asks_reason in chat.say(words.wish).last

    assert account.both in chat.press(words.no_reason).text


def test_a_broken_address_is_asked_for_again_with_an_example(chat: Chat, words: Words) -> None:
    account = stranger()
    go_to("details", chat, words, account)
    chat.say(account.user_name)

    for broken in (
        "anna.mueller@blumen-mueller",
        "anna@@firma.example",
        "a@b.example, c@d.example",
    ):
        again = chat.say(broken)
        assert ".example" in again.text
        assert words.asks_email in again.last

    assert words.asks_reason in chat.say(account.email).last
    assert account.both in chat.press(words.no_reason).text


def test_who_does_not_know_the_user_name_is_found_by_the_address(
    product: Product, chat: Chat, words: Words
) -> None:
    chat.say(words.wish)

    assert words.asks_email in chat.say(words.dont_know).last
    chat.say(words.owner.email)
    chat.press(words.no_reason)
    receipt = chat.press(words.cancel_now)

    mail = product.mail_about(reference_in(receipt.text))
    assert mail.to == words.owner.email


def test_who_knows_neither_is_told_that_one_is_needed_and_whom_to_call(
    chat: Chat, words: Words
) -> None:
    chat.say(words.wish)
    chat.say(words.dont_know)

    answer = chat.say(words.dont_know)

    assert words.asks_details in answer.last
    assert "call" in answer.text or "anrufen" in answer.text


def test_changed_details_replace_the_first_ones(product: Product, chat: Chat, words: Words) -> None:
    wrong, right = stranger(), stranger()
    go_to("page", chat, words, wrong)

    asked = chat.press(words.change)
    assert wrong.both in asked.last
    page = chat.say(right.both)

    assert words.asks_cancel in page.last
    assert right.both in page.text
    assert wrong.email not in page.text
    receipt = chat.press(words.cancel_now)
    (case,) = product.cases(reference=reference_in(receipt.text))
    assert (case["user_name"], case["email"]) == (right.user_name, right.email)
