"""From the bot to a person and back to the receipt, in both languages, in the running product.

The customer writes to the gateway, the agent works by the requests of the desk's pages.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.attended import PERSON
from tests.support.by_requests import Agent, at_work
from tests.support.chat import Answer, Chat
from tests.support.desk import Colleague, hire
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.waiting import wait_until
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
# At the desk, which Anna has in German.
NOT_UNDERSTOOD = "Der Assistent hat zweimal nicht verstanden"
CANCELLATION = "Kündigung des Accounts"


@pytest.fixture(scope="module")
def colleague(product: Product) -> Colleague:
    """Somebody who may work at the desk."""
    return hire(product, "Anna Beispiel", "agent")


@pytest.fixture
def anna(product: Product, colleague: Colleague) -> Iterator[Agent]:
    """An agent who is at the desk; she goes afterwards."""
    with at_work(product.url, colleague) as agent:
        yield agent


def talk_of(chat: Chat) -> str:
    """The id by which the desk knows a customer's conversation."""
    return chat.product.conversation(chat.token)


def test_with_nobody_there_a_call_is_offered_and_taken_down(chat: Chat, words: Words) -> None:
    answer = chat.say(PERSON[words.language])

    assert NOBODY[words.language] in answer.text
    assert answer.body["speaker"] == "bot"
    asked = chat.press(CALL[words.language])
    assert ASKS_CONTACT[words.language] in asked.text


@pytest.mark.parametrize("step", ["details", "page"])
def test_asked_for_in_a_request_the_person_comes_and_the_request_begins_anew_afterwards(
    anna: Agent, product: Product, chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)

    answer = chat.say(PERSON[words.language])
    assert answer.body["speaker"] == "queued"
    assert QUEUED[words.language] in answer.text
    assert chat.say(words.yes).texts == ()
    talk = talk_of(chat)
    anna.takes_over(talk)
    assert chat.say("/restart").texts == ()
    assert anna.told(talk)["Anliegen"] == CANCELLATION
    assert account.email not in anna.page_of(talk)
    anna.writes(talk, "Guten Tag").send()
    assert chat.transcript[-1]["text"] == "Guten Tag"
    anna.hands_back(talk)

    # What was open is forgotten: a yes confirms nothing.
    assert words.received not in chat.say(words.yes).text
    assert product.cases(email=account.email) == []
    answer = cancel(chat, words, account)
    assert words.received in answer.text
    (case,) = product.cases(email=account.email)
    assert case["kind"] == "cancel"


def test_what_is_written_to_a_person_never_reaches_the_engine(
    anna: Agent, product: Product, chat: Chat, words: Words
) -> None:
    chat.say(PERSON[words.language])
    talk = talk_of(chat)
    chat.say("Geheimnis aus der Warteschlange")
    anna.takes_over(talk)
    chat.say("Geheimnis an Anna")
    assert ("customer", "Geheimnis an Anna") in anna.lines(talk)
    anna.hands_back(talk)
    chat.say(words.hello)

    assert "Geheimnis" not in str(product.engine_events(chat.token))


def misunderstood_twice(chat: Chat) -> Answer:
    """The answer to the second of two messages that nobody could understand."""
    answers = [chat.say(text) for text in GIBBERISH]
    assert [answer.body["speaker"] for answer in answers] == ["bot", "bot"]
    return answers[-1]


def test_misunderstood_twice_a_person_is_offered_and_comes_when_asked_for(
    anna: Agent, chat: Chat, words: Words
) -> None:
    answer = misunderstood_twice(chat)

    # Whoever is at the desk: nobody is put into the queue unasked.
    assert tuple(answer.buttons) == OFFERED[answer.language]
    assert anna.why_waits(talk_of(chat)) is None
    person, _call, _on = answer.buttons
    asked = chat.press(person)

    assert asked.body["speaker"] == "queued"
    assert anna.why_waits(talk_of(chat)) == NOT_UNDERSTOOD


def test_misunderstood_twice_one_can_carry_on_with_the_assistant(
    anna: Agent, chat: Chat, words: Words
) -> None:
    *_others, on = misunderstood_twice(chat).buttons

    answer = chat.press(on)

    assert answer.body["speaker"] == "bot"
    assert answer.last == WHAT_NOW[answer.language]
    assert words.received in cancel(chat, words, stranger()).text


def test_misunderstood_twice_in_a_request_offers_a_person_and_the_request_goes_on(
    anna: Agent, chat: Chat, words: Words
) -> None:
    go_to("page", chat, words, stranger())
    assert words.asks_cancel in chat.say(words.weather).last

    answer = chat.say(words.weather)

    assert answer.body["speaker"] == "bot"
    assert tuple(answer.buttons)[:2] == OFFERED[words.language][:2]
    assert words.asks_cancel in answer.last
    assert words.received in chat.press(words.cancel_now).text


def test_closed_the_next_message_begins_a_new_conversation_with_the_bot(
    anna: Agent, chat: Chat, words: Words
) -> None:
    chat.say(PERSON[words.language])
    talk, before = talk_of(chat), chat.token
    anna.takes_over(talk)
    anna.ends(talk)

    answer = chat.say(words.hello)

    assert chat.token != before
    assert words.automated in answer.text
    assert answer.body["speaker"] == "bot"


def test_who_leaves_the_queue_can_cancel_at_once(anna: Agent, chat: Chat, words: Words) -> None:
    chat.say(PERSON[words.language])
    chat.press(LEAVE[words.language])

    assert words.received in cancel(chat, words, stranger()).text


def test_when_the_last_colleague_goes_the_call_is_taken_down_by_the_bot(
    anna: Agent, chat: Chat, words: Words
) -> None:
    assert chat.say(PERSON[words.language]).body["speaker"] == "queued"

    anna.goes_away()

    wait_until(
        lambda: NOBODY_ANY_MORE[words.language] in chat.transcript[-1]["text"],
        "nobody has said that nobody is there any more",
    )
    answer = chat.press_id(chat.transcript[-1]["buttons"][0]["id"])
    assert ASKS_CONTACT[words.language] in answer.text
