"""Files of labelled messages, and what the engine's answer becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairwell.cli import nlu
from fairwell.cli.evaluation import Labelled, Prediction
from fairwell.cli.nlu import BadLabels, CannotParse, prediction_of, read_labelled

GOOD = '{"text": "kündigen", "intent": "cancel_account", "lang": "de", "hard": true}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def test_labelled_messages_are_read_line_by_line(file: Path) -> None:
    file.write_text(f'{GOOD}\n\n{{"text": "hi", "intent": "greet"}}\n', "utf-8")

    assert read_labelled(file) == [
        Labelled("kündigen", "cancel_account", "de", hard=True),
        Labelled("hi", "greet", "", hard=False),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "{",
        '{"text": "hi"}',
        '{"intent": "greet"}',
        '["text", "intent"]',
        '"text"',
        "null",
        "42",
    ],
)
def test_a_broken_line_is_named_with_file_and_number(file: Path, line: str) -> None:
    file.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n", "utf-8")

    with pytest.raises(BadLabels, match=r"labels\.jsonl:3: expected a JSON object with text"):
        read_labelled(file)


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_a_file_without_messages_is_no_evaluation(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")

    with pytest.raises(BadLabels, match="no labelled messages"):
        read_labelled(file)


def test_a_file_that_cannot_be_read_says_why(file: Path) -> None:
    with pytest.raises(BadLabels, match="FileNotFoundError"):
        read_labelled(file)
    file.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(BadLabels, match="UnicodeDecodeError"):
        read_labelled(file)
    with pytest.raises(BadLabels, match="IsADirectoryError"):
        read_labelled(file.parent)


def test_the_fallback_is_a_decision_and_not_a_meaning() -> None:
    parsed = {
        "intent": {"name": "nlu_fallback", "confidence": 0.3},
        "ranking": [{"name": "nlu_fallback"}, {"name": "stop"}, {"name": "help"}],
        "entities": [],
    }

    assert prediction_of(parsed) == Prediction("nlu_fallback", 0.3, ("stop", "help"))


def test_a_message_without_any_intent_has_an_empty_decision() -> None:
    parsed = {"intent": {"name": None, "confidence": None}, "ranking": []}

    assert prediction_of(parsed) == Prediction("", 0.0, ())


def test_a_missing_engine_is_one_line_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlu, "ENGINE_PYTHON", tmp_path / "no-python-here")

    with pytest.raises(CannotParse, match="run `make install`"):
        nlu.parse(["hallo"], tmp_path / "model.tar.gz")
