"""Fitting the intent model. Needs scikit-learn, so nothing that serves imports this module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from fairwell_engine.intents import IntentModel
from fairwell_engine.ngrams import Ngrams

Array = np.ndarray[Any, Any]

# Finer than this costs a third more time and changes no decision.
_TOLERANCE = 0.05
# Every fifth block of ten neighbours is held out to set the temperature: neighbours are by one
# author and alike, so single examples would make the model look surer than it may be.
_BLOCK, _PARTS = 10, 5
_FEWEST_TO_HOLD_OUT = 500
_TEMPERATURES = (0.3, 3.0)


def fit(
    texts: Sequence[str],
    intents: Sequence[str],
    vectors: Array,
    *,
    strength: float,
    vector_weight: float,
    seed: int,
) -> IntentModel:
    """The model of all examples; ``strength`` is the inverse of regularisation.

    Raises ``ValueError`` when fewer than two intents have examples.
    """
    if len(set(intents)) < 2:
        raise ValueError("examples of at least two intents are needed")
    names = np.array(intents)
    scaled = vectors * vector_weight

    def fitted(chosen: Array) -> IntentModel:
        ngrams = Ngrams.learn([texts[n] for n in chosen])
        rows = _rows(ngrams, [texts[n] for n in chosen])
        classes, weights, bias = _one_against_rest(
            hstack([rows, csr_matrix(scaled[chosen])]).tocsr(), names[chosen], strength, seed
        )
        terms = len(ngrams)
        return IntentModel(
            ngrams,
            tuple(classes),
            np.ascontiguousarray(weights[:, :terms].T, dtype=np.float32),
            np.ascontiguousarray(weights[:, terms:].T * vector_weight, dtype=np.float32),
            bias.astype(np.float32),
            1.0,
        )

    everything = np.arange(len(texts))
    temperature = 1.0
    held_out = (everything // _BLOCK) % _PARTS == 0
    if len(texts) >= _FEWEST_TO_HOLD_OUT:
        temperature = _temperature(
            fitted(everything[~held_out]), texts, names, vectors, everything[held_out]
        )
    model = fitted(everything)
    return IntentModel(
        model.ngrams, model.intents, model.term_scores, model.vector_scores, model.bias, temperature
    )


def _one_against_rest(
    rows: csr_matrix, names: Array, strength: float, seed: int
) -> tuple[list[str], Array, Array]:
    """Classes, weights, bias; in the dual as good as a joint model, in a sixth of the time."""
    model = LogisticRegression(
        solver="liblinear", dual=True, C=strength, tol=_TOLERANCE, random_state=seed
    ).fit(rows, names)
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        # With two intents scikit-learn keeps one row, for the second of them.
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return [str(each) for each in model.classes_], weights, bias


def _temperature(
    model: IntentModel, texts: Sequence[str], names: Array, vectors: Array, held_out: Array
) -> float:
    """By what scores are divided so that confidences of examples never seen are true."""
    column = {intent: n for n, intent in enumerate(model.intents)}
    known = [n for n in held_out if names[n] in column]
    scores = np.stack([np.log(model.confidences(texts[n], vectors[n]) + 1e-12) for n in known])
    truth = np.array([column[names[n]] for n in known])

    def surprise(temperature: float) -> float:
        likelihoods = log_softmax(scores / temperature, axis=1)
        return float(-likelihoods[np.arange(len(truth)), truth].mean())

    return float(minimize_scalar(surprise, bounds=_TEMPERATURES, method="bounded").x)


def _rows(ngrams: Ngrams, texts: Sequence[str]) -> csr_matrix:
    rows = [ngrams.row(text) for text in texts]
    return csr_matrix(
        (
            np.concatenate([row.values for row in rows]),
            np.concatenate([row.columns for row in rows]),
            np.cumsum([0, *(len(row.columns) for row in rows)]),
        ),
        shape=(len(texts), len(ngrams)),
    )
