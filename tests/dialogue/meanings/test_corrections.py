"""Whatever was said can be corrected from the page, by button or in words."""

from __future__ import annotations

from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.steps import go_to
from tests.support.words import Words, stranger


def test_one_detail_is_changed_and_the_other_stays(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    wrong, right = stranger(), stranger()
    go_to("page", chat, words, wrong)
    assert phrases.asks_change in chat.press(words.change).last

    page = chat.say(right.email)

    assert f"{phrases.changed}{wrong.user_name}, {right.email}." in page.texts
    assert f"{wrong.user_name}, {right.email}" in page.last
    chat.press(words.cancel_now)
    assert [(case["user_name"], case["email"]) for case in recorded(chat)] == [
        (wrong.user_name, right.email)
    ]


def test_a_detail_corrected_in_words_is_said_again(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    wrong, right = stranger(), stranger()
    for step in ("reason", "page"):
        chat = Chat(chat.product, words.language)
        go_to(step, chat, words, wrong)

        answer = chat.say(CORRECTED[words.language].format(right.email))

        assert f"{phrases.changed}{wrong.user_name}, {right.email}." in answer.texts


def test_the_reason_is_changed_by_button(chat: Chat, words: Words, phrases: Phrases) -> None:
    go_to("page", chat, words, stranger())
    chat.press(words.change)

    assert words.asks_reason in chat.press(phrases.change_reason).last
    chat.press(words.too_expensive)
    chat.press(words.cancel_now)

    assert [case["reason"] for case in recorded(chat)] == ["too_expensive"]


def test_the_reason_is_changed_in_words(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())

    assert words.asks_cancel in chat.say(words.own_reason).last
    chat.press(words.cancel_now)

    assert [case["reason"] for case in recorded(chat)] == [words.own_reason]


def test_a_question_in_between_does_not_lose_what_is_changed(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    right = stranger()
    go_to("page", chat, words, stranger())
    chat.press(words.change)

    assert phrases.asks_change in chat.say(phrases.robot).last

    assert right.both in chat.say(right.both).last


CORRECTED = {
    "de": "Nein, die richtige E-Mail-Adresse ist {}",
    "en": "No, the right e-mail address is {}",
}
