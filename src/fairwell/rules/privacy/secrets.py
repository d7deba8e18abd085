"""Masking of what must never be stored or logged: card numbers, IBANs and passwords."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import iban, luhn

CARD_MASK = "[•••• card]"
IBAN_MASK = "[•••• IBAN]"
PASSWORD_MASK = "[••••]"  # noqa: S105 (a mask, no secret)

# The word must be followed by "ist", ":" or the like: "Passwort vergessen" contains no password.
_PASSWORD = re.compile(
    r"\b(passwor[dt]|kennwort|pwd|pin)((?: ?[:=]| (?:ist|lautet|is))\s{0,3})(?!nicht\b|not\b)\S+",
    re.IGNORECASE,
)

# Separators between the groups of a number; an expiry date or a CVC often follows at once.
_GAP = r"[ \u00a0\t\r\n./_\-\u2010-\u2015]{0,2}"
_DIGIT_RUN = re.compile(rf"\d(?:{_GAP}\d){{12,}}")
_DIGIT_GROUP = re.compile(r"\d+")
_CARD_LENGTHS = range(19, 12, -1)
_CARD_FIRST = frozenset({2, 3, 4, 5, 6})  # ISO/IEC 7812-1: travel, banking, merchandising

_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ \u00a0\-]?\d{2}")
_IBAN_GAPS = re.compile(r"[ \u00a0\-]")
_IBAN_LONGEST = 34  # ISO 13616


@dataclass(frozen=True)
class Masked:
    """A text without secrets, and whether anything was removed."""

    text: str
    removed: bool


def mask_secrets(text: str) -> Masked:
    """Replace passwords, IBANs (ISO 13616) and card numbers (Luhn-valid, 13 to 19 digits)."""
    open_text = _PASSWORD.sub(rf"\1\2{PASSWORD_MASK}", text)
    result = _DIGIT_RUN.sub(lambda run: _without_cards(run.group()), _without_ibans(open_text))
    return Masked(result, result != text)


def _without_cards(run: str) -> str:
    """Mask every sequence of whole groups in a run of digits that has a card's check digit."""
    groups = list(_DIGIT_GROUP.finditer(run))
    digits = "".join(str(int(digit)) for group in groups for digit in group.group())
    starts: dict[int, int] = {}  # count of digits before a group -> its place in the run
    ends: dict[int, int] = {}  # count of digits up to its end -> that place
    count = 0
    for group in groups:
        starts[count] = group.start()
        count += len(group.group())
        ends[count] = group.end()
    parts, done, counted = [], 0, 0
    for first, place in starts.items():
        if first < counted or int(digits[first]) not in _CARD_FIRST:
            continue
        for last in (first + length for length in _CARD_LENGTHS):
            if last in ends and luhn.is_valid(digits[first:last]):
                parts += [run[done:place], CARD_MASK]
                done, counted = ends[last], last
                break
    return "".join([*parts, run[done:]])


def _without_ibans(text: str) -> str:
    parts, done = [], 0
    for start in _IBAN_START.finditer(text):
        if start.start() < done:
            continue
        end = _iban_end(text, start.start())
        if end:
            parts += [text[done : start.start()], IBAN_MASK]
            done = end
    return "".join([*parts, text[done:]])


def _iban_end(text: str, start: int) -> int | None:
    """Find the end of an IBAN that begins at ``start``, if there is one (ISO 13616)."""
    signs, ends = "", []
    for place, sign in enumerate(text[start:], start):
        if sign.isascii() and sign.isalnum():
            signs += sign
            ends.append(place + 1)
        elif not _IBAN_GAPS.fullmatch(sign):
            break
        if len(signs) == _IBAN_LONGEST:
            break
    # A country's IBANs have one length, so at most one beginning of the signs is valid.
    for length in range(len(signs), 14, -1):
        end = ends[length - 1]
        if not text[end : end + 1].isalnum() and iban.is_valid(signs[:length], check_country=False):
            return end
    return None
