"""The clauses of a message, so that a wish is heard beside a question and a question beside it."""

from __future__ import annotations

import re

# Between clauses: the end of a sentence, a comma, or a word that joins two.
_BREAK = re.compile(
    r"(?<=[.!?;])\s+|\n+|\s*[,;:–]\s+"
    r"|\s+(?=(?:und|and|aber|but|außerdem|ausserdem|also|plus|sowie|danach|dann|then|oder|or)\b)",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:und|and|aber|but|sowie|plus)\s+", re.IGNORECASE)
_SHORTEST = 4
# A letter has more; the whole message then says enough, and each clause costs an encoding.
_MOST = 12


def clauses(text: str) -> list[str]:
    """Split ``text`` into its clauses; nothing where it has only one."""
    parts = [_JOINING.sub("", part.strip()) for part in _BREAK.split(text) if part]
    parts = [part for part in parts if len(part) >= _SHORTEST]
    return parts[:_MOST] if len(parts) > 1 else []
