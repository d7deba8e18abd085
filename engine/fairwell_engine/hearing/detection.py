"""Deciding between German and English on one message; unclear stays undecided.

A wrong switch in the middle of a conversation is worse than none: the caller keeps the language
it had when this module says ``None``. So details (addresses, user names, numbers) never decide,
and one or two words decide only when they are known words of one language or statistics are very
sure.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from lingua import ConfidenceValue, Language, LanguageDetector, LanguageDetectorBuilder

from fairwell_engine.hearing.details.chunks import chunks
from fairwell_engine.hearing.shapes.words import ENGLISH_BESIDE_OTHERS, ENGLISH_ONLY, GERMAN_ONLY

Code = Literal["de", "en"]

SURE = 0.7
FIRM = 0.9
# For one to three words that are in no list: a company's or a person's name must not pass.
SURE_ON_FEW_WORDS = 0.99
MINIMUM_LETTERS = 7
SENTENCE_WORDS = 4
# So many common words of one language and none of the other settle it, whatever the letters say.
SURE_BY_WORDS = 3
FIRM_BY_WORDS = 2

_HANDLE_SIGN = re.compile(r"[-_.\d]")
_GERMAN_LETTERS = frozenset("äöüß")


@dataclass(frozen=True)
class Detection:
    """The language of a message, how sure that is, and whether a whole sentence says so."""

    language: Code
    confidence: float
    firm: bool


def detect(text: str) -> Detection | None:
    """The language of ``text``, or ``None`` when it is unclear, mixed or has no words."""
    words = plain_words(text)
    german = sum(word in GERMAN_ONLY for word in words)
    english = sum(word in ENGLISH_ONLY for word in words)
    if len(words) < SENTENCE_WORDS:
        return _from_few_words(words, german, english)
    return _from_sentence(words, german, english)


def plain_words(text: str) -> list[str]:
    """The message's words in lower case, without addresses, links, handles, numbers and signs."""
    return [
        chunk.text.lower().replace("’", "'")
        for chunk in chunks(text)
        if not chunk.is_sign and not chunk.is_address and not _HANDLE_SIGN.search(chunk.text)
    ]


def _from_few_words(words: list[str], german: int, english: int) -> Detection | None:
    if german and english:
        return None
    if german or english:
        return Detection("de" if german else "en", FIRM, firm=False)
    joined = " ".join(words)
    if not _GERMAN_LETTERS.isdisjoint(joined):
        return Detection("de", FIRM, firm=False)
    if sum(map(len, words)) < MINIMUM_LETTERS:
        return None
    language, confidence = _statistics(joined)
    return Detection(language, confidence, firm=False) if confidence >= SURE_ON_FEW_WORDS else None


def _from_sentence(words: list[str], german: int, english: int) -> Detection | None:
    if english and not german:
        english += sum(word in ENGLISH_BESIDE_OTHERS for word in words)
    language, confidence = _statistics(" ".join(words))
    own, other = (german, english) if language == "de" else (english, german)
    if other > own:
        # Statistics and words disagree: words win when they are alone, else the message is mixed.
        if own:
            return None
        language, confidence, own, other = ("en" if language == "de" else "de"), SURE, other, own
    elif other and other * 3 > own:
        return None
    if own and not other:
        # Words of one language only, and statistics at least lean the same way.
        confidence = max(confidence, FIRM if own >= SURE_BY_WORDS else SURE)
    if confidence < SURE:
        return None
    # A line of names with hardly a common word ("Oak Street Book Shop") is a detail, no sentence.
    firm = confidence >= FIRM and own >= FIRM_BY_WORDS
    return Detection(language, confidence, firm)


def _statistics(text: str) -> tuple[Code, float]:
    best: ConfidenceValue = _detector().compute_language_confidence_values(text)[0]
    return ("de" if best.language == Language.GERMAN else "en"), best.value


@functools.cache
def _detector() -> LanguageDetector:
    # Counts letters in threes only: beside the word lists as accurate on messages of a chat, with
    # a tenth of the memory.
    builder = LanguageDetectorBuilder.from_languages(Language.GERMAN, Language.ENGLISH)
    return builder.with_low_accuracy_mode().build()
