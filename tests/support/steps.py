"""Ways through the request form, step by step."""

from __future__ import annotations

from tests.support.chat import Answer, Chat
from tests.support.words import Account, Words

STEPS = ("details", "reason", "page")


def question_of(step: str, words: Words) -> str:
    """The words of the question that is open at a step."""
    return {
        "details": words.asks_details,
        "reason": words.asks_reason,
        "page": words.asks_cancel,
    }[step]


def go_to(step: str, chat: Chat, words: Words, account: Account) -> Answer:
    """From the first word to a step of the form."""
    answer = chat.say(words.wish)
    assert words.asks_details in answer.last
    if step == "details":
        return answer
    answer = chat.say(account.both)
    assert words.asks_reason in answer.last
    if step == "reason":
        return answer
    answer = chat.press(words.no_reason)
    assert words.asks_cancel in answer.last
    return answer


def go_on_from(step: str, chat: Chat, words: Words, account: Account) -> Answer:
    """From a step of the form to the page before the last click."""
    if step == "page":
        assert chat.answer is not None
        return chat.answer
    if step == "details":
        assert words.asks_reason in chat.say(account.both).last
    return chat.press(words.no_reason)


def cancel(chat: Chat, words: Words, account: Account) -> Answer:
    """The straight way to the receipt."""
    go_to("page", chat, words, account)
    return chat.press(words.cancel_now)
