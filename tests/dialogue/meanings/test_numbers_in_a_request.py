"""A code, a case number or a question in a request that asks for something else."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.steps import go_to
from tests.support.words import Words, stranger

NO_CODE = {
    "de": "keinen Vorgang, zu dem ein Code gehört",
    "en": "no case in this chat that a code belongs to",
}
NUMBER_OPENS_NOTHING = {
    "de": "eine Vorgangsnummer allein öffnet hier nichts",
    "en": "a case number alone opens nothing here",
}
ADDON = {"de": "Bitte das Add-on Terminplaner kündigen", "en": "Please end the Scheduler add-on"}
NAMED = {"de": "Terminplaner", "en": "Scheduler"}
MONEY_TOO = {"de": "{}. Bekomme ich mein Geld zurück?", "en": "{}. Can I get a refund?"}
REFUND = {"de": "erstatten wir nicht", "en": "aren't refundable"}


@pytest.mark.parametrize("step", ["details", "reason", "page"])
def test_a_number_that_fits_nothing_is_told_so_and_the_request_goes_on(
    chat: Chat, words: Words, step: str
) -> None:
    go_to(step, chat, words, stranger())
    assert chat.answer is not None
    before = chat.answer.body["process"]

    for number, truth in (("714825", NO_CODE), ("K7M-3PQX", NUMBER_OPENS_NOTHING)):
        answer = chat.say(number)
        assert truth[words.language] in answer.text
        assert answer.body["process"] == before
    assert recorded(chat) == []


def test_an_add_on_named_in_the_wish_is_not_asked_for(chat: Chat, words: Words) -> None:
    assert words.asks_details in chat.say(ADDON[words.language]).last

    page = chat.say(stranger().both)

    assert NAMED[words.language] in page.last
    assert page.body["process"]["kind"] == "addon"


def test_a_question_beside_the_details_is_answered_and_they_are_kept(
    chat: Chat, words: Words
) -> None:
    account = stranger()
    chat.say(words.wish)

    answer = chat.say(MONEY_TOO[words.language].format(account.both))

    assert REFUND[words.language] in answer.text
    assert "faq_refund" in answer.body["answered"]
    assert words.asks_reason in answer.last
    assert answer.body["process"]["email"] == account.email
