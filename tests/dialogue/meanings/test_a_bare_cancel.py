"""A bare "abbrechen" or "cancel it": the account, an add-on, or what is going on here?"""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.late import is_refused, press_at_the_engine
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.steps import go_to, question_of
from tests.support.words import Words, stranger

each_step = pytest.mark.parametrize("step", ("details", "page"))


def say_bare_cancel(chat: Chat, phrases: Phrases) -> None:
    answer = chat.say(phrases.bare_cancel)
    assert phrases.asks_meant in answer.last
    assert set(answer.buttons) == {
        phrases.meant_account,
        phrases.meant_add_on,
        phrases.meant_stop,
    }
    assert recorded(chat) == []


def test_the_account_is_meant_as_the_first_word(chat: Chat, words: Words, phrases: Phrases) -> None:
    account = stranger()
    say_bare_cancel(chat, phrases)

    assert words.asks_details in chat.press(phrases.meant_account).last
    assert words.asks_reason in chat.say(account.both).last
    chat.press(words.no_reason)
    assert words.received in chat.press(words.cancel_now).text
    assert [case["kind"] for case in recorded(chat)] == ["cancel"]


def test_an_add_on_is_meant_as_the_first_word(chat: Chat, phrases: Phrases) -> None:
    say_bare_cancel(chat, phrases)

    assert phrases.asks_add_on in chat.press(phrases.meant_add_on).last


def test_nothing_is_meant_as_the_first_word(chat: Chat, words: Words, phrases: Phrases) -> None:
    say_bare_cancel(chat, phrases)

    assert words.nothing_recorded in chat.press(phrases.meant_stop).text
    assert recorded(chat) == []


@each_step
def test_the_account_is_meant_and_the_request_goes_on(
    chat: Chat, words: Words, phrases: Phrases, step: str
) -> None:
    go_to(step, chat, words, stranger())
    say_bare_cancel(chat, phrases)

    assert question_of(step, words) in chat.press(phrases.meant_account).last
    assert recorded(chat) == []


@each_step
def test_an_add_on_is_meant_in_the_middle_of_a_cancellation(
    chat: Chat, words: Words, phrases: Phrases, step: str
) -> None:
    account, add_on = stranger(), phrases.requests["addon"]
    go_to(step, chat, words, account)
    say_bare_cancel(chat, phrases)

    assert phrases.asks_add_on in chat.press(phrases.meant_add_on).last
    answer = chat.say(str(add_on.subject))
    page = chat.say(account.both) if step == "details" else answer
    assert add_on.asks in page.last
    assert add_on.received in chat.press(add_on.confirm).text
    assert [case["kind"] for case in recorded(chat)] == ["addon"]


@each_step
def test_the_request_is_meant_and_nothing_is_recorded(
    chat: Chat, words: Words, phrases: Phrases, step: str
) -> None:
    go_to(step, chat, words, stranger())
    say_bare_cancel(chat, phrases)

    assert words.nothing_recorded in chat.press(phrases.meant_stop).text
    assert words.received not in chat.say(words.yes).text
    assert recorded(chat) == []


def test_the_account_is_meant_in_the_middle_of_a_pause(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(words.pause_wish)
    assert words.asks_pause in chat.say(stranger().both).last
    say_bare_cancel(chat, phrases)

    assert words.asks_reason in chat.press(phrases.meant_account).last
    chat.press(words.no_reason)
    assert words.received in chat.press(words.cancel_now).text
    assert [case["kind"] for case in recorded(chat)] == ["cancel"]


def test_a_button_of_an_earlier_step_does_not_say_what_is_meant(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    click = go_to("page", chat, words, stranger()).buttons[words.cancel_now]
    say_bare_cancel(chat, phrases)

    assert is_refused(chat, click)
    assert phrases.asks_meant in press_at_the_engine(chat, click)

    assert recorded(chat) == []
    # Nothing is lost by it: the question can be answered, and the request goes on.
    assert words.asks_cancel in chat.press(phrases.meant_account).last
    assert words.received in chat.press(words.cancel_now).text
