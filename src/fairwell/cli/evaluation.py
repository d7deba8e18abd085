"""Scores of a model on labelled messages: pure arithmetic over predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

OUT_OF_SCOPE = "out_of_scope"


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
    """One spelling: ``faq/trial`` is ``faq_trial``; a rejected message is out of scope."""
    name = intent.replace("/", "_")
    return OUT_OF_SCOPE if name in {"nlu_fallback", ""} else name


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
        "accuracy": _share(hits),
        "macro_f1": _mean([scores["f1"] for scores in intents.values()]),
        "hard_accuracy": _share([h for h, item in zip(hits, labelled, strict=True) if item.hard]),
        "top3": _share(near),
        "oos_precision": oos["precision"],
        "oos_recall": oos["recall"],
        "by_intent": intents,
        "by_language": {
            lang: _share([h for h, item in zip(hits, labelled, strict=True) if item.lang == lang])
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


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 4) if flags else None


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
