"""The stance of an answer: one linear model a page over n-grams and the sentence vector."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.examples import PAGES, STANCES
from fairwell_engine.hearing.ngrams import Ngrams, grams

Array = np.ndarray[Any, Any]

_FOLDER = "stance"
_ARRAYS = ("terms", "vectors", "bias")


@dataclass(frozen=True)
class StanceModel:
    """What was learned. Shapes: pages x n-grams x stances, pages x width x stances, the same."""

    ngrams: Ngrams
    terms: Array
    vectors: Array
    bias: Array

    def confidences(self, text: str, vector: Array) -> dict[str, Array]:
        """Return for each page one probability a stance."""
        row = self.ngrams.row(grams(text))
        scores = np.einsum("i,pij->pj", row.values, self.terms[:, row.columns])
        scores += vector @ self.vectors + self.bias
        sure = 1 / (1 + np.exp(-scores))
        sure /= sure.sum(axis=1, keepdims=True)
        return dict(zip(PAGES, sure, strict=True))

    def save(self, folder: Path) -> None:
        """Write arrays and JSON into a folder of ``folder``."""
        place = folder / _FOLDER
        place.mkdir()
        self.ngrams.save(place)
        for name in _ARRAYS:
            np.save(place / f"{name}.npy", getattr(self, name), allow_pickle=False)
        (place / "stances.json").write_text(json.dumps([PAGES, STANCES]), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> StanceModel | None:
        """Return what ``save`` has written, or nothing where there were no examples.

        Raises:
            ValueError: it was trained for other pages or stances.
        """
        place = folder / _FOLDER
        if not place.is_dir():
            return None
        if json.loads((place / "stances.json").read_text()) != [list(PAGES), list(STANCES)]:
            raise ValueError("the model knows other pages or stances: train anew")
        arrays = [np.load(place / f"{name}.npy", allow_pickle=False) for name in _ARRAYS]
        return cls(Ngrams.load(place), *arrays)
