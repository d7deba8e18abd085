"""Phrases found in a row of word classes by spaCy's Matcher.

A row is a row of classes (capitals) and words: ``a|b`` is either, ``a?`` may be missing, ``~3`` is
up to three words of any kind. A word that has a class stands for the whole class.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from fairwell_engine.hearing.dates.account_phrases import ACCOUNT
from fairwell_engine.hearing.dates.calendar_phrases import CALENDAR, RELATIVE
from fairwell_engine.hearing.dates.words import CLASS_OF, NAMES, OTHER, Word

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

PHRASES = {**CALENDAR, **RELATIVE, **ACCOUNT}


def literals() -> frozenset[str]:
    """Collect the words that phrases name themselves."""
    words = {
        word.rstrip("?")
        for rows in PHRASES.values()
        for part in rows.split()
        if not part.startswith("~")
        for word in part.split("|")
    }
    return frozenset(words - NAMES)


@lru_cache(maxsize=1)
def _matcher() -> tuple[Vocab, Matcher]:
    """Build the matcher; spaCy is loaded only for a message that may name an end."""
    import spacy
    from spacy.matcher import Matcher

    vocab = spacy.blank("de").vocab
    matcher = Matcher(vocab)
    for name, rows in PHRASES.items():
        matcher.add(name, [pattern for row in _rows(rows) for pattern in _patterns(row)])
    return vocab, matcher


def _rows(packed: str) -> list[str]:
    return [row for line in packed.splitlines() if (row := line.strip())]


def _patterns(row: str) -> list[list[dict[str, Any]]]:
    """Write a row in the Matcher's terms.

    What may come first is spelled out: sets are tried in Python, and only once a pattern has begun.
    """
    parts: list[list[list[dict[str, Any]]]] = []
    begun = False
    for part in row.split():
        if part.startswith("~"):
            parts.append([[{"OP": "?"}] * int(part[1:])])
            continue
        optional = part.endswith("?")
        names = list(dict.fromkeys(CLASS_OF.get(w, w) for w in part.rstrip("?").split("|")))
        if begun:
            token: dict[str, Any] = {"ORTH": names[0] if len(names) == 1 else {"IN": names}}
            parts.append([[{**token, "OP": "?"} if optional else token]])
        else:
            parts.append([[{"ORTH": name}] for name in names] + ([[]] if optional else []))
            begun = not optional
    return [[token for piece in choice for token in piece] for choice in product(*parts)]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return literals() | NAMES


def find_phrases(words: list[Word]) -> list[tuple[str, int, int]]:
    """Find the phrases in ``words``: name, first word, word after the last; the longest first."""
    from spacy.tokens import Doc

    vocab, matcher = _matcher()
    known = _known()
    doc = Doc(vocab, words=[w.cls if w.cls in known else OTHER for w in words])
    found = [(vocab.strings[name], start, end) for name, start, end in matcher(doc)]
    return sorted(found, key=lambda each: (each[1] - each[2], each[1]))
