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
    assert words.asks_details in answer.last, answer.text
    for before in STEPS[: STEPS.index(step)]:
        answer = go_on(before, chat, words, account)
    return answer


def go_on(step: str, chat: Chat, words: Words, account: Account) -> Answer:
    """Answer the question of a step, and be asked that of the next one."""
    answer = chat.say(account.both) if step == "details" else chat.press(words.no_reason)
    following = STEPS[STEPS.index(step) + 1]
    assert question_of(following, words) in answer.last, answer.text
    return answer


def cancel(chat: Chat, words: Words, account: Account) -> Answer:
    """The straight way to the receipt."""
    go_to("page", chat, words, account)
    return chat.press(words.cancel_now)
