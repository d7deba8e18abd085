"""The engine as the gateway meets it: a real process, a real model, a stand-in for the actions."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from actions_stub import ActionsStub
from bot import UNCLEAR
from engine_process import EngineProcess
from tables import table
from test_incoming import DISGUISES

WEBHOOK = "/webhooks/fairwell/webhook"
SONG = "/webhooks/fairwell/canary"
CANARY = "Kanarienvogel canary@bird.example"


def test_health_names_the_model_and_asks_no_key(engine: EngineProcess) -> None:
    status, answer = engine.call("/webhooks/fairwell/", key=None)

    assert status == 200
    assert answer["status"] == "ok"
    assert len(answer["model"]) > 10


@table("path", [WEBHOOK, "/webhooks/fairwell/parse", SONG])
@table("key", [None, "", "wrong", "key-for-tests2"])
def test_without_the_right_key_nothing_is_answered(
    path: str, key: str | None, engine: EngineProcess
) -> None:
    assert engine.call(path, {"texts": ["hi"]}, key=key) == (401, {"error": "Unauthorized"})


@table(
    "path", ["/model", "/status", "/domain", "/conversations/x/tracker", "/webhooks/rest/webhook"]
)
def test_rasas_own_interface_is_closed(path: str, engine: EngineProcess) -> None:
    assert engine.call(path)[0] == 404


def test_a_turn_is_answered_with_everything_about_it(engine: EngineProcess) -> None:
    status, answer = engine.turn("happy", "t1", "Guten Tag")

    assert status == 200
    assert answer["messages"] == [
        {
            "text": "Guten Tag.\n\nWomit kann ich helfen?",
            "buttons": [{"title": "Bestellen", "payload": "/order"}],
            "custom": {"shown": 1},
        }
    ]
    assert answer["language"] == "de"
    assert answer["intent"]["name"] == "greet"
    assert answer["intent"]["confidence"] > 0.5
    assert answer["ranking"][0] == answer["intent"]
    assert len(answer["ranking"]) == 3
    assert answer["active_form"] is None


def test_a_form_is_entered_answered_and_left(engine: EngineProcess, actions: ActionsStub) -> None:
    _, asked = engine.turn("form", "t1", payload="/order")
    _, done = engine.turn("form", "t2", "harbor-bakery")

    assert (asked["messages"], asked["active_form"]) == ([{"text": "Name?"}], "order_form")
    assert (done["messages"], done["active_form"]) == ([{"text": "Done."}], None)
    assert asked["slots"].items() >= {"requested_slot": "name", "active_form": "order_form"}.items()
    assert done["slots"]["name"] == "harbor-bakery"
    assert done["slots"].keys().isdisjoint({"requested_slot", "active_form"})
    (call,) = [call for call in actions.called("action_ordered") if call["sender_id"] == "form"]
    assert call["tracker"]["slots"]["name"] == "harbor-bakery"


def test_actions_see_the_turn_and_get_the_key_but_no_domain(
    engine: EngineProcess, actions: ActionsStub
) -> None:
    engine.turn("seen", "t1", payload="/order")
    engine.turn("seen", "turn-2", "Anna", language_hint="en")

    (call,) = [call for call in actions.called("action_ordered") if call["sender_id"] == "seen"]
    message = call["tracker"]["latest_message"]
    assert message["metadata"]["turn_id"] == message["message_id"] == "turn-2"
    assert message["metadata"]["language_hint"] == "en"
    assert "domain" not in call
    assert actions.headers[-1]["x-actions-key"] == "actions-key-for-tests"


def test_the_connection_to_the_actions_is_kept(engine: EngineProcess, actions: ActionsStub) -> None:
    before = set(actions.connections)
    for number in range(3):
        engine.turn(f"kept{number}", "t1", payload="/order")
        engine.turn(f"kept{number}", "t2", "Anna")

    assert len(actions.connections - before) <= 1


@table("hint, language", [("de", "de"), ("en", "en")])
def test_a_hint_sets_the_language_of_an_unclear_first_message(
    hint: str, language: str, engine: EngineProcess
) -> None:
    _, by_text = engine.turn(f"hint-{hint}", "t1", "hi", language_hint=hint)
    _, by_button = engine.turn(f"press-{hint}", "t1", payload="/press", language_hint=hint)

    assert by_text["language"] == by_button["language"] == language


def test_a_short_answer_in_a_form_keeps_the_language_and_a_sentence_switches_it(
    engine: EngineProcess,
) -> None:
    engine.turn("switch", "t1", "Guten Tag")
    engine.turn("switch", "t2", payload="/order")
    _, short = engine.turn("switch", "t3", "Hello")
    engine.turn("switch", "t4", payload="/order")
    _, sentence = engine.turn(
        "switch", "t5", "Good morning and hello, I would like to see that in English please"
    )

    assert short["language"] == "de"
    assert sentence["language"] == "en"


def test_an_unknown_language_is_null(engine: EngineProcess) -> None:
    assert engine.turn("unknown", "t1", "hi")[1]["language"] is None


@table("text", DISGUISES)
def test_a_typed_command_is_refused(text: str, engine: EngineProcess) -> None:
    status, answer = engine.turn("slash", "t1", text)

    assert (status, answer["error"]) == (400, "BadRequest")


@table("body", [b"", b"{", b"[]", b"[" * 100_000, {"conversation_id": "c"}])
def test_a_faulty_request_is_a_400(body: Any, engine: EngineProcess) -> None:
    assert engine.call(WEBHOOK, body)[0] == 400


def test_a_failed_action_fails_the_turn_and_leaves_no_trace(
    engine: EngineProcess, actions: ActionsStub
) -> None:
    engine.turn("broken", "t1", "Guten Tag")
    failed = engine.turn("broken", "t2", "mach es kaputt")
    engine.turn("broken", "t3", UNCLEAR)

    assert failed == (500, {"error": "ActionFailed"})
    call = [each for each in actions.calls if each["sender_id"] == "broken"][-1]
    turns = [event["message_id"] for event in call["tracker"]["events"] if event["event"] == "user"]
    assert turns == ["t1", "t3"]


def test_a_circle_of_actions_fails_the_turn(engine: EngineProcess) -> None:
    assert engine.turn("circle", "t1", "immer im Kreis") == (500, {"error": "TooManyActions"})


def test_a_failed_store_fails_the_turn(engine: EngineProcess, bot: Path) -> None:
    database = sqlite3.connect(bot / "home" / "conversations.db")
    database.execute("ALTER TABLE events RENAME TO gone")
    try:
        status, answer = engine.turn("store", "t1", "Guten Tag")
    finally:
        database.execute("ALTER TABLE gone RENAME TO events")
        database.close()

    assert (status, answer) == (500, {"error": "OperationalError"})
    assert engine.turn("store", "t1", "Guten Tag")[0] == 200


def test_no_words_of_a_customer_reach_answers_of_errors_or_the_log(engine: EngineProcess) -> None:
    answers = [
        engine.turn("canary", "t1", f"mach es kaputt {CANARY}"),
        engine.turn("canary", "t2", f"/{CANARY}"),
        engine.turn("canary", "t3", f"immer im Kreis {CANARY}"),
        engine.call(WEBHOOK, CANARY.encode()),
        engine.turn("canary", "t4", payload=f"/{CANARY}"),
    ]
    assert engine.turn("canary", "t5", f"Guten Tag und hallo {CANARY}")[0] == 200

    assert [status for status, _ in answers] == [500, 400, 500, 400, 400]
    for word in CANARY.split():
        assert word not in str(answers)
        assert word not in engine.log
    assert "request failed: ActionFailed" in engine.log


def test_texts_are_parsed_by_the_live_model(engine: EngineProcess) -> None:
    status, parsed = engine.call(
        "/webhooks/fairwell/parse", {"texts": ["Guten Tag", UNCLEAR, "Anna@Firma.example"]}
    )

    assert status == 200
    greeting, unclear, address = parsed
    assert greeting["intent"]["name"] == "greet"
    assert {each["name"] for each in greeting["ranking"]} == {
        "greet", "order", "break_down", "go_round", "inform"
    }  # fmt: skip
    assert unclear["intent"]["name"] == "nlu_fallback"
    assert "nlu_fallback" not in [each["name"] for each in unclear["ranking"]]
    assert {"entity": "email", "value": "anna@firma.example", "start": 0, "end": 18} in address[
        "entities"
    ]
    assert {"entity": "language", "value": "de", "role": "weak", "start": 0, "end": 9} in greeting[
        "entities"
    ]


def test_parsing_a_command_is_refused(engine: EngineProcess) -> None:
    assert engine.call("/webhooks/fairwell/parse", {"texts": ["hi", "/order"]})[0] == 400


def test_a_full_disk_is_shown_and_the_next_turn_after_it_works(engine: EngineProcess) -> None:
    engine.turn("full", "t1", "Guten Tag")
    with engine.no_file_may_grow():
        failed, _ = engine.turn("full", "t2", "Guten Tag")
        status, health = engine.call("/webhooks/fairwell/", key=None)
    after, answer = engine.turn("full", "t3", "Guten Tag")

    assert failed == 500
    assert (status, health["status"]) == (503, "store unavailable")
    assert (after, bool(answer["messages"])) == (200, True)
    assert engine.call("/webhooks/fairwell/", key=None)[0] == 200


def test_the_canary_goes_through_the_actions_and_leaves_nothing(
    engine: EngineProcess, actions: ActionsStub, bot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(actions.answers, "action_break_down")
    asked = len(actions.calls)

    for _ in range(2):
        assert engine.call(SONG, {"text": "mach es kaputt"}) == (200, {"status": "ok"})

    new = actions.calls[asked:]
    assert [call["next_action"] for call in new] == ["action_break_down"] * 2
    turns = [event for event in new[1]["tracker"]["events"] if event["event"] == "user"]
    assert len(turns) == 1  # the second does not know of the first
    assert _canaries(bot) == 0


@table("broken", ["action", "actions", "text", "disk"])
def test_a_canary_whose_turn_fails_says_so_and_leaves_nothing(
    broken: str, engine: EngineProcess, bot: Path
) -> None:
    song = {
        "action": {"text": "mach es kaputt"},
        "actions": {"text": "immer im Kreis"},
        "text": {"text": "/restart"},
        "disk": {"text": "Guten Tag"},
    }[broken]
    with engine.no_file_may_grow() if broken == "disk" else nullcontext():
        assert engine.call(SONG, song)[0] in (400, 500)

    assert engine.call(SONG, {"text": "Guten Tag"})[0] == 200
    assert _canaries(bot) == 0


def _canaries(bot: Path) -> int:
    with closing(sqlite3.connect(bot / "home" / "conversations.db")) as database:
        count = "SELECT count(*) FROM events WHERE sender_id = 'fairwell:canary'"
        return int(database.execute(count).fetchone()[0])
