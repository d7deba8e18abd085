"""What was not understood becomes an example for trainers: masked, labelled once, short-lived."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from fairwell.services.cases.clarify import candidates, choose_meaning, note_unclear
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.utterances import Candidate, Unclear
from tests.integration.records import NOW, at
from tests.integration.serving import Gateway, says
from tests.support.commands import Run

pytest_plugins = ("tests.support.postgres",)

RANKING = (("cancel_account", 0.29), ("pause_account", 0.27))
MEANINGS = (("Account kündigen", "/cancel_account"), ("Account pausieren", "/pause_account"))


@pytest.fixture
def store(database: Engine) -> Store:
    return Store(database)


def unclear(turn_id: str = "01TURN", **changes: Any) -> Unclear:
    values = {
        "conversation_id": "01CONVERSATION",
        "turn_id": turn_id,
        "language": "de",
        "model": "fairwell-0123456789ab",
        "text": "anna@laden.example weg oder so",
        "ranking": RANKING,
    }
    return Unclear(**{**values, **changes})


def note(store: Store, message: Unclear) -> None:
    note_unclear(message, {"email": ["anna@laden.example"]}, at(store, NOW))


def test_a_pressed_meaning_labels_the_message_it_was_asked_about(store: Store) -> None:
    note(store, unclear("01ONE"))
    note(store, unclear("02TWO"))

    assert choose_meaning("01ONE", "pause_account", at(store, NOW))

    (labelled,) = candidates(at(store), labelled=True)
    assert labelled == Candidate(
        text="[e-mail] weg oder so",
        intent="pause_account",
        language="de",
        model="fairwell-0123456789ab",
        ranking=RANKING,
        asked_at=NOW,
    )
    assert [each.intent for each in candidates(at(store), labelled=False)] == [None]


def test_only_the_first_press_is_a_label(store: Store) -> None:
    note(store, unclear())

    assert choose_meaning("01TURN", "cancel_account", at(store, NOW))
    assert not choose_meaning("01TURN", "pause_account", at(store, NOW))
    assert [each.intent for each in candidates(at(store), labelled=True)] == ["cancel_account"]


def test_a_button_of_another_answer_labels_nothing(store: Store) -> None:
    assert not choose_meaning("01TURN", "cancel_account", at(store, NOW))
    assert candidates(at(store), labelled=True) == []


def test_a_repeated_turn_is_kept_once(store: Store) -> None:
    note(store, unclear())
    note(store, unclear())

    assert len(candidates(at(store), labelled=False)) == 1


def ask_what_is_meant(gate: Gateway) -> None:
    """The engine is unsure; its action keeps the message, as the real one does."""

    async def reply(body: dict[str, Any]) -> Any:
        note_unclear(
            unclear(body["turn_id"], conversation_id=body["conversation_id"], text=body["text"]),
            {},
            gate.app,
        )
        return await gate.engine.answering(says("Was meinen Sie?", buttons=MEANINGS))(body)

    gate.engine.script.append(reply)


def test_pressing_in_the_chat_labels_and_answers(gate: Gateway) -> None:
    ask_what_is_meant(gate)
    customer = gate.customer()
    customer.says("weg oder so")

    customer.presses("Account pausieren")

    assert gate.engine.turns[-1]["payload"] == "/pause_account"
    (labelled,) = candidates(gate.app, labelled=True)
    assert (labelled.text, labelled.intent) == ("weg oder so", "pause_account")


def test_typing_something_else_labels_nothing(gate: Gateway) -> None:
    ask_what_is_meant(gate)
    customer = gate.customer()
    customer.says("weg oder so")

    customer.says("ach egal")

    assert candidates(gate.app, labelled=True) == []
    assert len(candidates(gate.app, labelled=False)) == 1


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("nlu", "candidates", "--json", *options).stdout)
    return rows


def test_trainers_list_them_on_the_command_line(gate: Gateway, run: Run) -> None:
    assert listed(run) == []
    ask_what_is_meant(gate)
    customer = gate.customer()
    customer.says("weg oder so")
    (open_one,) = listed(run, "--unlabelled")
    customer.presses("Account kündigen")

    (row,) = listed(run)

    assert open_one["intent"] is None
    assert (row["text"], row["intent"], row["lang"]) == ("weg oder so", "cancel_account", "de")
    assert row["ranking"][0] == {"name": "cancel_account", "confidence": 0.29}
    assert listed(run, "--unlabelled") == []
