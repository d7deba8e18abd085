"""One message, read in the light of one question."""

from __future__ import annotations

from typing import Any

from fairwell.dialogue.message import Message
from fairwell.dialogue.reading import Asked, Reading, read_answer

SET = dict[str, str | None]
NAME, EMAIL = "blumen-mueller", "anna@firma.example"
LEAVE_TO_RULES: SET = {}


def message(
    text: str,
    intent: str,
    confidence: float = 0.9,
    scores: dict[str, float] | None = None,
    **entities: str | list[str],
) -> Message:
    listed = {name: [v] if isinstance(v, str) else v for name, v in entities.items()}
    return Message(text, intent, confidence, listed, "01TURN", scores or {})


def asked(slot: str | None, **known: Any) -> Asked:
    return Asked(**{"slot": slot, "kind": "cancel", "user_name": None, "email": None, **known})


def reading(
    slot: str | None, text: str, intent: str, known: SET | None = None, **m: Any
) -> Reading:
    return read_answer(message(text, intent, **m), asked(slot, **(known or {})))
