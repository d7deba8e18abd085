"""The one place where Rasa itself is changed, each change with the reason and a guard.

A guard is the hash of the source that is replaced: with another Rasa the engine refuses to start
instead of running on a patch that no longer fits (tests/test_rasa_patches.py).
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from typing import Any

_VALIDATE_ACTION_RESULT = "f8cdb4be68123961"


class PatchDoesNotFit(Exception):
    """Rasa's side of a patch has changed; it must be looked at again."""


def patch_rasa() -> None:
    """Apply all patches; a second time changes nothing."""
    _compile_response_schema()


def source_hash(function: Callable[..., Any]) -> str:
    """A short hash of a function's source."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


def _compile_response_schema() -> None:
    """Check answers of the action server with a validator that is built once.

    Rasa builds the schema and a validator of it for every answer, a quarter of a turn's time.
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
    validator = kind(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        # Rasa's own way, for its message, only where something is wrong.
        return True if validator.is_valid(result) else original(self, result)

    validate.compiled = True  # type: ignore[attr-defined]
    RemoteAction._validate_action_result = validate


def _guard(function: Callable[..., Any], expected: str) -> None:
    if source_hash(function) != expected:
        raise PatchDoesNotFit(f"{function.__module__}.{function.__qualname__} has changed")
