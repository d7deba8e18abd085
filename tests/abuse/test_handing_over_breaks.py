"""Parts that die in the middle of a handoff: nothing lost, nothing doubled, nobody stuck."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support.attended import PERSON
from tests.support.by_requests import Agent, at_work
from tests.support.chat import Chat
from tests.support.desk import Colleague, hire
from tests.support.product import Product
from tests.support.words import Words

pytestmark = pytest.mark.parametrize("words", ["de"], indirect=True)


@pytest.fixture
def chat(own_product: Product, words: Words) -> Chat:
    return Chat(own_product, words.language)


@pytest.fixture(scope="module")
def colleague(own_product: Product) -> Colleague:
    """Somebody who may work at the desk."""
    return hire(own_product, "Anna Beispiel", "agent")


@pytest.fixture
def anna(own_product: Product, colleague: Colleague) -> Iterator[Agent]:
    """An agent who is at the desk; she goes afterwards."""
    with at_work(own_product.url, colleague) as agent:
        yield agent


def queued(chat: Chat) -> str:
    """A customer waits for a person; returns the id by which the desk knows the conversation."""
    assert chat.say(PERSON["de"]).body["speaker"] == "queued"
    return chat.product.conversation(chat.token)


def test_the_gateway_killed_in_the_middle_loses_nothing_and_the_handoff_goes_on(
    own_product: Product, anna: Agent, chat: Chat
) -> None:
    talk = queued(chat)
    anna.takes_over(talk)
    chat.say("Vor dem Absturz")
    answer = anna.writes(talk, "Während des Absturzes")
    with own_product.frozen("gateway"):  # the answer is on its way when it dies
        with pytest.raises(httpx.TimeoutException):
            answer.send(within=1)
        old = own_product.kill("gateway")
    own_product.wait_until_restarted("gateway", old)

    # The page still has it. Sent once more, also after it has arrived, it stands there once.
    answer.send()
    answer.send()
    assert chat.say("Danach").texts == ()

    said = ["Vor dem Absturz", "Während des Absturzes", "Danach"]
    assert [line["text"] for line in chat.transcript][-3:] == said
    assert anna.lines(talk)[-3:] == list(zip(("customer", "human", "customer"), said, strict=True))
    anna.hands_back(talk)
    assert chat.say("Hallo").body["speaker"] == "bot"


def test_with_the_engine_down_the_desk_works_and_the_bot_forgets_once_it_is_back(
    own_product: Product, anna: Agent, chat: Chat
) -> None:
    chat.say("Ich möchte kündigen")
    talk = queued(chat)
    with own_product.frozen("engine"):
        anna.takes_over(talk)
        assert chat.say("Sind Sie da?").texts == ()
        anna.writes(talk, "Ja").send()
        assert chat.transcript[-1]["text"] == "Ja"
        anna.hands_back(talk)
    own_product.wait_until_ready()

    answer = chat.say("Ja, bitte")

    assert answer.body["speaker"] == "bot"
    assert "Benutzernamen" not in answer.text
    assert "Sind Sie da?" not in str(own_product.engine_events(chat.token))


def test_a_failed_turn_is_followed_by_a_person_who_sees_what_is_not_known(
    own_product: Product, anna: Agent, chat: Chat
) -> None:
    chat.say("Hallo")
    with own_product.frozen("engine"):
        answer = chat.say("Ich möchte kündigen")
        talk = own_product.conversation(chat.token)
        page, lines = anna.page_of(talk), anna.lines(talk)
        why = anna.told(talk)["Warum"]

    assert answer.body["speaker"] == "queued"
    assert why == "Der Assistent ist ausgefallen"
    assert "Die Engine war nicht zu erreichen" in page
    said = [text for role, text in lines if role == "customer"]
    assert said == ["Hallo", "Ich möchte kündigen"]
