"""Places that customers claim to be in: a country, or a US state with rules of its own.

Only a statement about the customer counts ("ich wohne in Minnesota"); a place mentioned in passing
("der Versand nach Frankreich") does not.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_STATES = {
    "california": "US-CA",
    "kalifornien": "US-CA",
    "minnesota": "US-MN",
    "new york": "US-NY",
}
_ALSO = {
    "usa": "US",
    "den usa": "US",
    "the us": "US",
    "the uk": "GB",
    "uk": "GB",
    "england": "GB",
    "großbritannien": "GB",
    "great britain": "GB",
    "der schweiz": "CH",
}
_SAYS_WHERE = re.compile(
    r"\b(?:wohn\w*|leb(?:e|en)|sitz(?:e|en)?|ansässig|bin|sind|ist|kommen?|live|living|based|located"
    r"|reside|resident|we're|i'm|am|are|is)\b[^.!?,;]{0,25}?\b(?:in|aus|from|of)"
    r" (?P<place>[\w .'-]{2,40})",
    re.IGNORECASE,
)


def named_place(text: str) -> str | None:
    """Find the code of the place a customer claims to be in (``DE``, ``US-MN``), else ``None``."""
    for found in _SAYS_WHERE.finditer(text):
        words = found["place"].casefold().split()
        # Longest name first: "New York" before "New".
        for count in range(min(len(words), 4), 0, -1):
            code = _places().get(" ".join(words[:count]).strip(" .'-"))
            if code:
                return code
    return None


@cache
def _places() -> dict[str, str]:
    """Map names of countries in both languages, CLDR's and ours, to codes."""
    names = {
        name.casefold(): code
        for language in ("de", "en")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return names | _ALSO | _STATES
