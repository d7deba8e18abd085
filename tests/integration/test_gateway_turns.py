"""A turn through the gateway: never silence, never a false yes, never twice."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from fairwell.cancellation.case import Case, Kind
from fairwell.gateway import engine_client
from fairwell.gateway.turns import MAX_WAITING, Request
from fairwell.store import engine as engine_module
from fairwell.store.conversations import NewLine, hash_token
from tests.integration.records import cases
from tests.integration.serving import Body, Customer, Gateway, says
from tests.support.waiting import wait_until
from tests.unit.samples import a_declaration

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
PHONE = "855-229-5506"
LAST_CLICK = ("Jetzt kündigen", '/press{"decision":"cancel"}')
PAGE = says("Soll ich jetzt kündigen?", buttons=(LAST_CLICK, ("Nicht kündigen", "/press{}")))


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_client, "ACTION_LIMIT", 0.3)
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)


def recording(gate: Gateway, kind: Kind = Kind.CANCEL) -> Callable[[Body], None]:
    """What an action does in a turn whose answer then gets lost."""

    def act(body: Body) -> None:
        gate.services.record(
            a_declaration(
                kind=kind, conversation_id=body["conversation_id"], turn_id=body["turn_id"]
            )
        )

    return act


def at_the_page(gate: Gateway, language: str = "de") -> Customer:
    """A customer who sees the last click."""
    customer = gate.customer(language)
    gate.engine.script.append(gate.engine.answering({**PAGE, "language": language}))
    customer.says("kündigen")
    return customer


def the_case(gate: Gateway) -> Case:
    (case,) = cases(gate.services.database)
    return case


# --- an ordinary turn -------------------------------------------------------------------------


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


# --- failures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        says(),
        {"messages": [{"text": ""}, {"buttons": []}]},
        {"messages": None},
        {"unexpected": True},
        ["not", "an", "object"],
        {"messages": ["text"]},
    ],
)
def test_an_empty_or_odd_answer_is_an_apology_with_the_phone(
    gate: Gateway, customer: Customer, answer: Any
) -> None:
    gate.engine.script.append(gate.engine.answering(answer))

    (_, apology) = customer.says("kündigen")

    assert "das tut mir leid" in apology
    assert "nichts aufgezeichnet" in apology
    assert PHONE in apology
    assert customer.buttons == {}


def test_an_error_of_the_engine_is_an_apology_in_the_customers_language(gate: Gateway) -> None:
    customer = gate.customer("en")
    gate.engine.script.append(gate.engine.answering({"error": "ActionFailed"}, status=500))

    (_, apology) = customer.says("cancel")

    assert apology.startswith("I'm sorry")
    assert PHONE in apology
    assert customer.answer["language"] == "en"


def test_after_a_failed_press_the_same_click_is_offered_again(gate: Gateway) -> None:
    customer = at_the_page(gate)
    gate.engine.script.append(gate.engine.answering({}, status=500))

    customer.presses("Jetzt kündigen")
    assert list(customer.buttons) == ["Noch einmal versuchen"]
    customer.presses("Noch einmal versuchen")

    assert gate.engine.turns[-1]["payload"] == gate.engine.turns[-2]["payload"]
    assert gate.engine.turns[-1]["turn_id"] != gate.engine.turns[-2]["turn_id"]


def test_a_turn_that_takes_too_long_ends_in_an_honest_apology(gate: Gateway) -> None:
    customer = at_the_page(gate)
    gate.engine.script.append(gate.engine.stalling())

    (apology,) = customer.presses("Jetzt kündigen")

    assert "kann gerade nicht sehen, ob" in apology
    assert "nichts aufgezeichnet" not in apology
    assert PHONE in apology


@pytest.mark.parametrize("kind", [Kind.CANCEL, Kind.PAUSE])
@pytest.mark.parametrize("how", ["stalling", "dying", "error", "empty"])
def test_what_was_committed_is_confirmed_though_its_answer_got_lost(
    gate: Gateway, how: str, kind: Kind
) -> None:
    customer = at_the_page(gate)
    act = recording(gate, kind)

    async def acting(body: Body) -> Response:
        act(body)
        answer = gate.engine.answering(says(), 500 if how == "error" else 200)
        return await answer(body)

    scripts = {"stalling": gate.engine.stalling(act), "dying": gate.engine.dying(act)}
    gate.engine.script.append(scripts.get(how, acting))

    (receipt,) = customer.presses("Jetzt kündigen")

    assert the_case(gate).reference in receipt
    assert ("Anfrage für eine Pause" in receipt) == (kind is Kind.PAUSE)
    assert "eingegangen" in receipt
    assert customer.buttons == {}


def test_an_engine_that_dies_before_the_record_is_not_said_to_have_recorded(gate: Gateway) -> None:
    customer = at_the_page(gate)
    gate.engine.script.append(gate.engine.dying())

    (apology,) = customer.presses("Jetzt kündigen")

    assert "eingegangen" not in apology
    assert PHONE in apology
    assert cases(gate.services.database) == []


def test_what_was_recorded_is_never_called_unrecorded_when_the_answer_cannot_be_kept(
    gate: Gateway,
) -> None:
    customer = at_the_page(gate)
    file = gate.services.settings.home / "fairwell.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:

        async def locking(body: Body) -> Response:
            recording(gate)(body)
            other.execute("BEGIN IMMEDIATE")
            return await gate.engine.answering(says("Ihre Kündigung ist eingegangen."))(body)

        gate.engine.script.append(locking)
        response = customer.send({"press": customer.buttons["Jetzt kündigen"]}, key="one")
        other.execute("ROLLBACK")

    assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
    told = response.json()["error"]["message"]
    assert "nichts aufgezeichnet" not in told
    assert PHONE in told
    # The same request again finds the record.
    again = customer.send({"press": customer.buttons["Jetzt kündigen"]}, key="one")
    assert the_case(gate).reference in again.text


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


# --- after a crash of the gateway -------------------------------------------------------------


def crashed_turn(
    gate: Gateway, customer: Customer, *, button: str | None = None, key: str | None = "key"
) -> Body:
    """A turn that a gateway began and never ended."""
    conversation = gate.services.conversations.by_token(customer.token)
    assert conversation is not None
    request = Request(None, button, key) if button else None
    turn_id = gate.services.conversations.begin_turn(
        conversation.id,
        idempotency_key=key,
        request_hash=request.fingerprint if request else "hash",
        line=NewLine("customer", "Jetzt kündigen", "de"),
        button_id=button,
        now=NOW,
    )
    return {"conversation_id": conversation.id, "turn_id": turn_id}


def test_a_repeated_press_after_a_crash_finds_its_record(gate: Gateway) -> None:
    customer = at_the_page(gate)
    button = customer.buttons["Jetzt kündigen"]
    recording(gate)(crashed_turn(gate, customer, button=button))

    texts = customer.presses("Jetzt kündigen", key="key")

    assert the_case(gate).reference in texts[0]
    assert len(gate.engine.turns) == 1  # the engine is not asked the same thing twice


def test_a_repeated_press_after_a_crash_without_a_record_is_an_honest_apology(
    gate: Gateway,
) -> None:
    customer = at_the_page(gate)
    crashed_turn(gate, customer, button=customer.buttons["Jetzt kündigen"])

    (apology,) = customer.presses("Jetzt kündigen", key="key")

    # The engine may still be at work on the turn that the dead gateway had sent.
    assert "kann gerade nicht sehen, ob" in apology
    assert PHONE in apology


@pytest.mark.parametrize("recorded", [True, False])
def test_a_press_after_a_crash_without_its_key_is_never_answered_with_silence(
    gate: Gateway, recorded: bool
) -> None:
    customer = at_the_page(gate)
    turn = crashed_turn(gate, customer, button=customer.buttons["Jetzt kündigen"], key=None)
    if recorded:
        recording(gate)(turn)

    texts = customer.presses("Jetzt kündigen")

    assert len(texts) == 1
    if recorded:
        assert the_case(gate).reference in texts[0]
    else:
        assert PHONE in texts[0]
        assert list(customer.buttons) == ["Noch einmal versuchen"]


def test_a_conversation_goes_on_with_its_token_in_a_new_gateway(gate: Gateway) -> None:
    customer = gate.customer()
    customer.says("hallo")
    with gate.services.database.connect() as connection:
        stored = connection.exec_driver_sql("SELECT token_hash FROM conversation").scalar()

    assert stored == hash_token(customer.token)
    assert customer.token not in str(stored)
