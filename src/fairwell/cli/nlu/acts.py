"""Scores of heard acts: everything that a message does, compared as sets with its fair readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairwell.cli.nlu.ratios import ratio, share
from fairwell.cli.nlu.result import ParseResult

ASK_BACK = "ask_back"
CANCEL = "cancel_account"
# What may be heard beside a wish without being labelled.
EXTRA = frozenset({"greet", "thank", "complain", "give_reason", "inform"})


@dataclass(frozen=True)
class LabelledActs:
    """A message with its acts, wishes first, all fair readings, and acts that its words exclude."""

    text: str
    acts: tuple[str, ...]
    ok: tuple[frozenset[str], ...]
    never: frozenset[str] = frozenset()


def evaluate_acts(
    labelled: Sequence[LabelledActs], results: Sequence[ParseResult]
) -> dict[str, Any]:
    """Score acts; ``acts_errors`` begins with the worst: excluded acts, then missed leavers."""
    pairs = list(zip(labelled, results, strict=True))
    errors = [
        (label, result)
        for label, result in pairs
        if not is_fair(label, result) or label.never & result.acts
    ]
    return {
        "acts_accuracy": share(is_fair(label, result) for label, result in pairs),
        "cancel_heard": share(_cancel_heard(result) for label, result in pairs if _leaves(label)),
        "never_heard": share(
            bool(label.never & result.acts) for label, result in pairs if label.never
        ),
        "by_act": _by_act(pairs),
        "acts_errors": [_error(*pair) for pair in sorted(errors, key=_severity)],
    }


def is_fair(label: LabelledActs, result: ParseResult) -> bool:
    """Say whether what was heard is one of the fair readings; asking back has to be one."""
    if result.unsure:
        return any(ASK_BACK in reading for reading in label.ok)
    return any(reading == _trimmed(result.acts, reading) for reading in label.ok)


def _trimmed(acts: frozenset[str], reading: frozenset[str]) -> frozenset[str]:
    """Leave out what may be heard beside the reading's wish."""
    return acts - (EXTRA - reading) if reading - EXTRA else acts


def _leaves(label: LabelledActs) -> bool:
    return label.acts[:1] == (CANCEL,)


def _cancel_heard(result: ParseResult) -> bool:
    return CANCEL in result.acts or result.unsure[:1] == (CANCEL,)


def _by_act(pairs: Sequence[tuple[LabelledActs, ParseResult]]) -> dict[str, dict[str, Any]]:
    """Compare each message with the fair reading that is nearest to what was heard."""
    true: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for label, result in pairs:
        heard = result.acts | ({ASK_BACK} if result.unsure else set())
        reading = min(label.ok, key=lambda fair: len(fair ^ _trimmed(heard, fair)))
        counted = _trimmed(heard, reading)
        true.update(reading)
        said.update(counted)
        right.update(reading & counted)
    return {
        act: {
            "precision": ratio(right[act], said[act]),
            "recall": ratio(right[act], true[act]),
            "messages": true[act],
        }
        for act in sorted(true | said)
    }


def _severity(pair: tuple[LabelledActs, ParseResult]) -> int:
    label, result = pair
    if label.never & result.acts:
        return 0
    return 1 if _leaves(label) and not _cancel_heard(result) else 2


def _error(label: LabelledActs, result: ParseResult) -> dict[str, Any]:
    return {
        "text": label.text,
        "ok": [sorted(reading) for reading in label.ok],
        "heard": sorted(result.acts),
        "unsure": list(result.unsure),
        "never": sorted(label.never & result.acts),
    }
