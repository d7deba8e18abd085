"""What the engine tells of a conversation, and that it forgets it when it is handed back."""

from __future__ import annotations

from typing import Any

from engine_process import EngineProcess
from tables import table

SLOTS = "/webhooks/fairwell/slots?conversation_id="
RESET = "/webhooks/fairwell/reset"


def reset(engine: EngineProcess, conversation: str, language: str = "de") -> tuple[int, Any]:
    return engine.call(RESET, {"conversation_id": conversation, "language": language})


@table("path", [f"{SLOTS}x", RESET])
def test_without_the_key_nothing_is_told_and_nothing_forgotten(
    path: str, engine: EngineProcess
) -> None:
    body = {"conversation_id": "x", "language": "de"} if path == RESET else None

    assert engine.call(path, body, key="wrong") == (401, {"error": "Unauthorized"})


@table("body", [{}, {"conversation_id": "x"}, {"conversation_id": "x", "language": "fr"}])
def test_a_faulty_wish_to_forget_is_a_400(body: Any, engine: EngineProcess) -> None:
    assert engine.call(RESET, body)[0] == 400


def test_filled_slots_and_the_open_form_are_told(engine: EngineProcess) -> None:
    engine.turn("told", "t1", "Guten Tag")
    engine.turn("told", "t2", payload="/order")

    status, answer = engine.call(f"{SLOTS}told")

    assert status == 200
    assert answer["slots"]["language"] == "de"
    assert answer["slots"]["active_form"] == "order_form"
    assert "name" not in answer["slots"]


def test_after_a_reset_an_open_form_takes_no_answer_any_more(engine: EngineProcess) -> None:
    engine.turn("reset", "t1", "Guten Tag")
    engine.turn("reset", "t2", payload="/order")

    assert reset(engine, "reset")[0] == 200
    _, told = engine.call(f"{SLOTS}reset")
    _, greeted = engine.turn("reset", "t3", "Guten Tag")

    assert told["slots"] == {"language": "de"}
    assert greeted["active_form"] is None
    assert greeted["messages"][0]["text"].startswith("Guten Tag.")


def test_a_reset_can_be_repeated_and_sets_the_language_it_goes_on_in(engine: EngineProcess) -> None:
    engine.turn("twice", "t1", "Guten Tag")

    assert [reset(engine, "twice", "en")[0] for _ in range(2)] == [200, 200]
    assert engine.call(f"{SLOTS}twice")[1] == {"slots": {"language": "en"}}
    assert engine.turn("twice", "t2", payload="/order")[1]["messages"] == [{"text": "Name?"}]
