"""Labelled rows of a JSON-lines file; the fields of a row tell what it measures."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairwell.cli.nlu.acts import LabelledActs
from fairwell.cli.nlu.answers import WANTS, LabelledAnswer
from fairwell.cli.nlu.details import FIELDS, LabelledDetails
from fairwell.cli.nlu.ends import LabelledEnds
from fairwell.cli.nlu.intents import Labelled, canonical
from fairwell.cli.nlu.parse import ParseRequest

EXPECTED = (
    "expected a JSON object with text and intent, or acts and ok, or page and want, "
    "or user_name, email or refuses"
)
# The question that these answer; pages are asked by their own name.
DETAILS = "details"


class BadLabels(ValueError):
    """A file of labelled messages is broken; the message names file and line."""


@dataclass(frozen=True)
class LabelledRow:
    """One message, how to ask for it, and all that its label says."""

    request: ParseRequest
    intent: Labelled | None = None
    acts: LabelledActs | None = None
    ends: LabelledEnds | None = None
    answer: LabelledAnswer | None = None
    details: LabelledDetails | None = None


def read_rows(path: Path, today: dt.date) -> list[LabelledRow]:
    """Read a file of labelled messages; ``today`` holds for rows that name no day.

    Raises:
        BadLabels: with file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLabels(f"{path}: cannot be read ({type(error).__name__})") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(read_row(json.loads(line), today))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadLabels(f"{path}:{number}: {EXPECTED}") from error
    if not found:
        raise BadLabels(f"{path}: no labelled messages in it")
    return found


def read_row(item: dict[str, Any], today: dt.date) -> LabelledRow:
    """Read one row.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: a field is missing or malformed.
    """
    text = str(item["text"])
    is_answer = "page" in item and "want" in item
    is_acts = "acts" in item and not is_answer
    is_details = not item.keys().isdisjoint({"user_name", "email", "refuses"})
    if not (is_answer or is_acts or is_details or "intent" in item):
        raise KeyError("intent")
    day = dt.date.fromisoformat(item["today"]) if item.get("today") else today
    asked = str(item["page"]) if is_answer else DETAILS if is_details else None
    return LabelledRow(
        request=ParseRequest(text, asked, day.isoformat(), item.get("country")),
        intent=_intent(text, item) if "intent" in item else None,
        acts=_acts(text, item) if is_acts else None,
        ends=_ends(text, item, day) if not item.keys().isdisjoint({"ends", "ends_ok"}) else None,
        answer=_answer(text, item) if is_answer else None,
        details=_details(text, item) if is_details else None,
    )


def _intent(text: str, item: dict[str, Any]) -> Labelled:
    lang, hard = str(item.get("lang", "")), bool(item.get("hard", False))
    return Labelled(text, str(item["intent"]), lang, hard)


def _acts(text: str, item: dict[str, Any]) -> LabelledActs:
    acts = _names(item["acts"])
    readings = tuple(frozenset(_names(reading)) for reading in _list(item.get("ok", [acts])))
    if not readings:
        raise ValueError("no fair reading")
    return LabelledActs(text, acts, readings, frozenset(_names(item.get("never", []))))


def _ends(text: str, item: dict[str, Any], day: dt.date) -> LabelledEnds:
    ends, others = item.get("ends"), _list(item.get("ends_ok", []), type(None))
    return LabelledEnds(text, _once(ends, *others), ends is not None or "ends_ok" in item, day)


def _answer(text: str, item: dict[str, Any]) -> LabelledAnswer:
    fair = {item["want"], *_list(item.get("ok", []))}
    if not fair <= set(WANTS):
        raise ValueError("unknown want")
    return LabelledAnswer(text, str(item["page"]), item["want"], frozenset(fair))


def _details(text: str, item: dict[str, Any]) -> LabelledDetails:
    others = item.get("ok", {})
    accepted = {
        field: _once(item[field], *_list(others.get(field, []), type(None)))
        for field in FIELDS
        if field in item
    }
    return LabelledDetails(text, accepted)


def _once(*values: str | None) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys(values))


def _names(value: Any) -> tuple[str, ...]:
    return tuple(canonical(name) for name in _list(value))


def _list(value: Any, *also: type) -> list[Any]:
    """Return a list of texts or lists.

    Raises:
        TypeError: it is something else; a text would be read letter by letter.
    """
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    if not all(isinstance(each, (str, list, tuple, *also)) for each in value):
        raise TypeError("not a text")
    return list(value)
