"""What the sentence encoder reads of a text: words, the words within them, and letter sequences.

Used when the encoder is built and when it serves; both must cut texts alike.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Container

from fairwell_engine.hearing.spelling import fold

BUCKETS = 1 << 17
MAXIMUM_WORDS = 48
_LENGTHS = range(3, 7)
_WORD = re.compile(r"[^\W\d_]+|\d+|\?")
_SHORTEST_PART = 4
_SHORTEST_COMPOUND = 9
# German joins nouns with these: "Kündigungsfrist" is "Kündigung" and "Frist".
_JOINTS = ("", "s", "n", "en", "es")


def words(text: str) -> list[str]:
    """The folded words of ``text``, numbers as "0"; at most ``MAXIMUM_WORDS``."""
    return ["0" if word.isdigit() else word for word in _WORD.findall(fold(text))][:MAXIMUM_WORDS]


def buckets(word: str) -> list[int]:
    """The rows that stand for the letter sequences of a word, its edges included."""
    marked = f"<{word}>"
    sequences = {
        marked[start : start + length]
        for length in _LENGTHS
        for start in range(len(marked) - length + 1)
    } or {marked}
    return sorted(zlib.crc32(each.encode()) % BUCKETS for each in sequences)


def parts(word: str, known: Container[str]) -> tuple[str, ...]:
    """The two known words a compound is made of, the longest last part first; none if unclear."""
    if len(word) < _SHORTEST_COMPOUND:
        return ()
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = word[cut:]
        if last not in known:
            continue
        for joint in _JOINTS:
            first = word[: cut - len(joint)]
            if len(first) < _SHORTEST_PART:
                break
            if word[:cut].endswith(joint) and first in known:
                return first, last
    return ()
