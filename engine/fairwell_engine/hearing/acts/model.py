"""How likely each label of a message is: one linear model over its n-grams and its vector."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.ngrams import Ngrams, grams

Array = np.ndarray[Any, Any]

_ARRAYS = ("term_scores", "vector_scores", "bias")


@dataclass(frozen=True)
class ActsModel:
    """What was learned; columns of all three score arrays are ``labels``."""

    ngrams: Ngrams
    labels: tuple[str, ...]
    term_scores: Array
    vector_scores: Array
    bias: Array
    temperature: float

    def confidences(self, text: str, vector: Array) -> Array:
        """One probability a label, calibrated on examples that were held out of the fitting."""
        row = self.ngrams.row(grams(text))
        scores = row.values @ self.term_scores[row.columns] + vector @ self.vector_scores
        return softmax((scores + self.bias) / self.temperature)

    def knows(self, text: str) -> bool:
        """Whether any part of the message occurs in an example."""
        return len(self.ngrams.row(grams(text)).columns) > 0

    def save(self, folder: Path) -> None:
        """Write arrays and JSON into ``folder``."""
        self.ngrams.save(folder)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        facts = {"labels": self.labels, "temperature": self.temperature}
        (folder / "labels.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ActsModel:
        """What ``save`` has written; raises ``OSError`` when a part is missing."""
        facts = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS}
        return cls(
            Ngrams.load(folder), tuple(facts["labels"]), **arrays, temperature=facts["temperature"]
        )


def softmax(scores: Array) -> Array:
    """Scores as probabilities."""
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())
