"""Scores of the decided intent, one for each message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairwell.cli.nlu.ratios import mean, share

OUT_OF_SCOPE = "out_of_scope"
# Told apart by the model, not by the labels; a message without an intent was rejected.
_OUTSIDE = frozenset({"nlu_fallback", "other_topic", "nonsense", ""})


@dataclass(frozen=True)
class Labelled:
    """One message with its true intent."""

    text: str
    intent: str
    lang: str
    hard: bool


@dataclass(frozen=True)
class Prediction:
    """The decision after the threshold, its confidence, and the ranking before it."""

    intent: str
    confidence: float
    ranking: tuple[str, ...]


def canonical(intent: str) -> str:
    """Spell an intent as the labels do: with ``_``, and ``out_of_scope`` for all outside it."""
    name = intent.replace("/", "_")
    return OUT_OF_SCOPE if name in _OUTSIDE else name


def evaluate(labelled: Sequence[Labelled], predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Accuracy, macro-F1, hard accuracy, top three, out-of-scope precision and recall, and errors.

    Ratios lie in 0..1; ``None`` where nothing was there to measure. ``top3`` counts a message
    whose true intent is the decision or among the first three of the ranking.
    """
    truth = [canonical(item.intent) for item in labelled]
    said = [canonical(item.intent) for item in predictions]
    hits = [t == s for t, s in zip(truth, said, strict=True)]
    near = [
        hit or true in map(canonical, prediction.ranking[:3])
        for hit, true, prediction in zip(hits, truth, predictions, strict=True)
    ]
    intents = {name: _scores(name, truth, said) for name in sorted(set(truth))}
    oos = _scores(OUT_OF_SCOPE, truth, said)
    return {
        "messages": len(labelled),
        "accuracy": share(hits),
        "macro_f1": mean([scores["f1"] for scores in intents.values()]),
        "hard_accuracy": share([h for h, item in zip(hits, labelled, strict=True) if item.hard]),
        "top3": share(near),
        "oos_precision": oos["precision"],
        "oos_recall": oos["recall"],
        "by_intent": intents,
        "by_language": {
            lang: share([h for h, item in zip(hits, labelled, strict=True) if item.lang == lang])
            for lang in sorted({item.lang for item in labelled})
        },
        "errors": [
            {
                "text": item.text,
                "lang": item.lang,
                "intent": true,
                "predicted": wrong,
                "confidence": round(prediction.confidence, 3),
            }
            for item, true, wrong, prediction, hit in zip(
                labelled, truth, said, predictions, hits, strict=True
            )
            if not hit
        ],
    }


def _scores(name: str, truth: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    right = sum(t == s == name for t, s in zip(truth, said, strict=True))
    precision = right / said.count(name) if name in said else 0.0
    recall = right / truth.count(name) if name in truth else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "messages": float(truth.count(name)),
    }
