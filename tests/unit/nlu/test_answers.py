"""Scores of stances: what an answer under a page is taken for."""

from __future__ import annotations

import pytest

from fairwell.cli.nlu.answers import WANTS, LabelledAnswer, evaluate_answers
from fairwell.cli.nlu.result import ParseResult
from tests.support.tables import table


def label(want: str, ok: str = "", text: str = "x", page: str = "cancel") -> LabelledAnswer:
    return LabelledAnswer(text, page, want, frozenset({want, *ok.split()}))


def heard(stance: str) -> ParseResult:
    return ParseResult(stances={"cancel": stance, "pause": "none"})


@table(
    "stance, want",
    [
        ("yes", "record"),
        ("no", "keep"),
        ("hold", "hold"),
        ("change", "change"),
        ("ask", "ask"),
        ("none", "other"),
    ],
)
def test_each_stance_has_the_want_of_the_labels(stance: str, want: str) -> None:
    scores = evaluate_answers([label(want)], [heard(stance)])

    assert scores["decide_accuracy"] == 1.0
    assert scores["confusion_matrix"][want] == {other: int(other == want) for other in WANTS}


def test_the_stance_to_the_rows_own_page_counts() -> None:
    scores = evaluate_answers([label("other", page="pause")], [heard("yes")])

    assert (scores["decide_accuracy"], scores["false_records"]) == (1.0, [])


def test_a_page_without_a_stance_was_not_answered() -> None:
    scores = evaluate_answers([label("other")], [ParseResult()])

    assert scores["decide_accuracy"] == 1.0


def test_scores_are_what_counting_by_hand_gives() -> None:
    scores = evaluate_answers(
        [
            label("record", text="clear"),
            label("record", text="missed"),
            label("hold", text="worst"),
            label("hold", ok="record", text="fair"),
            label("keep", ok="hold", text="fair too"),
        ],
        [heard("yes"), heard("hold"), heard("yes"), heard("yes"), heard("hold")],
    )

    assert scores["decide_accuracy"] == 0.6
    assert scores["yes_recall"] == 0.5
    assert scores["false_records"] == ["worst"]
    assert scores["confusion_matrix"]["record"] == dict.fromkeys(WANTS, 0) | {
        "record": 1,
        "hold": 1,
    }
    assert scores["confusion_matrix"]["hold"] == dict.fromkeys(WANTS, 0) | {"record": 2}
    assert scores["confusion_matrix"]["keep"] == dict.fromkeys(WANTS, 0) | {"hold": 1}
    assert scores["decide_errors"] == [
        {"text": "worst", "page": "cancel", "want": "hold", "heard": "record"},
        {"text": "missed", "page": "cancel", "want": "record", "heard": "hold"},
    ]


def test_a_stance_outside_the_contract_is_no_score() -> None:
    with pytest.raises(KeyError, match="perhaps"):
        evaluate_answers([label("hold")], [heard("perhaps")])
