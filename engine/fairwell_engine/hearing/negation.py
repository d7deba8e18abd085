"""Words that stand beside a negation: "nicht kündigen" and "kündigen" are different words."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[.,;:!?\n]+|\b(?:aber|sondern|but|und|and)\b")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATION = re.compile(
    r"(?:nicht|nich|net|ned|nix|nichts|kein\w*|nie|niemals|ohne|never|no|not|don'?t|dont|doesn'?t"
    r"|won'?t|wont|didn'?t|cannot|can'?t|cant|without|nor|neither|stop|weder)"
)
# Words that refuse alone; they stand in a clause of their own and mark no word of another.
_REFUSAL = re.compile(r"nein|nee+|nö+|nope|nah")
_SIGN = "¬"
# Endings must not matter: "kündige", "kündigen", "Kündigung".
_STEM = 5


def negates(text: str) -> bool:
    """Return whether there is a negation or a refusal anywhere in ``text``."""
    words = _WORD.findall(text.lower())
    return any(_NEGATION.fullmatch(word) or _REFUSAL.fullmatch(word) for word in words)


def negated_words(folded: str) -> list[str]:
    """Return the words and stems of each clause that has a negation, marked as negated."""
    found: dict[str, None] = {}
    for clause in _CLAUSE.split(folded):
        words = _WORD.findall(clause)
        if any(_NEGATION.fullmatch(word) for word in words):
            found.update(dict.fromkeys(_SIGN + word for word in words))
            found.update(dict.fromkeys(_SIGN + word[:_STEM] for word in words))
    return list(found)
