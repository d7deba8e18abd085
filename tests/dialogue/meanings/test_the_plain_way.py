"""The page without the chat is named wherever a cancellation begins, once."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.phrases import Phrases
from tests.support.chat import Chat
from tests.support.words import Words, stranger

CANCEL_INSTEAD = {"de": "Lieber kündigen", "en": "Cancel instead"}
PLAIN = {"de": "/kuendigen", "en": "/cancel"}


def link_of(chat: Chat) -> str:
    """The plain page as the chat of a language names it."""
    return chat.product.url + PLAIN[chat.language]


def times_named(chat: Chat) -> int:
    """How often the plain page was named in a conversation."""
    return sum(line["text"].count(link_of(chat)) for line in chat.transcript)


@pytest.mark.parametrize("told", ["with a wish", "before any wish"])
def test_it_is_named_after_a_death(chat: Chat, words: Words, phrases: Phrases, told: str) -> None:
    if told == "with a wish":
        answer = chat.say(phrases.bereaved)
    else:
        assert phrases.condolence in chat.say(phrases.bereaved_remark).text
        assert times_named(chat) == 0
        answer = chat.press(words.start_cancelling)

    assert link_of(chat) in answer.text
    assert words.asks_details in answer.last
    chat.say(stranger().both)
    assert times_named(chat) == 1


def test_it_is_named_once_a_bare_cancel_turns_out_to_mean_the_account(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    assert phrases.asks_meant in chat.say(phrases.bare_cancel).last
    assert times_named(chat) == 0

    answer = chat.press(phrases.meant_account)

    assert link_of(chat) in answer.text
    assert words.asks_details in answer.last


@pytest.mark.parametrize("way", ["button", "words"])
def test_it_is_named_when_a_pause_becomes_a_cancellation(
    chat: Chat, words: Words, phrases: Phrases, way: str
) -> None:
    pause = phrases.requests["pause"]
    chat.say(pause.wish)
    assert pause.asks in chat.say(stranger().both).last
    assert times_named(chat) == 0

    answer = chat.press(CANCEL_INSTEAD[words.language]) if way == "button" else chat.say(words.wish)

    assert link_of(chat) in answer.text
    assert words.asks_reason in answer.last
    chat.press(words.no_reason)
    assert times_named(chat) == 1
