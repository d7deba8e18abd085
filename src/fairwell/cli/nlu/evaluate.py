"""Scores of the model's answers on labelled rows of any kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fairwell.cli.nlu import intents
from fairwell.cli.nlu.acts import evaluate_acts
from fairwell.cli.nlu.answers import evaluate_answers
from fairwell.cli.nlu.details import evaluate_details
from fairwell.cli.nlu.ends import evaluate_ends
from fairwell.cli.nlu.parse import prediction_of
from fairwell.cli.nlu.result import ParseResult
from fairwell.cli.nlu.rows import LabelledRow

Scorer = Callable[[list[Any], list[ParseResult]], dict[str, Any]]
SCORERS: Mapping[str, Scorer] = {
    "acts": evaluate_acts,
    "ends": evaluate_ends,
    "answer": evaluate_answers,
    "details": evaluate_details,
}


def evaluate(rows: Sequence[LabelledRow], parsed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Score every kind that the rows have; ``messages`` counts them all."""
    pairs = list(zip(rows, parsed, strict=True))
    scores: dict[str, Any] = {}
    labelled = [(row.intent, prediction_of(answer)) for row, answer in pairs if row.intent]
    if labelled:
        scores |= intents.evaluate([each for each, _ in labelled], [said for _, said in labelled])
    for kind, score in SCORERS.items():
        known = [
            (label, ParseResult.of(answer))
            for row, answer in pairs
            if (label := getattr(row, kind)) is not None
        ]
        if known:
            scores |= score([label for label, _ in known], [result for _, result in known])
    return {"messages": len(rows)} | scores | {"messages": len(rows)}
