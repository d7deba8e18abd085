"""What the engine's answer becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairwell.cli.nlu import parse
from fairwell.cli.nlu.intents import Prediction
from fairwell.cli.nlu.parse import CannotParse, ParseRequest, prediction_of
from fairwell.cli.nlu.result import ParseResult


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


def test_wanted_and_asked_acts_count_and_refused_or_done_ones_do_not() -> None:
    acts = [
        {"intent": "cancel_account", "polarity": "want"},
        {"intent": "faq/pause", "polarity": "ask"},
        {"intent": "pause_account", "polarity": "refuse"},
        {"intent": "delete_data", "polarity": "done"},
    ]

    assert ParseResult.of({"acts": acts}).acts == {"cancel_account", "faq_pause"}


def test_subjects_outside_the_product_read_as_out_of_scope() -> None:
    acts = [{"intent": name, "polarity": "want"} for name in ("other_topic", "nonsense")]

    result = ParseResult.of({"acts": acts, "unsure": ["cancel_account", "nonsense"]})

    assert result.acts == {"out_of_scope"}
    assert result.unsure == ("cancel_account", "out_of_scope")


def test_fields_that_the_engine_lacks_are_empty() -> None:
    assert ParseResult.of({}) == ParseResult()
    assert ParseResult.of({"ends": None, "acts": [], "reason": None}) == ParseResult()


def test_a_missing_engine_is_one_line_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "ENGINE_PYTHON", tmp_path / "no-python-here")

    with pytest.raises(CannotParse, match="run `make install`"):
        parse.parse([ParseRequest("hallo")], tmp_path / "model.tar.gz")
