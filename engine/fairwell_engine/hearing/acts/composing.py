"""Messages that do two things, composed from written ones that do one.

Customers write a wish and a question in one message far more often than examples have it. What is
composed is made anew for each training, from a seed, and never kept.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

WISHES = (
    "cancel_account",
    "withdraw_contract",
    "pause_account",
    "delete_data",
    "cancel_addon",
    "revoke_cancellation",
    "access_request",
    "callback",
    "human_handoff",
    "resume_account",
    "transfer_contract",
    "revoke_mandate",
    "change_plan",
    "invoice",
)
# These beside a wish are no act of their own.
_BESIDE = ("give_reason", "inform", "complain")
_QUESTIONS = ("cancellation_status", "payment_details", "login_trouble", "dpa")
_JOINTS = {
    "de": (". ", ", ", " und ", "; ", " ", "! ", " - ", ", außerdem ", ". "),
    "en": (". ", ", ", " and ", "; ", " ", "! ", " - ", ", also ", ". "),
}
_LONGEST = 90
# As often as in what customers write: most of them want to leave.
_CANCELS = 6
_TURNED = 0.3


@dataclass(frozen=True)
class Single:
    """A written message that does one thing."""

    text: str
    intent: str
    language: str


def compose(singles: Sequence[Single], count: int, seed: int) -> list[tuple[str, tuple[str, ...]]]:
    """Compose at most ``count`` messages of two; each with its acts, the wish first."""
    drawn = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    by_intent: dict[tuple[str, str], list[str]] = {}
    for single in singles:
        if len(single.text) < _LONGEST:
            by_intent.setdefault((single.language, single.intent), []).append(single.text)
    intents = sorted({intent for _, intent in by_intent})
    wishes = [intent for intent in WISHES if intent in intents]
    questions = [
        each for each in intents if each.startswith(("faq_", "ask_")) or each in _QUESTIONS
    ]
    others = sorted({*wishes, *questions, *(set(_BESIDE) & set(intents))})
    if not wishes or not questions:
        return []
    first_choices = ["cancel_account"] * _CANCELS + wishes
    made: list[tuple[str, tuple[str, ...]]] = []
    for _ in range(count):
        language = drawn.choice(("de", "en"))
        first, second = drawn.choice(first_choices), drawn.choice(others)
        one, two = by_intent.get((language, first)), by_intent.get((language, second))
        if first == second or not one or not two:
            continue
        acts = (first,) if second in _BESIDE else (first, second)
        made.append((_joined(drawn, language, drawn.choice(one), drawn.choice(two)), acts))
    return made


def _joined(drawn: random.Random, language: str, one: str, two: str) -> str:
    if drawn.random() < _TURNED:
        one, two = two, one
    joint = drawn.choice(_JOINTS[language])
    if language == "en" and joint.strip() not in {".", "!", ""}:
        two = two[:1].lower() + two[1:]
    return one.rstrip(".! ") + joint + two
