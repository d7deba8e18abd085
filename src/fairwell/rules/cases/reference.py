"""Reference numbers: short, readable aloud, hard to guess.

No 0/O and no 1/I, which are confused on the phone. One sign is always a digit, so that no number
looks like words joined by a hyphen: six of 32 signs and one of eight give 8 billion numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
PATTERN = re.compile(rf"^[{ALPHABET}]{{3}}-[{ALPHABET}]{{4}}$")


def new_reference(choose: Callable[[Sequence[str]], str]) -> str:
    """Draw a reference such as ``K7M-4Q2X``; ``choose`` is a secure random choice."""
    before = "".join(choose(ALPHABET) for _ in range(3))
    after = choose(_DIGITS) + "".join(choose(ALPHABET) for _ in range(3))
    return f"{before}-{after}"
