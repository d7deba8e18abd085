"""Turning messages into n-gram vectors: words, neighbours, negated words, sequences of letters.

Letters catch typos, compounds and endings. Spelling is folded first, because half of the customers
type "kuendigen" or "kundigen". Needs numpy only; stored as arrays and JSON, never as pickles.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.negation import negated_words
from fairwell_engine.hearing.spelling import fold

_LETTERS = range(2, 6)
_WORD = re.compile(r"[^\W_]+(?:['’_-][^\W_]+)*|[^\w\s]")
# A letter sequence seen in one example only is a typo or a name.
_LEAST_EXAMPLES = 2
_START, _END = "<", ">"
# No word begins with a space, so "ja" the word and " ja" the letters stay apart.
_LETTER_SIGN = " "

Array = np.ndarray[Any, Any]
# How often each word or pair of words occurs in a text, and each letter sequence.
Grams = tuple[dict[str, int], dict[str, int]]


@dataclass(frozen=True)
class NgramRow:
    """The known n-grams of one message and how much each counts."""

    columns: Array
    values: Array


class Ngrams:
    """Learns which n-grams occur and how telling each is; then turns messages into rows."""

    def __init__(self, terms: Sequence[str] = (), weights: Array | None = None) -> None:
        self._columns = {term: column for column, term in enumerate(terms)}
        self._weights = np.zeros(0, np.float32) if weights is None else weights

    def __len__(self) -> int:
        return len(self._columns)

    @classmethod
    def learn(cls, texts: Sequence[Grams]) -> Ngrams:
        """Take vocabulary and weights (inverse document frequency) from the n-grams of texts."""
        seen: Counter[str] = Counter()
        for words, letters in texts:
            seen.update(words.keys() | letters.keys())
        # With very few examples nothing occurs twice.
        least = _LEAST_EXAMPLES if len(texts) > _LEAST_EXAMPLES else 1
        terms = sorted(
            term for term, count in seen.items() if count >= least or term[0] != _LETTER_SIGN
        )
        counts = np.array([seen[term] for term in terms], dtype=np.float64)
        return cls(terms, (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32))

    def row(self, text: Grams) -> NgramRow:
        """The n-grams that are known; words and letters each count as much as is known of them.

        Rows would have the same length however few n-grams are known, and one familiar letter in
        a word nobody has seen would speak as loudly as a whole sentence. Measured: 3 points more
        of what is out of scope is recognised.
        """
        parts = [self._part(counted) for counted in text]
        return NgramRow(
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.values for part in parts]),
        )

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into ``folder``."""
        (folder / "terms.json").write_text(
            json.dumps(list(self._columns), ensure_ascii=False), encoding="utf-8"
        )
        np.save(folder / "term_weights.npy", self._weights, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """What ``save`` has written."""
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        return cls(terms, np.load(folder / "term_weights.npy", allow_pickle=False))

    def _part(self, counted: dict[str, int]) -> NgramRow:
        found = zip(map(self._columns.get, counted), counted.values(), strict=True)
        known = [(column, count) for column, count in found if column is not None]
        if not known:
            return NgramRow(np.zeros(0, np.int64), np.zeros(0, np.float32))
        columns = np.array([column for column, _ in known])
        counts = np.array([count for _, count in known], dtype=np.float32)
        values = (1 + np.log(counts)) * self._weights[columns]
        values *= np.sqrt(len(known) / len(counted) / (values @ values))
        return NgramRow(columns, values)


@lru_cache(maxsize=8)  # several models read the same message
def grams(text: str) -> Grams:
    """What ``Ngrams`` counts of a text."""
    folded = fold(text)
    words = _WORD.findall(folded)
    return {**_word_grams(words), **dict.fromkeys(negated_words(folded), 1)}, _letter_grams(words)


def _word_grams(words: list[str]) -> dict[str, int]:
    """Words and neighbours, with the message's edges: "nein >" says more than "nein" inside."""
    pairs = zip([_START, *words], [*words, _END], strict=True)
    return Counter([*words, *(f"{left} {right}" for left, right in pairs)])


def _letter_grams(words: list[str]) -> dict[str, int]:
    """Sequences within each word, its edges included."""
    found = []
    for word in words:
        marked = f" {word} "
        found += [_LETTER_SIGN + letter for letter in word]
        found += [
            _LETTER_SIGN + marked[start : start + length]
            for length in _LETTERS
            for start in range(len(marked) - length + 1)
        ]
    return Counter(found)
