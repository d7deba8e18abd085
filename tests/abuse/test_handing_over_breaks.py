"""Parts that die in the middle of a handoff: nothing lost, nothing doubled, nobody stuck."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from fairwell.bootstrap import Services
from tests.support.attended import ANNA, PERSON, attended, conversation_of
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.words import Words

pytestmark = pytest.mark.parametrize("words", ["de"], indirect=True)


@pytest.fixture
def chat(own_product: Product, words: Words) -> Chat:
    return Chat(own_product, words.language)


@pytest.fixture
def desk(own_product: Product) -> Iterator[Services]:
    """The desk, with Anna at it; she goes afterwards."""
    with attended(own_product) as services:
        yield services


def queued(desk: Services, chat: Chat) -> str:
    assert chat.say(PERSON["de"]).body["speaker"] == "queued"
    return conversation_of(chat, desk)


def test_the_gateway_killed_in_the_middle_loses_nothing_and_the_handoff_goes_on(
    own_product: Product, desk: Services, chat: Chat
) -> None:
    talk = queued(desk, chat)
    desk.handoffs.queue.claim(talk, ANNA)
    chat.say("Vor dem Absturz")
    last = desk.handoffs.desk.last_event_id()
    old = own_product.kill("gateway")
    desk.handoffs.attending.reply(talk, ANNA, "Während des Absturzes", "k1")
    own_product.wait_until_restarted("gateway", old)

    desk.handoffs.desk.say_present(ANNA, "online")
    assert chat.say("Danach").texts == ()

    texts = [line["text"] for line in chat.transcript]
    assert texts[-3:] == ["Vor dem Absturz", "Während des Absturzes", "Danach"]
    kinds = [event.kind for event in desk.handoffs.desk.events_after(last)]
    assert kinds == ["agent_line", "customer_line"]
    desk.handoffs.attending.return_to_bot(talk, ANNA)
    assert chat.say("Hallo").body["speaker"] == "bot"


def test_with_the_engine_down_the_desk_works_and_the_bot_forgets_once_it_is_back(
    own_product: Product, desk: Services, chat: Chat
) -> None:
    chat.say("Ich möchte kündigen")
    talk = queued(desk, chat)
    old = own_product.pid("engine")
    os.kill(old, signal.SIGSTOP)
    try:
        desk.handoffs.queue.claim(talk, ANNA)
        assert chat.say("Sind Sie da?").texts == ()
        desk.handoffs.attending.reply(talk, ANNA, "Ja", "k1")
        desk.handoffs.attending.return_to_bot(talk, ANNA)
    finally:
        os.kill(old, signal.SIGCONT)
    own_product.wait_until_ready()

    answer = chat.say("Ja, bitte")

    assert answer.body["speaker"] == "bot"
    assert "Benutzernamen" not in answer.text
    assert "Sind Sie da?" not in str(own_product.engine_events(chat.token))


def test_a_failed_turn_is_followed_by_a_person_and_their_packet_says_what_is_not_known(
    own_product: Product, desk: Services, chat: Chat
) -> None:
    chat.say("Hallo")
    with own_product.frozen("engine"):
        answer = chat.say("Ich möchte kündigen")
        packet = desk.handoffs.packets.packet(conversation_of(chat, desk), ANNA)

    assert answer.body["speaker"] == "queued"
    assert packet.slots is None
    assert packet.handoff.reason == "failed"
    assert [line.text for line in packet.transcript if line.role == "customer"] == [
        "Hallo",
        "Ich möchte kündigen",
    ]
