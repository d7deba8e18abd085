"""Which tags a message has: one linear model a tag over n-grams and the sentence vector."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.ngrams import Ngrams, grams

Array = np.ndarray[Any, Any]

_FOLDER = "tags"
_ARRAYS = ("terms", "vectors", "bias")


@dataclass(frozen=True)
class TagsModel:
    """What was learned. Shapes: n-grams x tags, width of a vector x tags, tags.

    The bias has each tag's threshold in it: a tag is heard where its score is above 0.
    """

    ngrams: Ngrams
    tags: tuple[str, ...]
    terms: Array
    vectors: Array
    bias: Array

    def scores(self, text: str, vector: Array) -> Array:
        """Return one score a tag: its log-odds, less those from which it is sure enough."""
        row = self.ngrams.row(grams(text))
        return np.asarray(row.values @ self.terms[row.columns] + vector @ self.vectors + self.bias)

    def heard(self, text: str, vector: Array) -> tuple[str, ...]:
        """Return the tags of a message."""
        scores = self.scores(text, vector)
        return tuple(tag for tag, score in zip(self.tags, scores, strict=True) if score > 0)

    def save(self, folder: Path) -> None:
        """Write arrays and JSON into a folder of ``folder``."""
        place = folder / _FOLDER
        place.mkdir()
        self.ngrams.save(place)
        for name in _ARRAYS:
            np.save(place / f"{name}.npy", getattr(self, name), allow_pickle=False)
        (place / "tags.json").write_text(json.dumps(self.tags), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TagsModel | None:
        """Return what ``save`` has written, or nothing where there were no examples."""
        place = folder / _FOLDER
        if not place.is_dir():
            return None
        arrays = [np.load(place / f"{name}.npy", allow_pickle=False) for name in _ARRAYS]
        tags = json.loads((place / "tags.json").read_text(encoding="utf-8"))
        return cls(Ngrams.load(place), tuple(tags), *arrays)
