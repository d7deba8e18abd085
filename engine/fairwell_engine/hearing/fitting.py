"""Fitting the intent model. Needs scikit-learn, so nothing that serves imports this module.

N-grams and vectors are fitted apart and their scores added: as accurate as one fit over both, in a
fifth of the time, and each with the method that suits it. How loudly the vectors speak and how
sure the sum may look is read from examples that were held out.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from fairwell_engine.hearing.beside import beside
from fairwell_engine.hearing.intents import IntentModel
from fairwell_engine.hearing.ngrams import Grams, Ngrams, grams

Array = np.ndarray[Any, Any]

# Of many examples, measured on those held out: 0.01 takes twice as long as 0.2 and decides one of
# 4,480 otherwise. A fit to a handful would end before it has begun.
_TOLERANCE, _TOLERANCE_OF_MANY = 0.05, 0.2
_ITERATIONS = 100
# Every fifth block of ten neighbours is held out: neighbours are by one author and alike, so single
# examples would make the model look surer than it may be.
_BLOCK, _PARTS = 10, 5
_MANY = 500
_SHARES = (0.0, 0.15, 0.25, 0.35, 0.5, 0.7, 1.0)
_USUAL_SHARE = 1.0
_TEMPERATURES = (0.2, 3.0)


@dataclass(frozen=True)
class Strengths:
    """The inverse of regularisation, for n-grams and for vectors."""

    terms: float
    vectors: float


@dataclass(frozen=True)
class _Scores:
    """Weights and bias of one linear model."""

    weights: Array
    bias: Array


@dataclass(frozen=True)
class _Parts:
    """Both models over the same intents."""

    ngrams: Ngrams
    intents: tuple[str, ...]
    terms: _Scores
    vectors: _Scores

    def together(
        self, share: float, temperature: float, handicaps: Mapping[str, float]
    ) -> IntentModel:
        """One model: the n-grams' scores, the vectors' by ``share``, less the handicaps."""
        behind = np.array([handicaps.get(intent, 0.0) for intent in self.intents])
        return IntentModel(
            self.ngrams,
            self.intents,
            self.terms.weights,
            (share * self.vectors.weights).astype(np.float32),
            (self.terms.bias + share * self.vectors.bias - temperature * behind).astype(np.float32),
            temperature,
        )


def fit(
    texts: Sequence[str],
    intents: Sequence[str],
    vectors: Array,
    *,
    strengths: Strengths,
    seed: int,
    handicaps: Mapping[str, float] | None = None,
) -> IntentModel:
    """The model of all examples.

    ``handicaps``: by how much the log-odds of an intent are lowered after the fit, because taking
    a message for it wrongly costs more than the other way round.

    Raises ``ValueError`` when fewer than two intents have examples.
    """
    if len(set(intents)) < 2:
        raise ValueError("examples of at least two intents are needed")
    names = np.array(intents)
    counted = [grams(text) for text in texts]

    def fitted(chosen: Array) -> _Parts:
        own = [counted[n] for n in chosen]
        ngrams = Ngrams.learn(own)
        classes, terms = _one_against_rest(_rows(ngrams, own), names[chosen], strengths.terms, seed)
        return _Parts(
            ngrams, classes, terms, _jointly(vectors[chosen], names[chosen], strengths.vectors)
        )

    everything = np.arange(len(texts))
    if len(texts) < _MANY:
        return fitted(everything).together(_USUAL_SHARE, 1.0, handicaps or {})
    apart = (everything // _BLOCK) % _PARTS == 0
    tuned = beside(
        lambda: _tuned(fitted(everything[~apart]), counted, names, vectors, everything[apart])
    )
    parts = fitted(everything)
    share, temperature = tuned()
    return parts.together(share, temperature, handicaps or {})


def _one_against_rest(
    rows: csr_matrix, names: Array, strength: float, seed: int
) -> tuple[tuple[str, ...], _Scores]:
    """In the dual as accurate as a joint model, in a sixth of the time."""
    tolerance = _TOLERANCE if len(names) < _MANY else _TOLERANCE_OF_MANY
    model = LogisticRegression(
        solver="liblinear", dual=True, C=strength, tol=tolerance, random_state=seed
    ).fit(rows, names)
    return tuple(str(each) for each in model.classes_), _scores(model)


def _jointly(vectors: Array, names: Array, strength: float) -> _Scores:
    """All intents in one fit: with so few columns that is quick, and better than one by one."""
    with warnings.catch_warnings():
        # Stopping early is meant: the last digits take as long as all before and decide nothing.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return _scores(LogisticRegression(C=strength, max_iter=_ITERATIONS).fit(vectors, names))


def _scores(model: LogisticRegression) -> _Scores:
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:
        # With two intents scikit-learn keeps one row, for the second of them.
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return _Scores(np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32))


def _tuned(
    parts: _Parts, texts: Sequence[Grams], names: Array, vectors: Array, held_out: Array
) -> tuple[float, float]:
    """Share and temperature under which what the held-out examples mean surprises least."""
    column = {intent: n for n, intent in enumerate(parts.intents)}
    known = [n for n in held_out if names[n] in column]
    truth = np.array([column[names[n]] for n in known])
    by_terms = _rows(parts.ngrams, [texts[n] for n in known]) @ parts.terms.weights
    by_terms += parts.terms.bias
    by_vectors = vectors[known] @ parts.vectors.weights + parts.vectors.bias

    def surprise(share: float, temperature: float) -> float:
        scores = (by_terms + share * by_vectors) / temperature
        return float(-log_softmax(scores, axis=1)[np.arange(len(truth)), truth].mean())

    best = []
    for share in _SHARES:
        found = minimize_scalar(
            lambda temperature, share=share: surprise(share, temperature),
            bounds=_TEMPERATURES,
            method="bounded",
        )
        best.append((float(found.fun), share, float(found.x)))
    _, share, temperature = min(best)
    return share, temperature


def _rows(ngrams: Ngrams, texts: Sequence[Grams]) -> csr_matrix:
    rows = [ngrams.row(text) for text in texts]
    return csr_matrix(
        (
            np.concatenate([row.values for row in rows]),
            np.concatenate([row.columns for row in rows]),
            np.cumsum([0, *(len(row.columns) for row in rows)]),
        ),
        shape=(len(texts), len(ngrams)),
    )
