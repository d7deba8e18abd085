"""Which words get a vector of their own, and what each word of the corpus is made of."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from scipy.sparse import csr_matrix, diags
from torch import Tensor

from fairwell_engine.hearing.encoder.subwords import BUCKETS, buckets, parts, words

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Bags:
    """Lists of row numbers, one list a word, as a matrix that takes means of rows."""

    def __init__(self, lists: Sequence[Sequence[int]], rows: int) -> None:
        lengths = np.array([len(each) for each in lists])
        columns = np.array([row for each in lists for row in each], dtype=np.int64)
        weights = np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
        self._matrix = csr_matrix(
            (weights, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(lists), rows)
        )

    def of(self, chosen: np.ndarray, keep: np.ndarray | None = None) -> tuple[np.ndarray, Tensor]:
        """The rows that ``chosen`` words need, and the matrix that makes the words of them.

        A word where ``keep`` is false gets nothing.
        """
        matrix = self._matrix[chosen]
        if keep is not None:
            matrix = diags(keep.astype(np.float32)) @ matrix
        used, columns = np.unique(matrix.indices, return_inverse=True)
        return used, torch.sparse_csr_tensor(
            torch.from_numpy(matrix.indptr.astype(np.int64)),
            torch.from_numpy(columns.astype(np.int64)),
            torch.from_numpy(matrix.data),
            size=(len(chosen), len(used)),
        )


class Corpus:
    """Texts as rows of word numbers; number 0 stands for "no word"."""

    def __init__(
        self, texts: Iterable[str], weights: Iterable[int], *, least: int, split: bool, seed: int
    ) -> None:
        cut = [words(text) for text in texts]
        counts: Counter[str] = Counter()
        for text, weight in zip(cut, weights, strict=True):
            for word in text:
                counts[word] += weight
        self.vocabulary = sorted(word for word, count in counts.items() if count >= least)
        own = {word: row for row, word in enumerate(self.vocabulary)}
        types = sorted(counts)
        random_source = random.Random(seed)
        misspelled = [misspell(word, random_source) for word in types]
        everything = ["", *types, *misspelled]
        number = {word: n for n, word in enumerate(types, start=1)}
        self.texts = [np.array([number[word] for word in text], dtype=np.int64) for text in cut]
        self.misspelled = len(types)  # added to a word's number gives its misspelling's
        self.word_bags = Bags([word_rows(each, own, split=split) for each in everything], len(own))
        self.letter_bags = Bags([buckets(each) if each else [] for each in everything], BUCKETS)


def word_rows(word: str, own: dict[str, int], *, split: bool) -> list[int]:
    """A known word's own row, and the rows of the words a compound is made of."""
    rows = [own[word]] if word in own else []
    if split:
        rows += [own[part] for part in parts(word, own)]
    return rows


def misspell(word: str, source: random.Random) -> str:
    """The word with one letter left out, doubled, swapped or mistyped; short words stay."""
    if len(word) < 4:
        return word
    at = source.randrange(1, len(word) - 1)
    kind = source.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + source.choice(_LETTERS) + word[at + 1 :]
