"""Which texts the student learns, how often, and towards which vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Pair = tuple[str, str]
# The rest of the dictionary says little more of which directions matter.
_SAMPLE = 30_000


@dataclass(frozen=True)
class Goals:
    """Texts, the unit vectors they should get, and how often an epoch shows each."""

    texts: list[str]
    vectors: np.ndarray
    copies: np.ndarray


@dataclass(frozen=True)
class Copies:
    """How often an epoch shows our own texts, against once for the dictionary's."""

    message: int = 3
    german_pair: int = 4
    english_pair: int = 2


def goals(
    dictionary: Sequence[Pair],
    messages: Sequence[str],
    parallel: Sequence[Pair],
    embed: Callable[[Sequence[str]], np.ndarray],
    *,
    outputs: int,
    copies: Copies,
    seed: int,
) -> Goals:
    """Everything to learn, the teacher's vectors cut down to ``outputs`` dimensions.

    A German phrase aims at the mean of its translations.
    """
    english = sorted({right for _, right in dictionary})
    own = list(dict.fromkeys([*messages, *(right for _, right in parallel)]))
    from_dictionary = embed(english)
    from_us = embed(own) if own else from_dictionary[:0]
    cut = _main_directions(from_dictionary, from_us, outputs, seed)
    vector = dict(
        zip([*english, *own], cut(np.concatenate([from_dictionary, from_us])), strict=True)
    )

    texts: list[str] = []
    vectors: list[np.ndarray] = []
    times: list[int] = []

    def add(text: str, aim: np.ndarray, count: int) -> None:
        texts.append(text)
        vectors.append(aim)
        times.append(count)

    translations: dict[str, list[str]] = defaultdict(list)
    for left, right in dictionary:
        translations[left].append(right)
    for german, found in translations.items():
        add(german, np.mean([vector[each] for each in found], axis=0), 1)
    for text in english:
        add(text, vector[text], 1)
    for text in messages:
        add(text, vector[text], copies.message)
    for german, text in parallel:
        add(german, vector[text], copies.german_pair)
        add(text, vector[text], copies.english_pair)
    return Goals(texts, unit(np.array(vectors, dtype=np.float32)), np.array(times))


def unit(rows: np.ndarray) -> np.ndarray:
    """Each row at length one."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _main_directions(
    from_dictionary: np.ndarray, from_us: np.ndarray, outputs: int, seed: int
) -> Callable[[np.ndarray], np.ndarray]:
    """Principal components of both sources, ours counting double: there we have to tell apart."""
    chosen = np.random.default_rng(seed).permutation(len(from_dictionary))[:_SAMPLE]
    sample = np.concatenate([from_dictionary[chosen], from_us, from_us])
    mean = sample.mean(axis=0)
    _, directions = np.linalg.eigh(np.cov((sample - mean).T))
    main = directions[:, ::-1][:, :outputs]
    return lambda rows: unit((rows - mean) @ main)
