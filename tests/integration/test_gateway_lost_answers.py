"""When the engine's answer gets lost: never silence, never a false yes or no."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from fairwell.gateway.chat import engine_client
from fairwell.gateway.chat.request import Request
from fairwell.rules.cases.case import Kind
from fairwell.store.chats.conversations import hash_token
from fairwell.store.chats.messages import NewLine
from tests.integration.clicking import PHONE, at_the_page, recording, the_case
from tests.integration.records import cases
from tests.integration.serving import Body, Customer, Gateway, gateway, says

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def hasty_gate(tmp_path_factory: pytest.TempPathFactory, stocked_file: Path) -> Iterator[Gateway]:
    """A gateway for answers that never come: the few seconds it waits are what each takes."""
    home = tmp_path_factory.mktemp("hasty")
    shutil.copy(stocked_file, home / "fairwell.db")
    with gateway(home, demo=True, turn_deadline=4.0) as running:
        yield running


@pytest.fixture(autouse=True)
def record_that_never_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a record that may still come after a moment instead of seconds."""
    monkeypatch.setattr(engine_client, "ACTION_LIMIT", 0.3)


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


def test_a_turn_that_takes_too_long_ends_in_an_honest_apology(hasty_gate: Gateway) -> None:
    customer = at_the_page(hasty_gate)
    hasty_gate.engine.script.append(hasty_gate.engine.stalling())

    (apology,) = customer.presses("Jetzt kündigen")

    assert "kann gerade nicht sehen, ob" in apology
    assert "nichts aufgezeichnet" not in apology
    assert PHONE in apology


@pytest.mark.parametrize("kind", [Kind.CANCEL, Kind.PAUSE])
@pytest.mark.parametrize("how", ["dying", "error", "empty"])
def test_what_was_committed_is_confirmed_though_its_answer_got_lost(
    gate: Gateway, how: str, kind: Kind
) -> None:
    customer = at_the_page(gate)
    act = recording(gate, kind)

    async def acting(body: Body) -> Response:
        act(body)
        answer = gate.engine.answering(says(), 500 if how == "error" else 200)
        return await answer(body)

    gate.engine.script.append(gate.engine.dying(act) if how == "dying" else acting)

    presses_and_gets_the_receipt(gate, customer, kind)


@pytest.mark.parametrize("kind", [Kind.CANCEL, Kind.PAUSE])
def test_what_was_committed_is_confirmed_though_its_answer_never_comes(
    hasty_gate: Gateway, kind: Kind
) -> None:
    hasty_gate.forget()
    customer = at_the_page(hasty_gate)
    act = recording(hasty_gate, kind)
    hasty_gate.engine.script.append(hasty_gate.engine.stalling(act))

    presses_and_gets_the_receipt(hasty_gate, customer, kind)


def presses_and_gets_the_receipt(gate: Gateway, customer: Customer, kind: Kind) -> None:
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
    assert cases(gate.app.database) == []


def test_what_was_recorded_is_never_called_unrecorded_when_the_answer_cannot_be_kept(
    gate: Gateway, short_lock: None
) -> None:
    customer = at_the_page(gate)
    file = gate.app.settings.home / "fairwell.db"
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


# --- after a crash of the gateway -------------------------------------------------------------


def crashed_turn(
    gate: Gateway, customer: Customer, *, button: str | None = None, key: str | None = "key"
) -> Body:
    """A turn that a gateway began and never ended."""
    conversation = gate.app.conversations.by_token(customer.token)
    assert conversation is not None
    request = Request(None, button, key) if button else None
    turn_id = gate.app.conversations.begin_turn(
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
    with gate.app.database.connect() as connection:
        stored = connection.exec_driver_sql("SELECT token_hash FROM conversation").scalar()

    assert stored == hash_token(customer.token)
    assert customer.token not in str(stored)
