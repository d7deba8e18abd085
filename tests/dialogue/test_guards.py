"""What goes on record by typed words, and what is said of it afterwards: whole conversations."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.english import EN as ENGLISH
from tests.dialogue.meanings.german import DE as GERMAN
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.words import Words, stranger

# Under the page of a cancellation none of these is a yes to it.
NO_YES = {
    "de": ("Kündigen Sie niemals meinen Account", "ja, aber erst im März", "jein", "ja, pausieren"),
    "en": ("never cancel my account", "yes, but not before March", "half a yes", "yes, pause it"),
}
CLEAR_YES = {
    "de": ("ja bitte, jetzt kündigen", "Bestätigt, machen Sie das"),
    "en": ("yes please, cancel it now", "confirmed, go ahead"),
}
NO_PAUSE = {
    "de": ("keine Pause bitte", "lieber doch keine Pause"),
    "en": ("no pause", "let me sleep on it"),
}
WISHES = {
    "de": ("Kündigung", "kündigen", "Account kündigen"),
    "en": ("I want to cancel", "Cancel please", "cancel", "I'd like to cancel"),
}
TAKES_IT_BACK = {"de": ("ja", "ja, zurücknehmen"), "en": ("yes please", "do it")}
LEAVES_IT = {"de": ("nein", "nicht zurücknehmen"), "en": ("no, leave it", "don't take it back")}
MEANS_THE_RECORD = {
    "de": ("stopp", "abbrechen", "das war ein Versehen", "rückgängig"),
    "en": ("stop", "cancel that", "that was by mistake", "undo"),
}
STANDS = {"de": "dabei bleibt es", "en": "it stands"}
NOTHING = ("nichts aufgezeichnet", "bleibt, wie er ist", "recorded anything", "stays as it is")
LEFT_OFF = {"de": "schicke ich nicht ab", "en": "won't send this request"}


def phrases_of(words: Words) -> Phrases:
    return GERMAN if words.language == "de" else ENGLISH


def test_only_a_clear_yes_under_the_page_records(product: Product, words: Words) -> None:
    for text in CLEAR_YES[words.language]:
        chat = Chat(product, words.language)
        go_to("page", chat, words, stranger())
        assert words.received in chat.say(text).text, text

    for text in NO_YES[words.language]:
        chat = Chat(product, words.language)
        go_to("page", chat, words, stranger())
        chat.say(text)
        assert recorded(chat) == [], text


def test_a_bare_ok_after_an_answer_may_be_about_the_answer(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())
    chat.say("Was kostet die Pause?" if words.language == "de" else "What does the pause cost?")

    again = chat.say("ok")

    assert words.asks_cancel in again.last
    assert recorded(chat) == []
    assert words.received in chat.say(words.yes).text


def test_a_refused_pause_leaves_the_page_open(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())

    for text in NO_PAUSE[words.language]:
        assert words.asks_cancel in chat.say(text).last, text
        assert recorded(chat) == []
    assert words.received in chat.press(words.cancel_now).text


def test_a_pause_is_recorded_from_its_own_page_only(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())

    page = chat.say("lieber pausieren, bitte" if words.language == "de" else "rather pause it")

    assert words.asks_pause in page.last
    assert recorded(chat) == []
    chat.say("keine Pause" if words.language == "de" else "no pause please")
    assert recorded(chat) == []


def test_a_plain_wish_to_cancel_begins_at_once(product: Product, words: Words) -> None:
    for text in WISHES[words.language]:
        assert words.asks_details in Chat(product, words.language).say(text).last, text


@pytest.mark.parametrize("number", [0, 1])
def test_the_offer_to_take_it_back_takes_a_typed_answer(
    product: Product, words: Words, number: int
) -> None:
    phrases = phrases_of(words)
    for text, status in (
        (TAKES_IT_BACK[words.language][number], "revoked"),
        (LEAVES_IT[words.language][number], "declared"),
    ):
        chat = Chat(product, words.language)
        cancel(chat, words, stranger())
        assert phrases.asks_take_back in chat.say(phrases.take_back).last
        answer = chat.say(text)
        assert [case["status"] for case in recorded(chat)] == [status], text
        said = phrases.taken_back if status == "revoked" else STANDS[words.language]
        assert said in answer.text


def test_after_a_receipt_stopping_means_the_record(product: Product, words: Words) -> None:
    phrases = phrases_of(words)
    chat = Chat(product, words.language)
    cancel(chat, words, stranger())
    for text in MEANS_THE_RECORD[words.language]:
        answer = chat.say(text)
        assert phrases.asks_take_back in answer.last, text
        assert not [claim for claim in NOTHING if claim in answer.text]
        chat.say(LEAVES_IT[words.language][0])
    assert [case["status"] for case in recorded(chat)] == ["declared"]


def test_a_request_left_off_after_a_receipt_says_what_stands(chat: Chat, words: Words) -> None:
    cancel(chat, words, stranger())
    chat.say(words.pause_wish)

    answer = chat.say(words.stop)

    assert LEFT_OFF[words.language] in answer.text
    assert not [claim for claim in NOTHING if claim in answer.text]
    assert [case["kind"] for case in recorded(chat)] == ["cancel"]
