"""Whether a message says that the user name is the address itself."""

from __future__ import annotations

import re

_NAME = r"(?:user ?-?(?:name|id)|username|benutzername|nutzername|anmeldename|kennung|login|user)"
_MAIL = r"(?:e-?mail(?:[- ]?(?:adresse|address))?|mail(?:[- ]?adresse)?|address|adresse)"
_SAME = (
    r"(?:the same|same|identical|identisch|gleich\w*|d(?:er|ie|as)selbe|ebenso|auch|also|"
    r"too|as well|ditto|dito)"
)
_SIGN = r"\s?[\ue000-\ue0fe]\s?"
_IS_SAME = re.compile(
    rf"\b{_NAME}\b(?: und (?:die )?{_MAIL}| and (?:the )?{_MAIL})?\s?(?::|=|is|ist|sind|"
    rf"are|lautet)?\s?{_SAME}\b(?! (?:nicht|not))"
    rf"|\b{_NAME}\b (?:is|ist|=) (?:my|the|meine|die|auch die|auch meine|also my|"
    rf"also the) {_MAIL}\b"
    rf"|\b(?:both|beides|beide|for both|für beides)\b.{{0,12}}{_SIGN}|{_SIGN}(?:is |ist |"
    rf"for |für )?(?:both|beides)\b"
    rf"|{_SAME} (?:for|as|für|wie|als) (?:the |my |die |meine |der |den )?(?:{_NAME}|{_MAIL})\b",
    re.IGNORECASE,
)


def is_same_as_address(text: str) -> bool:
    """Whether the text beside a placeholder says so."""
    return _IS_SAME.search(text) is not None
