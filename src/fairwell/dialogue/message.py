"""The customer's last message as the engine understood it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fairwell.dialogue.heard import Heard

if TYPE_CHECKING:
    from rasa_sdk import Tracker

_SURE_OF_A_YES = 0.5


@dataclass(frozen=True)
class Message:
    """Text, intent and entities of one message; entities by name, in order of appearance."""

    text: str
    intent: str
    confidence: float
    entities: dict[str, list[str]] = field(default_factory=dict)
    turn_id: str = ""
    scores: dict[str, float] = field(default_factory=dict)  # every intent's confidence, best first
    heard: Heard = field(default_factory=Heard)

    @property
    def ranking(self) -> tuple[str, ...]:
        """The intents, best first."""
        return tuple(self.scores)

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed."""
        return self.intent == "press"

    @property
    def looks_like_question(self) -> bool:
        """Whether the words have the form of a question."""
        return self.heard.asks

    @property
    def agrees(self) -> bool:
        """Whether it is a plain yes to a question of ours that records nothing."""
        yes = self.intent == "affirm" and self.confidence >= _SURE_OF_A_YES
        return yes and not self.looks_like_question

    @property
    def has_words(self) -> bool:
        """Whether there is a letter or a digit in it; to a classifier, emoji mean anything."""
        return any(sign.isalnum() for sign in self.text)

    def expecting(self, odds: Mapping[str, float]) -> Message:
        """The message as it reads where some intents are likelier than in general.

        ``odds`` is how many times likelier; the ranking's confidences are weighed by it (Bayes'
        rule with another prior), and the best of them becomes the intent.
        """
        if self.pressed or not self.scores:
            return self
        weighed = {name: score * odds.get(name, 1.0) for name, score in self.scores.items()}
        total = sum(weighed.values())
        best = max(weighed, key=weighed.__getitem__)
        if not total or weighed[best] <= 0:
            return self
        return replace(self, intent=best, confidence=weighed[best] / total)

    def first(self, entity: str) -> str | None:
        """The first value of an entity."""
        return next(iter(self.entities.get(entity, [])), None)


def latest(tracker: Tracker) -> Message:
    """The message this turn is about."""
    raw: dict[str, Any] = tracker.latest_message
    entities: dict[str, list[str]] = {}
    for entity in raw.get("entities") or []:
        entities.setdefault(entity["entity"], []).append(str(entity["value"]))
    intent = raw.get("intent") or {}
    return Message(
        text=raw.get("text") or "",
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
        scores={
            item["name"]: float(item.get("confidence") or 0.0)
            for item in raw.get("intent_ranking") or []
            if item.get("name") != "nlu_fallback"
        },
        turn_id=str((raw.get("metadata") or {}).get("turn_id") or ""),
        heard=Heard.of(raw.get("heard")),
    )
