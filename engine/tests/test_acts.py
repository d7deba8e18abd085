"""Which acts are heard: from probabilities that are invented, and learned from examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tables import table

from fairwell_engine.hearing.acts.clauses import clauses
from fairwell_engine.hearing.acts.deciding import Decider, Likely, features
from fairwell_engine.hearing.acts.fitting import Example, Strengths, fit
from fairwell_engine.hearing.acts.hearing import Acts, Thresholds, decide
from fairwell_engine.hearing.acts.model import ActsModel

LABELS = (
    "affirm",
    "cancel_account",
    "delete_data",
    "faq_refund",
    "give_reason",
    "pause_account",
    "refuse:cancel_account",
    "thank",
    "withdraw_contract",
)
LIMITS = Thresholds(act=0.45, ask_cancel=0.1)


def likely(*, clauses: int = 0, **whole: float) -> Likely:
    """Probabilities by label; the others have none."""
    values = np.array([whole.get(label.replace("refuse:", "refuse_"), 0.0) for label in LABELS])
    return Likely(values, values if clauses else np.zeros_like(values), clauses)


@pytest.fixture(scope="module")
def plain() -> Decider:
    """A decider that believes the probabilities of the whole message."""
    weights = np.zeros(features(likely(thank=0.9), LABELS).shape[1])
    weights[0] = 1.0
    return Decider(weights, 0.0)


def heard(acts: Acts) -> list[tuple[str, str]]:
    return [(act.intent, act.polarity) for act in acts.acts]


@table(
    "whole, acts, unsure",
    [
        ({"cancel_account": 0.9}, [("cancel_account", "want")], ()),
        # A wish and a question: both, the wish first however sure the question is.
        (
            {"cancel_account": 0.6, "faq_refund": 0.9},
            [("cancel_account", "want"), ("faq_refund", "ask")],
            (),
        ),
        # What needs the contract's data no more comes last, what runs out comes first.
        (
            {"delete_data": 0.95, "cancel_account": 0.6, "withdraw_contract": 0.5, "thank": 0.9},
            [
                ("withdraw_contract", "want"),
                ("cancel_account", "want"),
                ("delete_data", "want"),
                ("thank", "want"),
            ],
            (),
        ),
        # A refused wish is not heard as a wish, and does not hide the other one.
        (
            {"refuse_cancel_account": 0.8, "cancel_account": 0.7, "pause_account": 0.6},
            [("pause_account", "want"), ("cancel_account", "refuse")],
            (),
        ),
        # "Not that, cancel it": surer of the wish than of its refusal.
        (
            {"refuse_cancel_account": 0.5, "cancel_account": 0.8},
            [("cancel_account", "want"), ("cancel_account", "refuse")],
            (),
        ),
        # A refused wish is not asked about either.
        (
            {"refuse_cancel_account": 0.8, "cancel_account": 0.4, "pause_account": 0.3},
            [("cancel_account", "refuse")],
            ("pause_account", "affirm", "delete_data"),
        ),
        # Nothing is sure: the likely ones are asked, a wish to leave first.
        (
            {"pause_account": 0.4, "thank": 0.3, "cancel_account": 0.2},
            [],
            ("cancel_account", "pause_account", "thank"),
        ),
        (
            {"pause_account": 0.4, "thank": 0.3, "cancel_account": 0.05},
            [],
            ("pause_account", "thank", "cancel_account"),
        ),
        # A reason that may hide a wish to leave: asked, because the wish is lost otherwise.
        (
            {"give_reason": 0.7, "cancel_account": 0.2},
            [],
            ("cancel_account", "give_reason", "affirm"),
        ),
        ({"give_reason": 0.7, "cancel_account": 0.05}, [("give_reason", "want")], ()),
        # A question does not hide one.
        ({"faq_refund": 0.7, "cancel_account": 0.2}, [("faq_refund", "ask")], ()),
    ],
)
def test_what_is_likely_is_heard_refused_or_asked(
    whole: dict[str, float],
    acts: list[tuple[str, str]],
    unsure: tuple[str, ...],
    plain: Decider,
) -> None:
    found = decide(likely(**whole), LABELS, plain, LIMITS)

    assert heard(found) == acts
    assert found.unsure == unsure


def test_confidences_are_those_of_the_decider(plain: Decider) -> None:
    found = decide(likely(cancel_account=0.9), LABELS, plain, LIMITS)

    assert found.acts[0].confidence == pytest.approx(0.9, abs=1e-3)


def test_a_label_that_nothing_speaks_for_is_no_candidate(plain: Decider) -> None:
    hopeful = Decider(plain.weights, 50.0)

    sure = hopeful.confidences(likely(cancel_account=0.9, thank=0.019), LABELS)

    assert sure[LABELS.index("cancel_account")] > 0.99
    assert sure[LABELS.index("thank")] == 0.0


def test_what_one_clause_says_counts_beside_the_whole() -> None:
    each = [np.array([0.9, 0.1]), np.array([0.2, 0.8])]

    found = Likely.of(np.array([0.7, 0.3]), each)

    assert (found.clause.tolist(), found.clauses) == ([0.9, 0.8], 2)
    assert Likely.of(np.array([0.7, 0.3]), []).clause.tolist() == [0.0, 0.0]


def test_a_decider_is_kept_and_is_nothing_where_none_was_learned(tmp_path: Path) -> None:
    assert Decider.load(tmp_path) is None
    Decider(np.array([0.5, -1.25]), 2.0).save(tmp_path)

    found = Decider.load(tmp_path)

    assert found is not None
    assert (found.weights.tolist(), found.bias) == ([0.5, -1.25], 2.0)


WORDS = {
    "cancel_account": ("kündigen", "aussteigen", "beenden"),
    "delete_data": ("löschen", "vernichten", "entfernen"),
    "faq_refund": ("geld", "erstattung", "betrag"),
    "thank": ("danke", "merci", "vielen dank"),
}
FILLERS = ("bitte", "nun", "hier", "gleich", "also", "denn", "mal", "eben")


def written() -> list[Example]:
    """Messages of one act and of two, of words that stand for their act."""
    source = np.random.default_rng(1)

    def part(label: str) -> str:
        return f"{source.choice(FILLERS)} {source.choice(WORDS[label])} {source.choice(FILLERS)}"

    labels = list(WORDS)
    examples = [
        Example(part(label), (label,), whole=True)
        for label in (labels[n] for n in source.integers(0, 4, 400))
    ]
    for _ in range(200):
        one, two = (labels[n] for n in source.permutation(4)[:2])
        examples.append(Example(f"{part(one)}. {part(two)}", (one, two), whole=True))
    mixed = source.permutation(len(examples))
    return [examples[n] for n in mixed]


def nothing(texts: object) -> np.ndarray:
    return np.zeros((len(list(texts)), 2), np.float32)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def learned() -> tuple[ActsModel, Decider]:
    model, decider = fit(written(), nothing, strengths=Strengths(10.0, 10.0), seed=1)
    assert decider is not None
    return model, decider


@table(
    "text, acts",
    [
        ("bitte kündigen", {"cancel_account"}),
        ("eben löschen mal", {"delete_data"}),
        ("nun kündigen hier. also erstattung denn", {"cancel_account", "faq_refund"}),
        ("mal danke hier. bitte entfernen gleich", {"thank", "delete_data"}),
    ],
)
def test_one_act_or_two_are_learned_from_messages_with_both(
    text: str, acts: set[str], learned: tuple[ActsModel, Decider]
) -> None:
    model, decider = learned
    whole, *each = (model.confidences(part, np.zeros(2)) for part in [text, *clauses(text)])

    found = decide(Likely.of(whole, each), model.labels, decider, LIMITS)

    assert {act.intent for act in found.acts} == acts


def test_what_was_learned_is_the_same_each_time(learned: tuple[ActsModel, Decider]) -> None:
    again, decider = fit(written(), nothing, strengths=Strengths(10.0, 10.0), seed=1)

    assert np.array_equal(again.term_scores, learned[0].term_scores)
    assert again.temperature == learned[0].temperature
    assert decider is not None and np.array_equal(decider.weights, learned[1].weights)
