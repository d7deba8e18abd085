"""Folds a typed message to plain words, or to nothing where a sign in it may change a yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

MAX_WORDS = 14
# A slip of the finger in a long word is put right; short words turn into others too easily.
_LONG = 6
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LEFT_OUT = re.compile(r"['’‘`´\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_KINDLY = re.compile("[👍👌👋🙏🙂😊😀😄😉✅✔☑💯]")
# A question, a trailing off, a figure or an alternative.
_DOUBTFUL = re.compile(r"[?¿…/\d]|\.\s*\.")
_BETWEEN = re.compile(r"[\s.,;:!¡\"„“”«»()*_–—-]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")


def fold(text: str, known: Set[str]) -> str:
    """The words in small letters, each followed by a space; empty where they cannot be a yes.

    ``known``: the words that slips of the finger are corrected to.
    """
    plain = unicodedata.normalize("NFKC", _KINDLY.sub(" ", _LEFT_OUT.sub("", text)))
    if _DOUBTFUL.search(text) or _DOUBTFUL.search(plain):
        return ""
    words = _BETWEEN.sub(" ", plain.casefold().translate(_UMLAUTS)).split()
    if not words or len(words) > MAX_WORDS or not all(word.isalpha() for word in words):
        return ""
    return "".join(f"{_corrected(word, known)} " for word in words)


def _corrected(word: str, known: Set[str]) -> str:
    """The one known word that is a slip away, else the word as it is, "jaaa" being "ja"."""
    if word in known:
        return word
    word = _DRAWN_OUT.sub(r"\1", word)
    if len(word) < _LONG or word in known:
        return word
    near = _slips(word) & known
    return near.pop() if len(near) == 1 else word


def _slips(word: str) -> set[str]:
    """What one letter left out, added, changed or swapped makes of a word, its first one kept."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    slips: set[str] = set()
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        slips.update(before + letter + after for letter in letters)
        if after:
            slips.add(before + after[1:])
            slips.update(before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            slips.add(before + after[1] + after[0] + after[2:])
    return slips
