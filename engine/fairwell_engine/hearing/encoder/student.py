"""The sentence encoder at run time: numpy only, the same sums as ``encoder/distill/network.py``.

A text becomes a vector whose direction is its meaning, the same in German and English. The weights
are a data file of their own (``engine/encoder/student``), with a licence of their own.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.encoder.subwords import buckets, parts, words

FILE = Path(__file__).resolve().parents[3] / "encoder" / "student" / "student.npz"
_EPSILON = 1e-5
# A chat's vocabulary; one word's vector is 1 KB.
_REMEMBERED_WORDS = 20_000
# Measured: the two ways of ``_times`` cost the same at about twenty.
_FEW_WORDS = 16

Array = np.ndarray[Any, np.dtype[np.float32]]


class Student:
    """Reads the artifact once; ``vector`` is safe to call from several threads."""

    def __init__(self, file: Path = FILE) -> None:
        """Raises ``OSError`` or ``ValueError`` when the file is not there or not an encoder."""
        with file.open("rb") as content:
            self._fingerprint = hashlib.file_digest(content, "sha256").hexdigest()
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        self._sizes = json.loads(str(arrays.pop("shape")))
        self._rows = {
            word: row for row, word in enumerate(bytes(arrays.pop("vocabulary")).decode().split())
        }
        self._arrays = arrays
        self._layers = [
            {
                name.removeprefix(f"layers.{number}."): array
                for name, array in arrays.items()
                if name.startswith(f"layers.{number}.")
            }
            for number in range(self._sizes["layers"])
        ]
        self._word_vector = lru_cache(_REMEMBERED_WORDS)(self._new_word_vector)

    @property
    def width(self) -> int:
        """How long the vectors are."""
        return int(self._sizes["outputs"])

    @property
    def fingerprint(self) -> str:
        """The checksum of the artifact."""
        return self._fingerprint

    def vector(self, text: str) -> Array:
        """The meaning of ``text`` at unit length; zeros when it has no words."""
        found = words(text)
        if not found:
            return np.zeros(self.width, dtype=np.float32)
        arrays = self._arrays
        x = np.stack([self._word_vector(word) for word in found])
        x = _normed(x + arrays["places"][: len(found)], arrays, "norm_in")
        for layer in self._layers:
            x = self._through(layer, x)
        weight = 1 / (1 + np.exp(-(x @ arrays["salience.weight"].T + arrays["salience.bias"])))
        pooled = (weight * x).sum(0) / (weight.sum() + 1e-6)
        meaning = arrays["out.weight"] @ pooled + arrays["out.bias"]
        return np.asarray(meaning / np.sqrt(meaning @ meaning), dtype=np.float32)

    def _through(self, layer: dict[str, Array], x: Array) -> Array:
        length, width = x.shape
        heads = self._sizes["heads"]
        mixed = _times(x, layer["mix.weight"]) + layer["mix.bias"]
        query, key, value = mixed.reshape(length, 3, heads, width // heads).transpose(1, 2, 0, 3)
        near = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(width // heads))
        near = np.exp(near - near.max(axis=2, keepdims=True))
        seen = (near / near.sum(axis=2, keepdims=True)) @ value
        seen = seen.transpose(1, 0, 2).reshape(length, width)
        x = _normed(
            x + _times(seen, layer["join.weight"]) + layer["join.bias"], layer, "norm_mixed"
        )
        inner = np.maximum(_times(x, layer["widen.weight"]) + layer["widen.bias"], 0)
        return _normed(
            x + _times(inner, layer["narrow.weight"]) + layer["narrow.bias"], layer, "norm_out"
        )

    def _new_word_vector(self, word: str) -> Array:
        rows = [self._rows[word]] if word in self._rows else []
        rows += [self._rows[part] for part in parts(word, self._rows)]
        vector = self._mean("letters", buckets(word))
        return vector + self._mean("words", rows) if rows else vector

    def _mean(self, table: str, rows: list[int]) -> Array:
        # Eight bits a number and one scale a row.
        scales = self._arrays[f"{table}.scales"][rows]
        return np.asarray(
            scales @ self._arrays[f"{table}.rows"][rows].astype(np.float32) / len(rows),
            dtype=np.float32,
        )


def _times(x: Array, weight: Array) -> Array:
    """``x @ weight.T``, word by word where there are few: else copying the weights costs most."""
    if len(x) > _FEW_WORDS:
        return np.asarray(x @ weight.T)
    return np.asarray(np.matmul(weight, x[:, :, None])[:, :, 0])


def _normed(x: Array, arrays: dict[str, Array], name: str) -> Array:
    # Sums, not means: of so few numbers, numpy's mean costs more than the sum.
    width = x.shape[1]
    centred = x - np.add.reduce(x, axis=1, keepdims=True) / width
    spread = np.sqrt(np.add.reduce(centred * centred, axis=1, keepdims=True) / width + _EPSILON)
    return np.asarray(centred / spread * arrays[f"{name}.weight"] + arrays[f"{name}.bias"])
