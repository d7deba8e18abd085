"""Fitting the model of acts. Needs scikit-learn, so nothing that serves imports this module.

N-grams and vectors are fitted apart and their scores added: as accurate as one fit over both, in a
fifth of the time, and each with the method that suits it. How loudly the vectors speak, how sure
the sum may look and which of the likely labels are there is learned from examples held out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

from fairwell_engine.hearing.acts.clauses import clauses
from fairwell_engine.hearing.acts.composing import Single, compose
from fairwell_engine.hearing.acts.deciding import Decider, Likely, candidates, features
from fairwell_engine.hearing.acts.model import ActsModel
from fairwell_engine.hearing.beside import beside
from fairwell_engine.hearing.detection import detect
from fairwell_engine.hearing.ngrams import Grams, Ngrams, grams

Array = np.ndarray[Any, Any]
Encode = Callable[[Sequence[str]], Array]
Labels = tuple[str, ...]

# Of many examples, measured on those held out: 0.01 takes twice as long as 0.2 and decides one of
# 4,480 otherwise. A fit to a handful would end before it has begun.
_TOLERANCE, _TOLERANCE_OF_MANY = 0.05, 0.2
_ITERATIONS = 60
# Every fifth block of ten neighbours is held out: neighbours are by one author and alike, so single
# examples would make the model look surer than it may be.
_BLOCK, _PARTS = 10, 5
_MANY = 500
_SHARES = (0.0, 0.15, 0.25, 0.35, 0.5, 0.7, 1.0)
_USUAL_SHARE = 1.0
_TEMPERATURES = (0.2, 3.0)
# Composed messages a written one: of those that both fits learn from, and of those held out.
_COMPOSED, _COMPOSED_HELD_OUT = 0.22, 0.5
# A message written whole, as customers begin a chat, counts as much as this many answers in one.
_WEIGHT_OF_WHOLE = 5.0


@dataclass(frozen=True)
class Strengths:
    """The inverse of regularisation, for n-grams and for vectors."""

    terms: float
    vectors: float


@dataclass(frozen=True)
class Example:
    """A message with its labels.

    ``whole``: written as a customer's whole message; ``written``: not composed of two.
    """

    text: str
    labels: Labels
    whole: bool = False
    written: bool = True


@dataclass(frozen=True)
class _Scores:
    """Weights and bias of one linear model."""

    weights: Array
    bias: Array


@dataclass(frozen=True)
class _Parts:
    """Both models over the same labels."""

    ngrams: Ngrams
    labels: Labels
    terms: _Scores
    vectors: _Scores

    def together(
        self, share: float, temperature: float, handicaps: Mapping[str, float]
    ) -> ActsModel:
        """Return one model: the n-grams' scores, the vectors' by ``share``, less the handicaps."""
        behind = np.array([handicaps.get(label, 0.0) for label in self.labels])
        return ActsModel(
            self.ngrams,
            self.labels,
            self.terms.weights,
            (share * self.vectors.weights).astype(np.float32),
            (self.terms.bias + share * self.vectors.bias - temperature * behind).astype(np.float32),
            temperature,
        )


def fit(
    examples: Sequence[Example],
    encode: Encode,
    *,
    strengths: Strengths,
    seed: int,
    handicaps: Mapping[str, float] | None = None,
) -> tuple[ActsModel, Decider | None]:
    """Return the model of all examples, and what decides which of the likely labels are there.

    ``encode`` returns one row a text. ``handicaps``: by how much the log-odds of a label are
    lowered after the fit, because taking a message for it wrongly costs more than the other way
    round. Of few examples, or where none has two labels, there is nothing to decide by.

    Raises:
        ValueError: fewer than two labels have examples.
    """
    names = sorted({label for example in examples for label in example.labels})
    if len(names) < 2:
        raise ValueError("examples of at least two intents are needed")
    fitting = _Fitting(tuple(names), encode, strengths, seed)
    if len(examples) < _MANY:
        parts = fitting.fitted(examples)
        return parts.together(_USUAL_SHARE, 1.0, handicaps or {}), None
    held_out = [each for n, each in enumerate(examples) if (n // _BLOCK) % _PARTS == 0]
    others = [each for n, each in enumerate(examples) if (n // _BLOCK) % _PARTS]
    # What is composed of the ones and of the others serves both fits, and is encoded once.
    others += fitting.composed(others, _COMPOSED, seed)
    held_out += fitting.composed(held_out, _COMPOSED_HELD_OUT, seed + 1)
    everything = [*others, *held_out]
    encode([example.text for example in everything])  # before there are two processes
    tuned = beside(lambda: fitting.tuned(others, held_out, handicaps or {}))
    parts = fitting.fitted(everything)
    share, temperature, decider = tuned()
    return parts.together(share, temperature, handicaps or {}), decider


@dataclass(frozen=True)
class _Fitting:
    labels: Labels
    encode: Encode
    strengths: Strengths
    seed: int

    def fitted(self, examples: Sequence[Example]) -> _Parts:
        counted = [grams(example.text) for example in examples]
        ngrams = Ngrams.learn(counted)
        truth = self._truth(examples)
        return _Parts(
            ngrams,
            self.labels,
            self._one_against_rest(_rows(ngrams, counted), truth),
            self._jointly(self.encode([example.text for example in examples]), truth),
        )

    def composed(self, examples: Sequence[Example], share: float, seed: int) -> list[Example]:
        """Return messages of two acts; none where no message was written whole."""
        if not any(example.whole for example in examples):
            return []
        singles = [
            Single(example.text, example.labels[0], found.language)
            for example in examples
            if len(example.labels) == 1 and (found := detect(example.text))
        ]
        made = compose(singles, int(share * len(examples)), seed)
        return [Example(text, acts, written=False) for text, acts in made]

    def tuned(
        self, others: Sequence[Example], held_out: Sequence[Example], handicaps: Mapping[str, float]
    ) -> tuple[float, float, Decider | None]:
        """Share, temperature and decider under which the held-out examples surprise least."""
        parts = self.fitted(others)
        share, temperature = self._scaled(parts, [each for each in held_out if each.written])
        return (
            share,
            temperature,
            self._decider(parts.together(share, temperature, handicaps), held_out),
        )

    def _truth(self, examples: Sequence[Example]) -> Array:
        column = {label: n for n, label in enumerate(self.labels)}
        truth = np.zeros((len(examples), len(self.labels)), np.float32)
        for row, example in enumerate(examples):
            truth[row, [column[label] for label in example.labels]] = 1
        return truth

    def _one_against_rest(self, rows: csr_matrix, truth: Array) -> _Scores:
        """In the dual as accurate as a joint model, in a sixth of the time."""
        tolerance = _TOLERANCE if rows.shape[0] < _MANY else _TOLERANCE_OF_MANY
        weights = np.zeros((rows.shape[1], len(self.labels)), np.float32)
        bias = np.full(len(self.labels), -10.0, np.float32)
        for n in range(len(self.labels)):
            if truth[:, n].any():
                model = LogisticRegression(
                    solver="liblinear",
                    dual=True,
                    C=self.strengths.terms,
                    tol=tolerance,
                    random_state=self.seed,
                ).fit(rows, truth[:, n])
                weights[:, n], bias[n] = model.coef_[0], model.intercept_[0]
        return _Scores(weights, bias)

    def _jointly(self, vectors: Array, truth: Array) -> _Scores:
        """All labels in one fit: with so few columns that is quick, and better than one by one.

        A message of two acts is half of each. Stopping early is meant: the last digits take as
        long as all before and decide nothing.
        """
        width, count = vectors.shape[1], len(self.labels)
        target = truth / truth.sum(axis=1, keepdims=True)

        def loss(flat: Array) -> tuple[float, Array]:
            weights = flat.reshape(width + 1, count).astype(np.float32)
            scores = vectors @ weights[:-1] + weights[-1]
            surprise = -float((target * log_softmax(scores, axis=1)).sum())
            slope = softmax(scores, axis=1) - target
            pull = weights[:-1] / self.strengths.vectors
            gradient = np.vstack([vectors.T @ slope + pull, slope.sum(axis=0)])
            return surprise + 0.5 * float((weights[:-1] * pull).sum()), gradient.ravel().astype(
                np.float64
            )

        found = minimize(
            loss,
            np.zeros((width + 1) * count),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _ITERATIONS},
        )
        weights = found.x.reshape(width + 1, count).astype(np.float32)
        return _Scores(np.ascontiguousarray(weights[:-1]), weights[-1])

    def _scaled(self, parts: _Parts, held_out: Sequence[Example]) -> tuple[float, float]:
        """Share and temperature under which the first label of each surprises least."""
        column = {label: n for n, label in enumerate(self.labels)}
        truth = np.array([column[example.labels[0]] for example in held_out])
        texts = [example.text for example in held_out]
        by_terms = _rows(parts.ngrams, [grams(text) for text in texts]) @ parts.terms.weights
        by_terms += parts.terms.bias
        by_vectors = self.encode(texts) @ parts.vectors.weights + parts.vectors.bias

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

    def _decider(self, model: ActsModel, examples: Sequence[Example]) -> Decider | None:
        if not any(len(example.labels) > 1 for example in examples):
            return None
        rows, truth, weights = [], [], []
        for example in examples:
            likely = self._likely(model, example.text)
            seen = np.flatnonzero(candidates(likely))
            rows.append(features(likely, self.labels)[seen])
            truth += [self.labels[n] in example.labels for n in seen]
            weights += [_WEIGHT_OF_WHOLE if example.whole else 1.0] * len(seen)
        model_ = LogisticRegression(C=1.0, max_iter=500).fit(
            np.vstack(rows), np.array(truth), sample_weight=weights
        )
        return Decider(model_.coef_[0], float(model_.intercept_[0]))

    def _likely(self, model: ActsModel, text: str) -> Likely:
        parts = clauses(text)
        whole, *each = (
            model.confidences(part, vector)
            for part, vector in zip([text, *parts], self.encode([text, *parts]), strict=True)
        )
        return Likely.of(whole, each)


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
