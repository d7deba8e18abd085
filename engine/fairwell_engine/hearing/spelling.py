"""One spelling for all who type: lower case, umlauts folded, details replaced by signs."""

from __future__ import annotations

import re
from functools import lru_cache

from fairwell_engine.hearing.details.details import find_details

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})

# Details by which people are told apart say nothing of what they want. One sign stands for each,
# or the many letters of an address would outweigh the few words of the wish beside it.
_SIGNS = {"email": "xmail", "user_name": "xname", "code": "xcode", "reference": "xname"}
# An address with a slip in it is none, but no word either.
_LIKE_ADDRESS = re.compile(r"\S+@\S+")


def without_details(text: str) -> str:
    """The text with addresses, user names, codes and reference numbers replaced by signs."""
    parts, end = [], 0
    for detail in find_details(text):
        if sign := _SIGNS.get(detail.entity):
            parts += [text[end : detail.start], f" {sign} "]
            end = detail.end
    return _LIKE_ADDRESS.sub(" xmail ", "".join([*parts, text[end:]]))


@lru_cache(maxsize=2)
def fold(text: str) -> str:
    """Lower case, ä and ae and a as one: spelling habits must not look like meaning."""
    plain = without_details(text).lower().translate(_UMLAUTS)
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
