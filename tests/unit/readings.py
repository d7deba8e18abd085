"""One message, read in the light of one question."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairwell_engine.hearing.details.answer import find_answer
from fairwell_engine.hearing.stance.grammar import Yes, read_yes
from fairwell_engine.hearing.tags import forms

from fairwell.dialogue.heard import Act, Heard
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


def hear(
    text: str,
    intent: str,
    asked: Asked,
    stance: str | None = None,
    tags: tuple[str, ...] = (),
    acts: tuple[Act, ...] = (),
) -> Heard:
    """What the engine hears by its rules, with what its models would add: stance, tags, acts."""
    details = asked.slot in ("user_name", "email")
    answer = find_answer(text, asked="details" if details else None)
    yes = read_yes(text, asked.kind, asked.subject)
    found = stance or _STANCES.get(intent, "ask" if text.endswith("?") else "none")
    refuses_why = asked.slot == "reason" and forms.refuses_reason(text)
    given = {"user_name": answer.user_name, "email": answer.email}
    if asked.slot == "subject":
        given["subject"] = forms.subject(text)
    return Heard(
        acts=acts,
        stance="yes" if yes is not Yes.NO_YES and stance is None else found,
        strength=_STRENGTHS.get(yes, "") or ("agreed" if stance == "yes" else ""),
        page=asked.kind,
        details={name: value for name, value in given.items() if value},
        refuses=answer.withheld | (frozenset({"reason"}) if refuses_why else frozenset()),
        unknown=answer.unknown,
        broken_email=answer.broken_email,
        lone_name=answer.lone_name,
        asks=forms.asks_something(text),
        bare=forms.bare(text),
        languages=forms.named_languages(text),
        reason=forms.reason(text),
        says_why=forms.says_why(text),
        tags=frozenset(tags),
    )


def asked(slot: str | None, **known: Any) -> Asked:
    return Asked(**{"slot": slot, "kind": "cancel", "user_name": None, "email": None, **known})


def reading(
    slot: str | None,
    text: str,
    intent: str,
    known: SET | None = None,
    stance: str | None = None,
    tags: tuple[str, ...] = (),
    acts: tuple[Act, ...] = (),
    **m: Any,
) -> Reading:
    question = asked(slot, **(known or {}))
    heard = hear(text, intent, question, stance, tags, acts)
    return read_answer(message(text, intent, heard=heard, **m), question)


def as_stored(heard: Heard) -> dict[str, Any]:
    """What the engine stores with the message."""
    plain = asdict(heard)
    return plain | {
        "tags": sorted(heard.tags),
        "refuses": sorted(heard.refuses),
        "unknown": sorted(heard.unknown),
        "ends": {"value": heard.ends, "bound": heard.bound} if heard.ends else None,
    }
