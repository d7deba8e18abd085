"""Scores of stances: answers under a page that asks for the last yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairwell.cli.nlu.ratios import share
from fairwell.cli.nlu.result import ParseResult

RECORD = "record"
WANT_OF_STANCE = {
    "yes": RECORD,
    "no": "keep",
    "hold": "hold",
    "change": "change",
    "ask": "ask",
    "none": "other",
}
WANTS = tuple(WANT_OF_STANCE.values())


@dataclass(frozen=True)
class LabelledAnswer:
    """An answer under a page: what its writer wants, and what else may fairly be understood."""

    text: str
    page: str
    want: str
    ok: frozenset[str]


def evaluate_answers(
    labelled: Sequence[LabelledAnswer], results: Sequence[ParseResult]
) -> dict[str, Any]:
    """Score stances; ``decide_errors`` begins with the false records."""
    pairs = [
        (label, WANT_OF_STANCE[result.stances.get(label.page, "none")])
        for label, result in zip(labelled, results, strict=True)
    ]
    wrong = [(label, heard) for label, heard in pairs if heard not in label.ok]
    return {
        "decide_accuracy": share(heard in label.ok for label, heard in pairs),
        "yes_recall": share(heard == RECORD for label, heard in pairs if label.want == RECORD),
        "false_records": [label.text for label, heard in wrong if heard == RECORD],
        "confusion_matrix": {
            want: {
                other: sum(label.want == want and heard == other for label, heard in pairs)
                for other in WANTS
            }
            for want in WANTS
        },
        "decide_errors": [
            {"text": label.text, "page": label.page, "want": label.want, "heard": heard}
            for label, heard in sorted(wrong, key=lambda pair: pair[1] != RECORD)
        ],
    }
