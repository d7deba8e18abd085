"""Reference numbers: short, readable aloud, hard to guess.

No 0/O and no 1/I, which are confused on the phone; seven of 32 characters give 34 billion numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PATTERN = re.compile(rf"^[{ALPHABET}]{{3}}-[{ALPHABET}]{{4}}$")


def new_reference(choose: Callable[[Sequence[str]], str]) -> str:
    """Draw a reference such as ``K7M-4Q2X``; ``choose`` is a secure random choice."""
    signs = "".join(choose(ALPHABET) for _ in range(7))
    return f"{signs[:3]}-{signs[3:]}"
