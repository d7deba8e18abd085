"""The sentence encoder that ``encoder:`` in config.yml names: ours, or one from a hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

STUDENT = "student"
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
    """The encoder called ``name``: ``student``, or a hub's model (``owner/name``, or a folder).

    Raises ``ValueError`` with what to do when it cannot be loaded.
    """
    if name == STUDENT:
        from fairwell_engine.hearing.encoder.student import Student

        try:
            return Student()
        except OSError as error:
            raise ValueError(
                f"the sentence encoder is missing ({error}); it is part of the repository:"
                " engine/encoder/student/student.npz"
            ) from error
    from fairwell_engine.hearing.encoder.hub import HubEncoder

    return HubEncoder(name)


def vectors(encoder: Encoder, texts: Sequence[str]) -> np.ndarray[Any, Any]:
    """One row a text; of many, half are made in a second process."""
    if len(texts) < _MANY:
        return np.stack([encoder.vector(text) for text in texts])
    from fairwell_engine.hearing.beside import beside  # for trainings: not for those who only serve

    half = len(texts) // 2
    others = beside(lambda: np.stack([encoder.vector(text) for text in texts[half:]]))
    return np.vstack([[encoder.vector(text) for text in texts[:half]], others()])
