"""From the bot to a person and back to the receipt, in both languages, in the running product."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fairwell.bootstrap import Services
from fairwell.handoff.speaker import Outcome, Reason
from tests.support.attended import ANNA, PERSON, attended, conversation_of
from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.words import Words, stranger

NOBODY = {"de": "niemand aus dem Team", "en": "No colleague is in the chat"}
NOBODY_ANY_MORE = {"de": "Im Chat ist niemand", "en": "No colleague is in the chat any more"}
QUEUED = {"de": "in der Warteschlange", "en": "in the queue"}
CALL = {"de": "Rückruf anfragen", "en": "Request a call"}
LEAVE = {"de": "Zurück zum Assistenten", "en": "Back to the assistant"}
ASKS_CONTACT = {"de": "erreichen", "en": "reach"}
GIBBERISH = ("blub zorf knarz", "quorp flimm dast")
OFFERED = {
    "de": ("Mit einem Menschen sprechen", "Rückruf anfragen", "Hier weitermachen"),
    "en": ("Talk to a person", "Request a call", "Carry on here"),
}
WHAT_NOW = {"de": "Was möchten Sie tun?", "en": "What would you like to do?"}


@pytest.fixture
def desk(product: Product) -> Iterator[Services]:
    """The desk of the running product, with Anna at it; she goes afterwards."""
    with attended(product) as services:
        yield services


def test_with_nobody_there_a_call_is_offered_and_taken_down(chat: Chat, words: Words) -> None:
    answer = chat.say(PERSON[words.language])

    assert NOBODY[words.language] in answer.text
    assert answer.body["speaker"] == "bot"
    asked = chat.press(CALL[words.language])
    assert ASKS_CONTACT[words.language] in asked.text


@pytest.mark.parametrize("step", ["details", "page"])
def test_asked_for_in_a_request_the_person_comes_and_the_request_begins_anew_afterwards(
    desk: Services, product: Product, chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)

    answer = chat.say(PERSON[words.language])
    assert answer.body["speaker"] == "queued"
    assert QUEUED[words.language] in answer.text
    assert chat.say(words.yes).texts == ()
    talk = conversation_of(chat, desk)
    desk.handoffs.queue.claim(talk, ANNA)
    assert chat.say("/restart").texts == ()
    packet = desk.handoffs.packets.packet(talk, ANNA)
    assert packet.slots is not None
    assert packet.slots["kind"] == "cancel"
    assert account.email not in str(packet)
    desk.handoffs.attending.reply(talk, ANNA, "Guten Tag", f"k-{talk}")
    desk.handoffs.attending.return_to_bot(talk, ANNA)

    # What was open is forgotten: a yes confirms nothing.
    assert words.received not in chat.say(words.yes).text
    assert product.cases(email=account.email) == []
    answer = cancel(chat, words, account)
    assert words.received in answer.text
    (case,) = product.cases(email=account.email)
    assert case["kind"] == "cancel"


def test_what_is_written_to_a_person_never_reaches_the_engine(
    desk: Services, product: Product, chat: Chat, words: Words
) -> None:
    chat.say(PERSON[words.language])
    talk = conversation_of(chat, desk)
    chat.say("Geheimnis aus der Warteschlange")
    desk.handoffs.queue.claim(talk, ANNA)
    chat.say("Geheimnis an Anna")
    desk.handoffs.attending.return_to_bot(talk, ANNA)
    chat.say(words.hello)

    assert "Geheimnis" not in str(product.engine_events(chat.token))


def waiting(chat: Chat, desk: Services) -> list[Reason]:
    """Why a conversation stands in the queue; nothing where it does not."""
    talk = conversation_of(chat, desk)
    rows = [row.handoff for row in desk.handoffs.queue.waiting(ANNA)]
    return [handoff.reason for handoff in rows if handoff.conversation_id == talk]


def misunderstood_twice(chat: Chat) -> Answer:
    """The answer to the second of two messages that nobody could understand."""
    answers = [chat.say(text) for text in GIBBERISH]
    assert [answer.body["speaker"] for answer in answers] == ["bot", "bot"]
    return answers[-1]


def test_misunderstood_twice_a_person_is_offered_and_comes_when_asked_for(
    desk: Services, chat: Chat, words: Words
) -> None:
    answer = misunderstood_twice(chat)

    # Whoever is at the desk: nobody is put into the queue unasked.
    assert tuple(answer.buttons) == OFFERED[answer.language]
    assert waiting(chat, desk) == []
    person, _call, _on = answer.buttons
    asked = chat.press(person)

    assert asked.body["speaker"] == "queued"
    assert waiting(chat, desk) == [Reason.UNSURE]


def test_misunderstood_twice_one_can_carry_on_with_the_assistant(
    desk: Services, chat: Chat, words: Words
) -> None:
    *_others, on = misunderstood_twice(chat).buttons

    answer = chat.press(on)

    assert answer.body["speaker"] == "bot"
    assert answer.last == WHAT_NOW[answer.language]
    assert words.received in cancel(chat, words, stranger()).text


def test_misunderstood_twice_in_a_request_offers_a_person_and_the_request_goes_on(
    desk: Services, chat: Chat, words: Words
) -> None:
    go_to("page", chat, words, stranger())
    assert words.asks_cancel in chat.say(words.weather).last

    answer = chat.say(words.weather)

    assert answer.body["speaker"] == "bot"
    assert tuple(answer.buttons)[:2] == OFFERED[words.language][:2]
    assert words.asks_cancel in answer.last
    assert words.received in chat.press(words.cancel_now).text


def test_closed_the_next_message_begins_a_new_conversation_with_the_bot(
    desk: Services, chat: Chat, words: Words
) -> None:
    chat.say(PERSON[words.language])
    talk, before = conversation_of(chat, desk), chat.token
    desk.handoffs.queue.claim(talk, ANNA)
    desk.handoffs.attending.close(talk, ANNA, Outcome.SOLVED)

    answer = chat.say(words.hello)

    assert chat.token != before
    assert words.automated in answer.text
    assert answer.body["speaker"] == "bot"


def test_who_leaves_the_queue_can_cancel_at_once(desk: Services, chat: Chat, words: Words) -> None:
    chat.say(PERSON[words.language])
    chat.press(LEAVE[words.language])

    assert words.received in cancel(chat, words, stranger()).text


def test_when_the_last_colleague_goes_the_call_is_taken_down_by_the_bot(
    desk: Services, chat: Chat, words: Words
) -> None:
    chat.say(PERSON[words.language])
    desk.handoffs.desk.say_present(ANNA, "away")
    desk.handoffs.minding.look_after()

    last = chat.transcript[-1]
    assert NOBODY_ANY_MORE[words.language] in last["text"]
    answer = chat.press_id(last["buttons"][0]["id"])
    assert ASKS_CONTACT[words.language] in answer.text
