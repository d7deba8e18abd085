"""Feedback after the receipt: optional, and kept apart from who gave it."""

from __future__ import annotations

from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import rows
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel
from tests.support.words import Words, stranger

APART = {"id", "given_on", "language", "score", "words"}


def test_a_score_and_a_word_are_kept_without_identity(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    account = stranger()
    word = f"{phrases.word} ({account.user_name[-8:]})"
    receipt = cancel(chat, words, account)
    assert phrases.asks_feedback in receipt.last

    assert phrases.asks_word in chat.press(phrases.very_easy).last
    assert phrases.word_thanks in chat.say(word).text

    (kept,) = rows(product, "SELECT * FROM feedback WHERE words = ?", word)
    assert set(kept) == APART
    assert (kept["score"], kept["language"]) == (5, words.language)
    assert len(kept["given_on"]) == len("2026-01-31")  # a day, no time that leads to a case


def test_who_gives_no_feedback_is_not_asked_again(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    cancel(chat, words, stranger())

    assert phrases.asks_feedback not in chat.say(phrases.thanks).text
    assert phrases.asks_feedback not in chat.say(phrases.status).text
