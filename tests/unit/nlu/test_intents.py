"""The scores of a model, on examples small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.cli.nlu.intents import Labelled, Prediction, canonical, evaluate
from tests.support.tables import table

LABELLED = [
    Labelled("kündigen bitte", "cancel_account", "de", hard=False),
    Labelled("please cancel", "cancel_account", "en", hard=False),
    Labelled("Testphase?", "faq/trial", "de", hard=True),
    Labelled("when does my trial end", "faq_trial", "en", hard=False),
    Labelled("Wie wird das Wetter?", "out_of_scope", "de", hard=True),
    Labelled("sing a song", "out_of_scope", "en", hard=False),
]
PREDICTIONS = [
    Prediction("cancel_account", 0.91, ("cancel_account", "pause_account", "stop")),
    Prediction("pause_account", 0.6, ("pause_account", "cancel_account", "stop")),
    Prediction("faq_trial", 0.8, ("faq_trial", "stop", "help")),
    Prediction("nlu_fallback", 0.2, ("stop", "help", "thank", "faq_trial")),
    Prediction("nlu_fallback", 0.1, ("greet", "help", "thank")),
    Prediction("cancel_account", 0.5004, ("cancel_account", "help", "thank")),
]


def test_scores_are_what_counting_by_hand_gives() -> None:
    scores = evaluate(LABELLED, PREDICTIONS)

    assert scores["messages"] == 6
    assert scores["accuracy"] == 0.5  # 1, 3 and 5 of 6
    assert scores["hard_accuracy"] == 1.0  # both hard ones
    assert scores["top3"] == 0.6667  # and the second, in its ranking; the fourth is only fourth
    # Said out_of_scope twice, once rightly; two were out of scope, one of them was said so.
    assert scores["oos_precision"] == 0.5
    assert scores["oos_recall"] == 0.5
    assert scores["by_language"] == {"de": 1.0, "en": 0.0}
    assert scores["by_intent"] == {
        # said twice, once rightly; two messages, one found
        "cancel_account": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "messages": 2.0},
        # said once, rightly; two messages, one found: 2 * 1 * 0.5 / 1.5
        "faq_trial": {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "messages": 2.0},
        "out_of_scope": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "messages": 2.0},
    }
    assert scores["macro_f1"] == 0.5556  # (0.5 + 0.6667 + 0.5) / 3


def test_every_wrong_decision_is_listed_with_what_was_said_instead() -> None:
    errors = evaluate(LABELLED, PREDICTIONS)["errors"]

    assert errors == [
        {
            "text": "please cancel",
            "lang": "en",
            "intent": "cancel_account",
            "predicted": "pause_account",
            "confidence": 0.6,
        },
        {
            "text": "when does my trial end",
            "lang": "en",
            "intent": "faq_trial",
            "predicted": "out_of_scope",
            "confidence": 0.2,
        },
        {
            "text": "sing a song",
            "lang": "en",
            "intent": "out_of_scope",
            "predicted": "cancel_account",
            "confidence": 0.5,
        },
    ]


def test_nothing_to_measure_is_no_score_instead_of_a_zero() -> None:
    scores = evaluate([Labelled("hi", "greet", "de", hard=False)], [Prediction("greet", 1.0, ())])

    assert scores["hard_accuracy"] is None
    assert scores["accuracy"] == 1.0
    assert scores["oos_recall"] == 0.0


def test_as_many_predictions_as_messages_are_needed() -> None:
    with pytest.raises(ValueError, match="shorter"):
        evaluate(LABELLED, PREDICTIONS[:-1])


@table(
    "spelled, name",
    [
        ("faq/trial", "faq_trial"),
        ("faq_trial", "faq_trial"),
        ("nlu_fallback", "out_of_scope"),
        ("", "out_of_scope"),
        ("out/of/scope", "out_of_scope"),
    ],
)
def test_intents_have_one_spelling(spelled: str, name: str) -> None:
    assert canonical(spelled) == name


intents = st.sampled_from(["greet", "thank", "out_of_scope", "nlu_fallback", "faq/trial"])


@given(st.lists(st.tuples(intents, intents), min_size=1, max_size=30))
def test_scores_lie_between_nought_and_one_and_agree_with_each_other(
    pairs: list[tuple[str, str]],
) -> None:
    labelled = [Labelled("x", truth, "de", hard=False) for truth, _ in pairs]
    scores = evaluate(labelled, [Prediction(said, 0.5, (said,)) for _, said in pairs])

    wrong = len(scores["errors"])
    assert scores["accuracy"] == round(1 - wrong / len(pairs), 4)
    assert scores["top3"] == scores["accuracy"]
    for values in (scores, *scores["by_intent"].values()):
        for name in ("accuracy", "macro_f1", "oos_precision", "precision", "recall", "f1"):
            assert 0 <= values.get(name, 0) <= 1
