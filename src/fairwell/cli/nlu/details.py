"""Scores of details: user name, e-mail address, refusals and reason in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairwell.cli.nlu.ratios import share
from fairwell.cli.nlu.result import ParseResult

FIELDS = ("user_name", "email", "refuses", "reason")
BOTH = "both"


@dataclass(frozen=True)
class LabelledDetails:
    """A message with the accepted values of each labelled field; ``None`` is none heard."""

    text: str
    accepted: Mapping[str, tuple[str | None, ...]]


def evaluate_details(
    labelled: Sequence[LabelledDetails], results: Sequence[ParseResult]
) -> dict[str, Any]:
    """Score each field on the messages that label it."""
    pairs = list(zip(labelled, results, strict=True))
    scores: dict[str, Any] = {}
    errors = []
    for field in FIELDS:
        known = [
            (label.text, label.accepted[field], _heard(field, result))
            for label, result in pairs
            if field in label.accepted
        ]
        scores[f"{field}_accuracy"] = share(
            is_accepted(field, accepted, heard) for _, accepted, heard in known
        )
        errors += [
            {"text": text, "field": field, "ok": list(accepted), "heard": heard}
            for text, accepted, heard in known
            if not is_accepted(field, accepted, heard)
        ]
    return scores | {"details_errors": errors}


def is_accepted(field: str, accepted: Sequence[str | None], heard: str | None) -> bool:
    """Compare exactly; a reason without case and without the punctuation around it."""
    if field == "reason":
        return _bare(heard) in map(_bare, accepted)
    return heard in accepted


def _heard(field: str, result: ParseResult) -> str | None:
    if field == "reason":
        return result.reason
    if field == "refuses":
        return BOTH if len(result.refuses) > 1 else next(iter(result.refuses), None)
    return result.details.get(field)


def _bare(text: str | None) -> str | None:
    if text is None:
        return None
    return text.casefold().strip("".join(sign for sign in text if not sign.isalnum()))
