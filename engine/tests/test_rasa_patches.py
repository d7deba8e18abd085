"""Each change of Rasa fits the Rasa that is installed, and does what Rasa did."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core import processor
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import rule_policy
from rasa.shared.core.events import Event
from tables import table

from fairwell_engine.rasa import patches

ORIGINAL = RemoteAction._validate_action_result
ORIGINAL_TYPES = Event.resolve_by_type


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", ORIGINAL)
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(ORIGINAL_TYPES))
    patches.patch_rasa()
    return RemoteAction("action_answer", None)


def test_a_changed_rasa_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(self: RemoteAction, result: dict) -> bool:
        return bool(result)

    monkeypatch.setattr(RemoteAction, "_validate_action_result", changed)

    with pytest.raises(patches.PatchDoesNotFit, match="changed"):
        patches.patch_rasa()


def test_patching_twice_changes_nothing(patched: RemoteAction) -> None:
    once = RemoteAction._validate_action_result
    patches.patch_rasa()

    assert RemoteAction._validate_action_result is once is not ORIGINAL


@table(
    "answer",
    [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "Hi."}]},
        {"events": [{"event": "nonsense"}]},
        {"events": [{"no": "event"}]},
        {"events": [{"event": None}]},
        {"events": ["slot"]},
        {"events": [{"event": "slot", "name": 1, "value": 1}]},
        {"events": [{"event": "slot", "name": "a"}]},
        {"events": [{"event": "slot", "name": "a", "value": 1}, {"event": "bot", "text": 1}]},
        {"events": [{"event": "followup", "name": "action_x", "timestamp": "now"}]},
        {"events": [{"event": "active_loop", "name": None}, {"event": "reset_slots"}]},
        {"responses": [{"text": "Hi."}]},
        {"events": {}, "responses": []},
        {"events": [], "responses": ["Hi."]},
        [],
    ],
)
def test_answers_are_judged_as_rasa_judges_them(answer: object, patched: RemoteAction) -> None:
    try:
        expected: object = ORIGINAL(patched, answer)
    except ValidationError as error:
        expected = error.message

    try:
        found: object = patched._validate_action_result(answer)
    except ValidationError as error:
        found = error.message

    assert found == expected


@table("name", ["user", "bot", "slot", "action", "active_loop", "topic"])
def test_events_are_of_the_class_that_rasa_finds(name: str, patched: RemoteAction) -> None:
    assert Event.resolve_by_type(name) is ORIGINAL_TYPES(name)
    assert Event.resolve_by_type is not ORIGINAL_TYPES


def test_an_unknown_event_is_still_an_error(patched: RemoteAction) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Event.resolve_by_type("nonsense")


def test_what_rasa_copies_for_its_log_stays_as_it_is(patched: RemoteAction) -> None:
    content = [{"slot": "name"}]

    for module in (processor, forms, rule_policy):
        assert module.copy.deepcopy(content) is content


@table(
    "line, expected",
    [
        ('structlogger.debug("a.b", events=copy.deepcopy(events))', True),
        ("twin = copy.deepcopy(tracker)", False),
        ('structlogger.debug("a.b", events=copy.copy(events))', False),
        ("log(copy.deepcopy(events))", False),
        ("keep(copy)", False),
        ("pass", True),
    ],
)
def test_a_module_that_copies_for_more_than_its_log_is_noticed(line: str, expected: bool) -> None:
    assert patches.copies_for_the_log_only(f"import copy\n{line}\n") is expected
