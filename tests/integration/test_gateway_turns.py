"""A turn through the gateway: what goes to the engine and back, each thing once."""

from __future__ import annotations

import threading

import httpx
import pytest

from fairwell.gateway.chat.in_order import MAX_WAITING
from tests.integration.clicking import LAST_CLICK, at_the_page
from tests.integration.serving import Customer, Gateway, says
from tests.support.waiting import wait_until


def test_the_first_answer_says_that_an_automated_assistant_answers(gate: Gateway) -> None:
    german, english = gate.customer("de"), gate.customer("en")
    gate.engine.script += [gate.engine.answering(says("x", language=x)) for x in ("de", "en")]

    assert "automatischer Assistent" in german.says("kündigen")[0]
    assert "automated assistant" in english.says("cancel")[0]
    assert german.says("und jetzt?") == ["Gut."]


def test_the_engine_gets_the_text_the_turn_and_a_hint_for_the_first_message_only(
    gate: Gateway, customer: Customer
) -> None:
    customer.says("  kündigen  ")
    customer.says("ok")

    first, second = gate.engine.turns
    assert first.keys() == {"conversation_id", "turn_id", "text", "language_hint"}
    assert (first["text"], first["language_hint"]) == ("kündigen", "de")
    assert second.keys() == {"conversation_id", "turn_id", "text"}
    assert first["conversation_id"] == second["conversation_id"]
    assert first["turn_id"] != second["turn_id"]
    assert set(gate.engine.keys) == {"engine-key"}


def test_customers_never_see_a_payload_and_the_engine_gets_it_back(gate: Gateway) -> None:
    customer = at_the_page(gate)
    assert "decision" not in str(customer.answer)

    customer.presses("Jetzt kündigen")

    pressed = gate.engine.turns[-1]
    assert pressed["payload"] == LAST_CLICK[1]
    assert "text" not in pressed


@pytest.mark.parametrize("typed", ["Jetzt kündigen", "jetzt KÜNDIGEN.", " jetzt kündigen "])
def test_a_typed_title_counts_as_the_press(gate: Gateway, typed: str) -> None:
    at_the_page(gate).says(typed)

    assert gate.engine.turns[-1]["payload"] == LAST_CLICK[1]


def test_a_card_number_never_reaches_engine_or_store_and_the_customer_is_told(
    gate: Gateway, customer: Customer
) -> None:
    texts = customer.says("Karte 4111 1111 1111 1111, bitte kündigen")

    assert "Kartennummer" in texts[1]
    assert "4111" not in str(gate.engine.turns) + str(texts)
    transcript = customer.get("/api/chat/messages").json()
    assert "4111" not in str(transcript)
    assert "[•••• card]" in str(transcript)


def test_the_language_of_the_answer_is_the_conversations_from_then_on(gate: Gateway) -> None:
    customer = gate.customer("de")
    gate.engine.script.append(gate.engine.answering(says("Fine.", language="en")))
    customer.says("cancel my account please")

    assert customer.answer["language"] == "en"
    assert "automated assistant" in customer.texts[0]
    gate.engine.script.append(gate.engine.answering({}, status=500))
    assert "I'm sorry" in customer.says("please")[0]


# --- once -------------------------------------------------------------------------------------


def test_a_repeated_request_gets_the_answer_it_got_the_first_time(
    gate: Gateway, customer: Customer
) -> None:
    customer.says("hallo")
    first = customer.send({"message": "kündigen"}, key="key-1").json()
    second = customer.send({"message": "kündigen"}, key="key-1").json()

    assert second == first
    assert len(gate.engine.turns) == 2


def test_a_repeated_key_with_other_words_is_refused(gate: Gateway, customer: Customer) -> None:
    customer.says("hallo")
    customer.says("kündigen", key="key-1")

    refused = customer.send({"message": "pausieren"}, key="key-1")

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "other_content"
    assert len(gate.engine.turns) == 2


