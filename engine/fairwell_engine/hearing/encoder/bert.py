"""A BERT-like sentence encoder in numpy: MiniLM, multilingual MiniLM, e5, and others of that shape.

One text at a time, so there is no padding. An inference library would be faster on long texts; a
chat's are short, and this asks for nothing beside numpy and scipy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import erf

Array = np.ndarray[Any, Any]

# RoBERTa's family leaves out the places of padding and one more.
_FIRST_PLACE = {"bert": 0, "xlm-roberta": 2, "roberta": 2}


class Bert:
    """The encoder half of a transformer, with the names of Hugging Face's checkpoints."""

    def __init__(self, config: Mapping[str, Any], weights: Mapping[str, Array]) -> None:
        """Raises ``ValueError`` for other kinds of model."""
        kind = config.get("model_type")
        if kind not in _FIRST_PLACE:
            raise ValueError(
                f"models of type {kind} cannot be used, only {', '.join(_FIRST_PLACE)}"
            )
        self._first_place = _FIRST_PLACE[kind]
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self.width = int(config["hidden_size"])
        self.longest = int(config["max_position_embeddings"]) - self._first_place
        # Some checkpoints put the model's name before every weight's.
        self._weights = {
            name.removeprefix("bert.").removeprefix("roberta."): array.astype(np.float32)
            for name, array in weights.items()
        }

    def hidden(self, pieces: Sequence[int]) -> Array:
        """The last layer's vectors, one row a piece; ``pieces``: numbers of word pieces."""
        table = "embeddings.{}_embeddings.weight".format
        x = (
            self._weights[table("word")][list(pieces)]
            + self._weights[table("position")][self._first_place :][: len(pieces)]
            + self._weights[table("token_type")][0]
        )
        x = self._normed(x, "embeddings.LayerNorm")
        for number in range(self._layers):
            x = self._through(x, f"encoder.layer.{number}")
        return x

    def _through(self, x: Array, layer: str) -> Array:
        query, key, value = (
            self._split(self._linear(x, f"{layer}.attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        near = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[-1]))
        near = np.exp(near - near.max(axis=2, keepdims=True))
        seen = (near / near.sum(axis=2, keepdims=True)) @ value
        seen = seen.transpose(1, 0, 2).reshape(len(x), self.width)
        x = self._normed(
            x + self._linear(seen, f"{layer}.attention.output.dense"),
            f"{layer}.attention.output.LayerNorm",
        )
        inner = self._linear(x, f"{layer}.intermediate.dense")
        inner = inner * (1 + erf(inner / np.sqrt(np.float32(2)))) / 2
        return self._normed(
            x + self._linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm"
        )

    def _split(self, x: Array) -> Array:
        return x.reshape(len(x), self._heads, -1).transpose(1, 0, 2)

    def _linear(self, x: Array, name: str) -> Array:
        return np.asarray(x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _normed(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + self._epsilon)
        return np.asarray(
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
