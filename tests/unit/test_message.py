"""The customer's message as actions see it."""

from __future__ import annotations

import pytest

from fairwell.dialogue.message import Message, latest
from tests.support.tables import table
from tests.unit.samples import a_message, a_tracker


def test_a_message_keeps_text_intent_entities_and_turn() -> None:
    raw = a_message(
        "hi, a@b.example", "inform", 0.7, "07TURN", email=["a@b.example", "c@d.example"]
    )
    raw["intent_ranking"] = [
        {"name": "nlu_fallback", "confidence": 0.7},
        {"name": "inform", "confidence": 0.6},
        {"name": "greet"},
    ]

    message = latest(a_tracker(raw))

    assert message == Message(
        text="hi, a@b.example",
        intent="inform",
        confidence=0.7,
        entities={"email": ["a@b.example", "c@d.example"]},
        turn_id="07TURN",
        scores={"inform": 0.6, "greet": 0.0},
    )
    assert message.ranking == ("inform", "greet")
    assert message.first("email") == "a@b.example"
    assert message.first("user_name") is None
    assert not message.pressed


@table("raw", [{}, {"text": None, "intent": None, "entities": None, "metadata": None}])
def test_a_message_that_lacks_everything_is_empty(raw: dict[str, object]) -> None:
    assert latest(a_tracker({**raw, "x": 1})) == Message("", "", 0.0)


def test_a_likelier_meaning_wins_where_it_is_expected() -> None:
    scores = {"other_topic": 0.6, "give_reason": 0.3, "stop": 0.1}
    message = Message("die Kinder", "other_topic", 0.6, scores=scores)

    expected = message.expecting({"give_reason": 10.0})

    assert expected.intent == "give_reason"
    assert expected.confidence == pytest.approx(3.0 / 3.7)
    assert (expected.text, expected.scores) == (message.text, scores)


@table(
    "message",
    [
        Message("hm", "stop", 0.4),
        Message("", "press", 1.0, scores={"press": 1.0, "give_reason": 0.0}),
        Message("hm", "stop", 0.0, scores={"stop": 0.0}),
    ],
)
def test_without_a_ranking_nothing_is_weighed(message: Message) -> None:
    assert message.expecting({"give_reason": 10.0}) == message
