"""Fitting the model of stances. Needs scikit-learn, so nothing that serves imports this module."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from fairwell_engine.hearing.examples import PAGES, STANCES, StanceExample
from fairwell_engine.hearing.ngrams import Ngrams, grams
from fairwell_engine.hearing.stance.model import StanceModel

Array = np.ndarray[Any, Any]
Encode = Callable[[Sequence[str]], Array]

_STRENGTH = 4.0
_TOLERANCE = 0.1
# How loudly the vectors speak beside the n-grams, and the page's own weights beside the common.
_VECTORS, _OWN = 3.0, 0.7
# An answer that stands so under all pages is learned under some of them: all take twice as long.
_PAGES_AN_ANSWER = 3


def fit_stances(examples: Sequence[StanceExample], encode: Encode, seed: int) -> StanceModel:
    """Return the model of all examples."""
    drawn = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    chosen = [
        (number, PAGES.index(page))
        for number, example in enumerate(examples)
        for page in drawn.sample(example.pages, min(len(example.pages), _PAGES_AN_ANSWER))
    ]
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
    meanings = encode([example.text for example in examples]) * _VECTORS
    common = hstack([texts, csr_matrix(meanings)]).tocsr()[[number for number, _ in chosen]]
    page = np.zeros((len(chosen), len(PAGES)))
    page[np.arange(len(chosen)), [each for _, each in chosen]] = 1
    own = [diags(_OWN * page[:, each]) @ common for each in range(len(PAGES))]
    features = hstack([common, csr_matrix(page), *own]).tocsr()
    truth = np.array([STANCES.index(examples[number].stance) for number, _ in chosen])
    times = np.bincount([number for number, _ in chosen], minlength=len(examples))
    weight = np.array([times[number] ** -0.7 for number, _ in chosen])
    learned = [
        LogisticRegression(
            solver="liblinear", dual=True, C=_STRENGTH, tol=_TOLERANCE, random_state=seed
        ).fit(features, truth == stance, sample_weight=weight)
        for stance in range(len(STANCES))
    ]
    weights = np.stack([model.coef_[0] for model in learned], axis=1)
    bias = np.array([model.intercept_[0] for model in learned])
    width = common.shape[1]
    shared, pages = weights[:width], weights[width : width + len(PAGES)]
    each_page = weights[width + len(PAGES) :].reshape(len(PAGES), width, len(STANCES))
    together = (shared + _OWN * each_page).astype(np.float32)
    return StanceModel(
        ngrams,
        np.ascontiguousarray(together[:, : len(ngrams)]),
        np.ascontiguousarray(together[:, len(ngrams) :] * _VECTORS),
        (bias + pages).astype(np.float32),
    )
