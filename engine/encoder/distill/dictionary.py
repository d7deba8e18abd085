"""German-English pairs from Ding's file (Debian's ``trans-de-en``, GPL-2+).

A line is ``German :: English``; ``|`` separates forms and phrases that belong together by position,
``;`` separates synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

MOST_WORDS = 12
_ALTERNATIVES = 3
_NOTES = re.compile(r"\{[^}]*\}|\([^)]*\)|\[[^\]]*\]|<[^>]*>|/[A-Z]+/")
_SHORT = {
    "etw.": "etwas",
    "jdn.": "jemanden",
    "jdm.": "jemandem",
    "jds.": "jemandes",
    "jd.": "jemand",
    "sth.": "something",
    "sb.": "somebody",
    "sb.'s": "somebody's",
    "sb.’s": "somebody's",
    "sth.'s": "something's",
}
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W\d_]+")
# A word that no word list knows is rarer than any that it knows.
_RAREST = -20.0


def pairs(file: Path) -> Iterator[tuple[str, str]]:
    """Every German phrase with up to three English ones that mean the same."""
    for line in file.read_text(encoding="utf-8").splitlines():
        german, found, english = line.partition(" :: ")
        if not found or line.startswith("#"):
            continue
        for left, right in zip(german.split("|"), english.split("|"), strict=False):
            translations = list(_phrases(right))[:_ALTERNATIVES]
            for phrase in _phrases(left):
                for translation in translations:
                    yield phrase, translation


def ranked(
    found: Iterator[tuple[str, str]],
    german: Mapping[str, float],
    english: Mapping[str, float],
    limit: int,
) -> list[tuple[str, str]]:
    """The ``limit`` pairs of the most common words; ``german``, ``english``: log probabilities.

    A phrase is as rare as the mean of its words; longer phrases go first among equals, since they
    show how words work together.
    """
    unique = dict.fromkeys(found)
    scored = [
        (_commonness(de, german) + _commonness(en, english) + 0.6 * min(len(de.split()), 8), n)
        for n, (de, en) in enumerate(unique)
    ]
    kept = sorted(n for _, n in sorted(scored, reverse=True)[:limit])
    everything = list(unique)
    return [everything[n] for n in kept]


def _phrases(side: str) -> Iterator[str]:
    for piece in _NOTES.sub(" ", side).split(";"):
        text = " ".join(_SHORT.get(word, word) for word in piece.split())
        text = _SPACES.sub(" ", text).strip(" ,/")
        if 0 < len(text.split()) <= MOST_WORDS and any(sign.isalpha() for sign in text):
            yield text


def _commonness(text: str, probabilities: Mapping[str, float]) -> float:
    found = [
        max(probabilities.get(word, _RAREST), probabilities.get(word.lower(), _RAREST))
        for word in _WORDS.findall(text)
    ]
    return sum(found) / len(found) if found else _RAREST
