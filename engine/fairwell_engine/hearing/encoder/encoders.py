"""The sentence encoder that ``encoder:`` in config.yml names: a package's, or one from a hub."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from multiprocessing import current_process
from typing import Any, Protocol

import numpy as np

MULTILINGUAL = "multilingual"
_MANY = 2_000


class Encoder(Protocol):
    """Turns a text into a vector of unit length whose direction is its meaning."""

    @property
    def width(self) -> int:
        """How long the vectors are."""

    @property
    def fingerprint(self) -> str:
        """Changes with the weights: a model fitted to one encoder is no use with another."""

    def vector(self, text: str) -> np.ndarray[Any, Any]:
        """The vector of one text; zeros when it has no words."""


def load_encoder(name: str) -> Encoder:
    """Load ``multilingual``, or a hub's model (``owner/name``, or a folder).

    Raises:
        ValueError: it cannot be loaded; the message says what to do.
    """
    if name == MULTILINGUAL:
        from fairwell_engine.hearing.encoder.multilingual import Multilingual

        return Multilingual()
    from fairwell_engine.hearing.encoder.hub import HubEncoder

    return HubEncoder(name)


def encode(encoder: Encoder, texts: Sequence[str]) -> list[np.ndarray[Any, Any]]:
    """Return the vectors of ``texts``, at once where the encoder can."""
    many = getattr(encoder, "vectors", None)
    return list(many(texts)) if many else [encoder.vector(text) for text in texts]


class Vectors:
    """The vectors of a training's texts, each made once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._made: dict[str, np.ndarray[Any, Any]] = {}

    def __call__(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """Return one row a text."""
        new = list(dict.fromkeys(text for text in texts if text not in self._made))
        self._made.update(zip(new, self._encode(new), strict=True))
        if not texts:
            return np.zeros((0, self._encoder.width), np.float32)
        return np.stack([self._made[text] for text in texts])

    def _encode(self, texts: Sequence[str]) -> Iterable[np.ndarray[Any, Any]]:
        if len(texts) < _MANY or current_process().daemon:  # a second process has none of its own
            return encode(self._encoder, texts)
        from fairwell_engine.hearing.beside import beside  # not for those who only serve

        half = len(texts) // 2
        others = beside(lambda: np.stack(encode(self._encoder, texts[half:])))
        return [*encode(self._encoder, texts[:half]), *others()]
