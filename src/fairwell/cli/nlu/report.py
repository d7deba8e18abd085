"""Tables for people of what was heard, and of scores with the worst mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Column, Table
from rich.text import Text

from fairwell.cli.console import out
from fairwell.cli.nlu.parse import prediction_of

MISTAKES = 10
FIGURES = (
    "messages",
    "accuracy",
    "macro_f1",
    "hard_accuracy",
    "top3",
    "oos_precision",
    "oos_recall",
    "acts_accuracy",
    "cancel_heard",
    "never_heard",
    "ends_accuracy",
    "decide_accuracy",
    "yes_recall",
    "user_name_accuracy",
    "email_accuracy",
    "refuses_accuracy",
    "reason_accuracy",
)
# Lists of messages, the worst kinds first.
LISTS = (
    "false_records",
    "decide_errors",
    "acts_errors",
    "ends_errors",
    "ends_invented",
    "details_errors",
    "errors",
)


def print_parsed(parsed: Mapping[str, Any]) -> None:
    """Print the decision, the ranking, the entities, and every other field that is not empty."""
    decided = prediction_of(parsed)
    out.print(f"{decided.intent}  {decided.confidence:.2f}")
    for item in parsed["ranking"][:3]:
        out.print(f"  {item['confidence']:.2f}  {item['name']}")
    for entity in parsed["entities"]:
        out.print(f"  {entity['entity']} = {entity['value']}", markup=False)
    for name, value in _heard(parsed):
        out.print(f"{name:9} {value}", markup=False, highlight=False)


def print_scores(scores: Mapping[str, Any]) -> None:
    """Print the figures that there are, then tables, then the worst mistakes of each kind."""
    for name in FIGURES:
        if name in scores:
            out.print(f"{name:18} {scores[name]}")
    for name in LISTS:
        if name in scores:
            out.print(f"{name:18} {len(scores[name])}")
    if "by_act" in scores:
        _print_table("act", scores["by_act"])
    if "confusion_matrix" in scores:
        _print_table("wanted, heard", scores["confusion_matrix"])
    for name in LISTS:
        if scores.get(name):
            # Of wrong intents the surest is the worst; the other lists are in that order.
            mistakes = scores[name]
            if name == "errors":
                mistakes = sorted(mistakes, key=lambda error: -error["confidence"])
            _print_mistakes(name, mistakes)


def _heard(parsed: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield a line for each act and each other field that is not empty."""
    if parsed.get("language"):
        yield "language", parsed["language"]
    for act in parsed.get("acts") or []:
        start, end = act["span"]
        words = parsed["text"][start:end]
        yield "act", f"{act['confidence']:.2f}  {act['intent']} ({act['polarity']}): {words}"
    if parsed.get("unsure"):
        yield "unsure", ", ".join(parsed["unsure"])
    for page, stance in (parsed.get("stances") or {}).items():
        if stance["stance"] != "none":
            yield "stance", f"{stance['confidence']:.2f}  {page}: {stance['stance']}"
    if ends := parsed.get("ends"):
        yield "ends", f"{ends['value']} ({ends['bound']})"
    for name, value in (parsed.get("details") or {}).items():
        if value is not None:
            yield "detail", f"{name} = {value}"
    for name in ("refuses", "reason", "tags", "secrets"):
        if value := parsed.get(name):
            yield name, value if isinstance(value, str) else ", ".join(map(str, value))


def _print_table(first: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    columns = list(next(iter(rows.values()), {}))
    table = Table(first, *(Column(name, justify="right") for name in columns))
    for name, values in rows.items():
        table.add_row(name, *("" if cell is None else str(cell) for cell in values.values()))
    out.print(table)


def _print_mistakes(name: str, mistakes: Sequence[Any]) -> None:
    """Print the first messages of a list, which are the worst."""
    out.print(f"\n{name}: {min(len(mistakes), MISTAKES)} of {len(mistakes)}")
    for mistake in mistakes[:MISTAKES]:
        fields = {"text": mistake} if isinstance(mistake, str) else mistake
        told = [f"{field} {_told(each)}" for field, each in fields.items() if each != []]
        out.print(Text("  " + "; ".join(told).removeprefix("text ")))


def _told(value: Any) -> str:
    """Put a value into one line: alternatives with bars, what belongs together with plus signs."""
    if isinstance(value, list):
        return " | ".join(
            "+".join(each) if isinstance(each, list) else _told(each) for each in value
        )
    return "none" if value is None else " ".join(str(value).split())
