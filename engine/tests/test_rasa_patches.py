"""Each change of Rasa fits the Rasa that is installed, and does what Rasa did."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from fairwell_engine import rasa_patches

ORIGINAL = RemoteAction._validate_action_result


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", ORIGINAL)
    rasa_patches.patch_rasa()
    return RemoteAction("action_answer", None)


def test_a_changed_rasa_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(self: RemoteAction, result: dict) -> bool:
        return bool(result)

    monkeypatch.setattr(RemoteAction, "_validate_action_result", changed)

    with pytest.raises(rasa_patches.PatchDoesNotFit, match="changed"):
        rasa_patches.patch_rasa()


def test_patching_twice_changes_nothing(patched: RemoteAction) -> None:
    once = RemoteAction._validate_action_result
    rasa_patches.patch_rasa()

    assert RemoteAction._validate_action_result is once is not ORIGINAL


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "Hi."}]},
        {"events": [{"event": "nonsense"}]},
        {"events": [{"no": "event"}]},
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
