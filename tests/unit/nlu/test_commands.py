"""``fairwell nlu parse`` and ``evaluate``, with the answers of a model written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fairwell.cli.console import out
from fairwell.cli.main import app
from fairwell.cli.nlu import parse
from fairwell.cli.nlu.parse import ParseRequest
from fairwell.cli.nlu.report import print_scores

LEAVING = {
    "text": "cancel [all], not the pause",
    "language": "en",
    "intent": {"name": "cancel_account", "confidence": 0.9},
    "ranking": [{"name": "cancel_account", "confidence": 0.9}],
    "entities": [{"entity": "reference", "value": "K-1"}],
    "acts": [
        {"intent": "cancel_account", "polarity": "want", "confidence": 0.9, "span": [0, 12]},
        {"intent": "pause_account", "polarity": "refuse", "confidence": 0.8, "span": [14, 27]},
    ],
    "unsure": [],
    "stances": {
        "cancel": {"stance": "yes", "confidence": 0.7},
        "pause": {"stance": "none", "confidence": 0.9},
    },
    "stance": "yes",
    "ends": {"value": "year_end", "bound": "at", "span": [0, 6]},
    "details": {"user_name": "anna", "email": None},
    "refuses": ["email"],
    "reason": None,
    "tags": ["angry"],
    "secrets": [],
}
ROWS = [
    {"text": "a", "intent": "cancel_account", "lang": "en", "hard": True},
    {"text": "b", "acts": ["cancel_account"], "ok": [["cancel_account"]], "ends": "2026-12-31"},
    {"text": "c", "acts": ["stop"], "ok": [["stop"]], "never": ["cancel_account"], "ends": None},
    {"text": "d [/x]", "page": "cancel", "want": "hold", "ok": ["hold"]},
    {"text": "e", "user_name": "anna", "email": None, "reason": None, "refuses": None},
]


class ScriptedModel:
    """Hears the same in every message, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[ParseRequest] = []

    def __call__(self, requests: Sequence[ParseRequest], home: Path) -> list[dict[str, Any]]:
        self.asked += requests
        return [LEAVING for _ in requests]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    scripted = ScriptedModel()
    monkeypatch.setattr(parse, "ask_live_model", scripted)
    return scripted


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["nlu", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_all_that_was_heard_is_printed_for_programs(model: ScriptedModel) -> None:
    printed = run("parse", "yes", "--asked", "cancel", "--json")

    assert json.loads(printed) == LEAVING
    assert model.asked == [ParseRequest("yes", "cancel")]


def test_what_is_not_empty_is_printed_for_people(model: ScriptedModel) -> None:
    assert [line.rstrip() for line in run("parse", "yes").splitlines()] == [
        "cancel_account  0.90",
        "  0.90  cancel_account",
        "  reference = K-1",
        "language  en",
        "act       0.90  cancel_account (want): cancel [all]",
        "act       0.80  pause_account (refuse): not the pause",
        "stance    0.70  cancel: yes",
        "ends      year_end (at)",
        "detail    user_name = anna",
        "refuses   email",
        "tags      angry",
    ]


def test_a_file_of_all_kinds_has_all_scores_at_the_top(model: ScriptedModel, file: Path) -> None:
    scores = json.loads(run("evaluate", str(file), "--today", "2026-11-30", "--json"))

    lists = {name: len(value) for name, value in scores.items() if isinstance(value, list)}
    figures = {name: value for name, value in scores.items() if isinstance(value, int | float)}
    assert figures == {
        "messages": 5,
        "accuracy": 1.0,
        "macro_f1": 1.0,
        "hard_accuracy": 1.0,
        "top3": 1.0,
        "oos_precision": 0.0,
        "oos_recall": 0.0,
        "acts_accuracy": 0.5,
        "cancel_heard": 1.0,
        "never_heard": 1.0,
        "ends_accuracy": 1.0,
        "decide_accuracy": 0.0,
        "user_name_accuracy": 1.0,
        "email_accuracy": 1.0,
        "refuses_accuracy": 0.0,
        "reason_accuracy": 1.0,
    }
    assert lists == {
        "errors": 0,
        "acts_errors": 1,
        "ends_errors": 0,
        "ends_invented": 1,
        "false_records": 1,
        "decide_errors": 1,
        "details_errors": 1,
    }
    assert scores["yes_recall"] is None
    assert {"by_intent", "by_language", "by_act", "confusion_matrix"} < scores.keys()


def test_each_row_is_asked_with_its_question_and_the_day_of_reference(
    model: ScriptedModel, file: Path
) -> None:
    run("evaluate", str(file), "--today", "2026-11-30", "--json")

    assert [request.asked for request in model.asked] == [None, None, None, "cancel", "details"]
    assert {request.today for request in model.asked} == {"2026-11-30"}


def test_a_file_of_intents_has_their_scores_and_no_others(
    model: ScriptedModel, tmp_path: Path
) -> None:
    path = tmp_path / "intents.jsonl"
    path.write_text(json.dumps(ROWS[0]), "utf-8")

    assert list(json.loads(run("evaluate", str(path), "--json"))) == [
        "messages",
        "accuracy",
        "macro_f1",
        "hard_accuracy",
        "top3",
        "oos_precision",
        "oos_recall",
        "by_intent",
        "by_language",
        "errors",
    ]


def test_people_read_figures_tables_and_the_worst_mistakes(
    model: ScriptedModel, file: Path
) -> None:
    lines = [line.rstrip() for line in run("evaluate", str(file)).splitlines()]

    assert "accuracy           1.0" in lines
    assert "false_records      1" in lines
    assert any("wanted, heard" in line for line in lines)
    assert lines[lines.index("false_records: 1 of 1") + 1] == "  d [/x]"
    excluded = lines[lines.index("acts_errors: 1 of 1") + 1]
    assert excluded == "  c; ok stop; heard cancel_account; never cancel_account"


def test_the_surest_wrong_intents_come_first_each_in_one_line() -> None:
    errors = [
        {"text": "unsure", "intent": "stop", "confidence": 0.3},
        {"text": "two\nlines", "intent": "stop", "confidence": 0.9},
        {"text": "between", "intent": "stop", "confidence": 0.5},
    ]
    with out.capture() as printed:
        print_scores({"errors": errors})

    assert printed.get().splitlines()[-3:] == [
        "  two lines; intent stop; confidence 0.9",
        "  between; intent stop; confidence 0.5",
        "  unsure; intent stop; confidence 0.3",
    ]


def test_ten_mistakes_of_a_kind_are_shown_and_all_are_counted() -> None:
    with out.capture() as printed:
        print_scores({"ends_invented": [{"text": str(n), "heard": None} for n in range(12)]})

    lines = printed.get().splitlines()
    assert lines[0] == "ends_invented      12"
    assert lines[2:4] == ["ends_invented: 10 of 12", "  0; heard none"]
    assert len(lines) == 13


def test_a_broken_file_is_one_line(model: ScriptedModel, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"text": "hi"}', "utf-8")

    done = CliRunner().invoke(app, ["nlu", "evaluate", str(path)])

    assert done.exit_code == 1
    assert "broken.jsonl:1: expected a JSON object with text" in done.output
    assert model.asked == []
