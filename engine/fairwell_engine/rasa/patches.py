"""Patches of Rasa itself, each with its reason and a source-hash guard.

No other module patches Rasa. A guard compares the replaced source with the source the patch was
written for: with another Rasa version the engine refuses to start instead of running on a patch
that no longer fits (tests/test_rasa_patches.py).
"""

from __future__ import annotations

import ast
import hashlib
import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

_VALIDATE_ACTION_RESULT = "f8cdb4be68123961"
_RESOLVE_BY_TYPE = "b5cf570fa7f286c7"
_TEMPORARY_TRACKER = "381bc4b6e07fc205"


class PatchDoesNotFit(Exception):
    """A change in the source that a patch replaces; the patch must be reviewed."""


def patch_rasa() -> None:
    """Apply all patches; calling it again has no effect."""
    _compile_response_schema()
    _remember_types_of_events()
    _leave_out_copies_for_the_log()
    _copy_instead_of_replaying()


def source_hash(function: Callable[..., Any]) -> str:
    """Return a short hash of a function's source."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


def _compile_response_schema() -> None:
    """Validate responses of the action server with prebuilt validators, one per event type.

    Rasa builds the schema and its validator for every response, and tries each event against every
    type: a quarter of a turn's time, and half of the rest.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    original = RemoteAction._validate_action_result
    if getattr(original, "compiled", False):
        return
    _guard(original, _VALIDATE_ACTION_RESULT)
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    outside, events = _by_event(schema)
    answer = kind(outside)
    event = {name: kind(each) for name, each in events.items()}

    def is_valid(result: dict[str, Any]) -> bool:
        return answer.is_valid(result) and all(
            each["event"] in event and event[each["event"]].is_valid(each)
            for each in result.get("events", ())
        )

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        # Only an invalid response takes Rasa's slow path, for its error message.
        return True if is_valid(result) else original(self, result)

    validate.compiled = True  # type: ignore[attr-defined]
    RemoteAction._validate_action_result = validate


def _by_event(schema: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Split the schema of a response into the part without event types, and those by name.

    Each type requires its own name, so "oneOf" always selects the type with that name.
    """
    events = schema["properties"]["events"]
    common = {key: value for key, value in events["items"].items() if key != "oneOf"}
    outside = {**events, "items": common}
    types: dict[str, dict[str, Any]] = {}
    for each in events["items"]["oneOf"]:
        name = each["properties"]["event"]["const"]
        if name in types:
            raise PatchDoesNotFit(f"two types of event are called {name}")
        types[name] = each
    return {**schema, "properties": {**schema["properties"], "events": outside}}, types


def _remember_types_of_events() -> None:
    """Cache the class of each event name; Rasa searches all classes for every event."""
    from rasa.shared.core.events import Event

    original = Event.resolve_by_type
    if hasattr(original, "cache_info"):
        return
    _guard(original, _RESOLVE_BY_TYPE)
    Event.resolve_by_type = staticmethod(cache(original))


def _leave_out_copies_for_the_log() -> None:
    """Skip the deep copies of events and states made for debug lines that are never written."""
    from rasa.core import processor
    from rasa.core.actions import forms
    from rasa.core.policies import rule_policy

    for module in (processor, forms, rule_policy):
        if isinstance(module.copy, _NoCopies):
            continue
        if not copies_for_the_log_only(inspect.getsource(module)):
            raise PatchDoesNotFit(f"{module.__name__} copies something that is not logged")
        module.copy = _NoCopies()


def _copy_instead_of_replaying() -> None:
    """Let a form look ahead on a copy of the state; Rasa replays all events twice a turn."""
    from rasa.core.actions.forms import FormAction
    from rasa.shared.core.constants import REQUESTED_SLOT
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, Event, SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    from fairwell_engine.rasa.tracker import FastTracker

    original = FormAction._temporary_tracker
    if getattr(original, "copies", False):
        return
    _guard(original, _TEMPORARY_TRACKER)

    def temporary(
        self: FormAction,
        current_tracker: DialogueStateTracker,
        additional_events: list[Event],
        domain: Domain,
    ) -> DialogueStateTracker:
        if not isinstance(current_tracker, FastTracker):
            return original(self, current_tracker, additional_events, domain)
        ahead = current_tracker.copy()
        asked = SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker))
        for event in (asked, ActionExecuted(self.name()), *additional_events):
            ahead.update(event)
        return ahead

    temporary.copies = True  # type: ignore[attr-defined]
    FormAction._temporary_tracker = temporary


class _NoCopies:
    """Replacement for the module ``copy`` in modules that copy only for their log."""

    @staticmethod
    def deepcopy(content: Any) -> Any:
        return content


def copies_for_the_log_only(source: str) -> bool:
    """Return whether every use of ``copy`` in a module is a ``deepcopy`` for a debug line."""
    tree = ast.parse(source)
    logged: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "structlogger.debug":
            logged |= {id(each) for argument in node.keywords for each in ast.walk(argument)}
    copies = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "copy"
    ]
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "copy"]
    return len(names) == len(copies) and all(
        id(node) in logged and node.attr == "deepcopy" for node in copies
    )


def _guard(function: Callable[..., Any], expected: str) -> None:
    if source_hash(function) != expected:
        raise PatchDoesNotFit(f"{function.__module__}.{function.__qualname__} has changed")
