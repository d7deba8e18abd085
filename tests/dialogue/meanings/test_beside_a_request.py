"""What is on record is seen to while another request is open, which then goes on."""

from __future__ import annotations

from tests.dialogue.meanings.late import is_refused, press_at_the_engine
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import mails_about, recorded, rows
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel
from tests.support.words import Words, reference_in, stranger

_SCORES = "SELECT id, score, language FROM feedback"


def test_the_mail_is_sent_again_beside_a_request_that_goes_on(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    pause = phrases.requests["pause"]
    reference = reference_in(cancel(chat, words, phrases.monthly).text)
    assert pause.asks in chat.say(pause.wish).last
    asked = chat.say(phrases.no_mail)
    assert reference in asked.texts[0]
    assert pause.asks in asked.last

    answer = chat.press(phrases.send_again)

    assert phrases.sent_again in answer.texts[0]
    assert pause.asks in answer.last
    first, again = mails_about(product, reference, 2)
    assert (first.to, again.to) == (phrases.monthly.email, phrases.monthly.email)
    assert pause.received in chat.press(pause.confirm).text
    assert [case["kind"] for case in recorded(chat)] == ["cancel", "pause"]


def test_a_score_that_comes_beside_a_request_is_kept_and_the_request_goes_on(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    pause = phrases.requests["pause"]
    receipt = cancel(chat, words, stranger())
    score = receipt.buttons[phrases.very_easy]
    assert pause.asks in chat.say(pause.wish).last
    assert is_refused(chat, score)  # it stands under an earlier message now
    before = rows(product, _SCORES)

    said = press_at_the_engine(chat, score)

    assert phrases.asks_word in said
    assert said.index(phrases.asks_word) < said.index(pause.asks)
    (kept,) = [row for row in rows(product, _SCORES) if row not in before]
    assert (kept["score"], kept["language"]) == (5, words.language)
    assert pause.received in chat.press(pause.confirm).text