def test_an_empty_key_is_none(gate: Gateway, customer: Customer) -> None:
    customer.says("hallo")
    for _ in range(2):
        answer = customer.send({"message": "ja"}, **{"Idempotency-Key": ""})
        assert answer.status_code == httpx.codes.OK

    assert [turn["text"] for turn in gate.engine.turns] == ["hallo", "ja", "ja"]


def test_keys_of_two_customers_have_nothing_to_do_with_each_other(gate: Gateway) -> None:
    one, two = gate.customer(), gate.customer()
    one.says("hallo")
    two.says("hallo")
    one.says("kündigen", key="same")
    two.says("pausieren", key="same")

    assert [turn["text"] for turn in gate.engine.turns[2:]] == ["kündigen", "pausieren"]


def test_a_button_pressed_twice_answers_twice_with_the_same(gate: Gateway) -> None:
    customer = at_the_page(gate)
    button = {"press": customer.buttons["Jetzt kündigen"]}

    first = customer.send(button).json()
    second = customer.send(button).json()

    assert second["messages"] == first["messages"]
    assert len(gate.engine.turns) == 2


def test_a_button_of_an_earlier_step_is_refused_with_what_to_do(gate: Gateway) -> None:
    customer = at_the_page(gate)
    old = customer.buttons["Jetzt kündigen"]
    customer.says("eine Frage")

    refused = customer.send({"press": old})

    assert refused.status_code == 409
    assert "früheren Schritt" in refused.json()["error"]["message"]
    assert len(gate.engine.turns) == 2


def test_another_conversations_button_is_unknown(gate: Gateway) -> None:
    theirs = at_the_page(gate).buttons["Jetzt kündigen"]
    stranger = at_the_page(gate)

    assert stranger.send({"press": theirs}).status_code == 409
    assert stranger.send({"press": "no-such-button"}).status_code == 409


def test_messages_at_once_are_answered_in_order_and_too_many_are_asked_to_wait(
    gate: Gateway, customer: Customer
) -> None:
    customer.says("hallo")
    go_on = threading.Event()
    gate.engine.script.append(gate.engine.waiting_for(go_on, says("eins")))
    statuses: list[int] = []
    senders = [
        threading.Thread(
            target=lambda n=n: statuses.append(_send(customer, f"Nachricht {n}").status_code)
        )
        for n in range(MAX_WAITING + 2)
    ]
    for sender in senders:
        sender.start()
    wait_until(lambda: statuses.count(429) == 2, lambda: f"refused so far: {statuses}")
    go_on.set()
    for sender in senders:
        sender.join(20)

    assert sorted(statuses) == [200] * MAX_WAITING + [429] * 2
    lines = customer.get("/api/chat/messages").json()["messages"]
    roles = [line["role"] for line in lines if line["role"] == "customer" or "Gut" in line["text"]]
    assert [turn["text"] for turn in gate.engine.turns[1:]] == [
        line["text"] for line in lines if line["role"] == "customer"
    ][1:]
    assert len(roles) >= MAX_WAITING
    assert customer.says("und weiter")


def test_a_refusal_because_of_waiting_says_when_to_come_back(
    gate: Gateway, customer: Customer
) -> None:
    customer.says("hallo")
    go_on = threading.Event()
    gate.engine.script += [gate.engine.waiting_for(go_on, says("eins"))]
    refused: list[httpx.Response] = []
    senders = [
        threading.Thread(target=lambda: refused.append(_send(customer, "noch da?")))
        for _ in range(MAX_WAITING + 1)
    ]
    for sender in senders:
        sender.start()
    wait_until(lambda: [r for r in refused if r.status_code == 429], "nobody was asked to wait")
    go_on.set()
    for sender in senders:
        sender.join(20)

    (busy,) = [response for response in refused if response.status_code == 429]
    assert busy.headers["retry-after"].isdigit()
    assert busy.json()["error"]["code"] == "busy"


def _send(customer: Customer, text: str) -> httpx.Response:
    """A request on a connection of its own, as another tab would send it."""
    return httpx.post(
        f"{customer.gateway.url}/api/chat",
        json={"message": text},
        headers={"Authorization": f"Bearer {customer.token}"},
        timeout=20,
        trust_env=False,
    )
