"""One spelling for all who type: lower case, umlauts folded, details replaced by signs."""

from __future__ import annotations

import re

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})

# Details by which people are told apart say nothing of what they want. One sign stands for each,
# or the many letters of an address would outweigh the few words of the wish beside it.
_DETAILS = (
    (re.compile(r"\S+@\S+"), " xmail "),
    (
        re.compile(r"\b(?!e-)[a-z0-9]+(?:[-_.][a-z0-9]+)*[-_][a-z0-9]+(?:[-_.][a-z0-9]+)*\b"),
        " xname ",
    ),
    (re.compile(r"\b\d{6}\b|\b\d{3} \d{3}\b"), " xcode "),
)


def without_details(text: str) -> str:
    """The text with addresses, lower-case handles and codes replaced by one sign each."""
    for pattern, sign in _DETAILS:
        text = pattern.sub(sign, text)
    return text


def fold(text: str) -> str:
    """Lower case, ä and ae and a as one: spelling habits must not look like meaning."""
    plain = without_details(text).lower().translate(_UMLAUTS)
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
