"""Reference numbers: short, readable aloud, hard to guess.

No 0/O and no 1/I, which are confused on the phone. One sign is always a digit, so that no number
looks like words joined by a hyphen: six of 32 signs and one of eight give 8 billion numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
_LENGTH = 7
PATTERN = re.compile(rf"^[{ALPHABET}]{{3}}-[{ALPHABET}]{{4}}$")

_NUMBERS = {
    **dict.fromkeys(("zwei", "zwo", "two"), "2"),
    **dict.fromkeys(("drei", "three"), "3"),
    **dict.fromkeys(("vier", "four"), "4"),
    **dict.fromkeys(("fünf", "five"), "5"),
    **dict.fromkeys(("sechs", "six"), "6"),
    **dict.fromkeys(("sieben", "seven"), "7"),
    **dict.fromkeys(("acht", "eight"), "8"),
    **dict.fromkeys(("neun", "nine", "niner"), "9"),
}
_LONGEST_SPELLED = 120  # characters


def new_reference(choose: Callable[[Sequence[str]], str]) -> str:
    """Draw a reference such as ``K7M-4Q2X``; ``choose`` is a secure random choice."""
    before = "".join(choose(ALPHABET) for _ in range(3))
    after = choose(_DIGITS) + "".join(choose(ALPHABET) for _ in range(3))
    return f"{before}-{after}"


def read_reference(text: str) -> str | None:
    """Read a reference as people write or spell it; ``None`` if the text cannot be one.

    ``r5d 7ufu``, ``R-5-D-7-U-F-U`` and ``Richard fünf Dora sieben Ulrich Friedrich Ulrich`` are
    ``R5D-7UFU``: a word of a spelling alphabet, whichever, stands for its first letter.
    """
    if len(text) > _LONGEST_SPELLED:
        return None
    words = re.findall(r"\w+", text)
    joined = "".join(words).upper()
    if len(joined) != _LENGTH:
        joined = "".join(_NUMBERS.get(word.lower(), word[0]) for word in words).upper()
    reference = f"{joined[:3]}-{joined[3:]}"
    return reference if PATTERN.fullmatch(reference) else None
