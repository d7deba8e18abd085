"""Matching short phrases in a row of words, every way they fit.

A phrase is a sequence of steps; each step names its words and how often one of them may stand
there. A few dozen phrases over a few dozen words need no library for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PhraseStep:
    """One of ``words``, at least ``least`` and at most ``most`` times in a row."""

    words: frozenset[str]
    least: int = 1
    most: int = 1


Phrase = tuple[PhraseStep, ...]


def one_of(words: Iterable[str], least: int = 1, most: int = 1) -> PhraseStep:
    """A step from a list of words in lower case."""
    return PhraseStep(frozenset(words), least, most)


def ends(phrase: Phrase, words: Sequence[str]) -> Iterator[int]:
    """The index after each place where ``phrase`` fits, for every way in which it fits."""
    for start, word in enumerate(words):
        if word in phrase[0].words:
            yield from _ends(phrase, words, start)


def _ends(phrase: Phrase, words: Sequence[str], at: int) -> Iterator[int]:
    if not phrase:
        yield at
        return
    step, rest = phrase[0], phrase[1:]
    for times in range(step.most + 1):
        if times >= step.least:
            yield from _ends(rest, words, at + times)
        if at + times >= len(words) or words[at + times] not in step.words:
            return
