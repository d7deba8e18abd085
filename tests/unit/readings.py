"""One message, read in the light of one question."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairwell_engine.hearing.details.answer import find_answer
from fairwell_engine.hearing.stance.grammar import Yes, read_yes

from fairwell.dialogue.heard import Heard
from fairwell.dialogue.message import Message
from fairwell.dialogue.reading import Asked, Reading, read_answer

SET = dict[str, str | None]
NAME, EMAIL = "blumen-mueller", "anna@firma.example"
LEAVE_TO_RULES: SET = {}

_STRENGTHS = {
    Yes.ACKNOWLEDGED: "acknowledged",
    Yes.AGREED: "agreed",
    Yes.NAMED: "named",
    Yes.NAMED_AT_ONCE: "at_once",
}
# What the trained model would say of answers whose intent is plain; a table says it otherwise.
_STANCES = {"deny": "no", "correct_details": "change", "affirm": "hold"}


def message(
    text: str,
    intent: str,
    confidence: float = 0.9,
    scores: dict[str, float] | None = None,
    heard: Heard | None = None,
    **entities: str | list[str],
) -> Message:
    listed = {name: [v] if isinstance(v, str) else v for name, v in entities.items()}
    return Message(text, intent, confidence, listed, "01TURN", scores or {}, heard or Heard())


def hear(text: str, intent: str, asked: Asked, stance: str | None = None) -> Heard:
    """What the engine hears by its rules, with the stance that its model would add."""
    details = asked.slot in ("user_name", "email")
    answer = find_answer(text, asked="details" if details else None)
    yes = read_yes(text, asked.kind, asked.subject)
    found = stance or _STANCES.get(intent, "ask" if text.endswith("?") else "none")
    return Heard(
        stance="yes" if yes is not Yes.NO_YES and stance is None else found,
        strength=_STRENGTHS.get(yes, "") or ("agreed" if stance == "yes" else ""),
        page=asked.kind,
        details={
            name: value
            for name, value in (("user_name", answer.user_name), ("email", answer.email))
            if value
        },
        refuses=answer.withheld,
        unknown=answer.unknown,
        broken_email=answer.broken_email,
        lone_name=answer.lone_name,
    )


def asked(slot: str | None, **known: Any) -> Asked:
    return Asked(**{"slot": slot, "kind": "cancel", "user_name": None, "email": None, **known})


def reading(
    slot: str | None,
    text: str,
    intent: str,
    known: SET | None = None,
    stance: str | None = None,
    **m: Any,
) -> Reading:
    question = asked(slot, **(known or {}))
    heard = hear(text, intent, question, stance)
    return read_answer(message(text, intent, heard=heard, **m), question)


def as_stored(heard: Heard) -> dict[str, Any]:
    """What the engine stores with the message."""
    plain = asdict(heard)
    return plain | {
        "refuses": sorted(heard.refuses),
        "unknown": sorted(heard.unknown),
        "ends": {"value": heard.ends, "bound": heard.bound} if heard.ends else None,
    }
