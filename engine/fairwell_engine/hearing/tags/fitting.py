"""Fitting the model of tags. Needs scikit-learn, so nothing that serves imports this module."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from fairwell_engine.hearing.examples import TagsExample
from fairwell_engine.hearing.ngrams import Ngrams, grams
from fairwell_engine.hearing.tags.model import TagsModel

Array = np.ndarray[Any, Any]
Encode = Callable[[Sequence[str]], Array]

_STRENGTH = 4.0
_TOLERANCE = 0.2
# How loudly the vectors speak beside the n-grams.
_VECTORS = 3.0
# Of a vector, as many directions as tell messages apart; all 512 take three times as long.
_DIRECTIONS = 96
# A tag is heard from the score from which this share of those held out has it; see docs/train.md.
_PRECISION = 0.95
# The same of a death, which must not be passed over, and of tags that only add a sentence to the
# answer, where one too many does little harm.
_PRECISIONS = {
    "bereaved": 0.95,
    **dict.fromkeys(("angry", "cannot_phone", "for_cause", "helper", "lawyer", "not_owner"), 0.85),
}
_PARTS = 3
# The bounds of those scores: where nothing held out is in doubt, and where nearly all is.
_LEAST, _MOST = -0.5, 2.0
# How many messages written for other things say what has no tag; all take twice as long.
_OTHERS = 700


def fit_tags(
    examples: Sequence[TagsExample], others: Sequence[str], encode: Encode, seed: int
) -> TagsModel:
    """Return the model of all examples; each tag's threshold is chosen on examples held out.

    ``others`` are messages that were written for something else; a draw of them has no tags.
    """
    examples = [*examples, *_drawn(examples, others, seed)]
    names = tuple(sorted({tag for example in examples for tag in example.tags}))
    truth = np.array([[tag in example.tags for tag in names] for example in examples])
    counted = [grams(example.text) for example in examples]
    ngrams = Ngrams.learn(counted)
    rows = [ngrams.row(text) for text in counted]
    texts = csr_matrix(
        (
            np.concatenate([row.values for row in rows]),
            np.concatenate([row.columns for row in rows]),
            np.cumsum([0, *(len(row.columns) for row in rows)]),
        ),
        shape=(len(rows), len(ngrams)),
    )
    vectors = encode([example.text for example in examples])
    directions = _directions(vectors)
    features = hstack([texts, csr_matrix(vectors @ directions)]).tocsr()
    held_out = np.zeros(truth.shape)
    part = np.arange(len(examples)) % _PARTS
    for each in range(_PARTS):
        weights, bias = _fitted(features[part != each], truth[part != each], seed)
        held_out[part == each] = features[part == each] @ weights + bias
    limits = np.array(
        [
            _limit(held_out[:, n], truth[:, n], _PRECISIONS.get(tag, _PRECISION))
            for n, tag in enumerate(names)
        ]
    )
    weights, bias = _fitted(features, truth, seed)
    return TagsModel(
        ngrams,
        names,
        np.ascontiguousarray(weights[: len(ngrams)], np.float32),
        np.ascontiguousarray(directions @ weights[len(ngrams) :], np.float32),
        (bias - limits).astype(np.float32),
    )


def _drawn(examples: Sequence[TagsExample], others: Sequence[str], seed: int) -> list[TagsExample]:
    tagged = {example.text for example in examples}
    free = [text for text in dict.fromkeys(others) if text not in tagged]
    drawn = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    return [TagsExample(text, ()) for text in drawn.sample(free, min(len(free), _OTHERS))]


def _directions(vectors: Array) -> Array:
    """Return the directions in which vectors differ most, each as loud as the vectors shall be."""
    _, strength, found = np.linalg.svd(vectors, full_matrices=False)
    count = min(_DIRECTIONS, int((strength > 0).sum()))
    return np.asarray(found[:count].T * _VECTORS)


def _fitted(features: csr_matrix, truth: Array, seed: int) -> tuple[Array, Array]:
    learned = [
        LogisticRegression(
            solver="liblinear", dual=True, C=_STRENGTH, tol=_TOLERANCE, random_state=seed
        ).fit(features, has)
        for has in truth.T
    ]
    weights = np.stack([model.coef_[0] for model in learned], axis=1)
    return weights, np.array([model.intercept_[0] for model in learned])


def _limit(scores: Array, truth: Array, wanted: float) -> float:
    """Return the least score from which a tag is precise enough on what was held out."""
    order = np.argsort(-scores)
    precision = np.cumsum(truth[order]) / np.arange(1, len(scores) + 1)
    precise = np.flatnonzero(precision >= wanted)
    least = float(scores[order[precise[-1]]]) if len(precise) else _MOST
    return min(max(least, _LEAST), _MOST)
