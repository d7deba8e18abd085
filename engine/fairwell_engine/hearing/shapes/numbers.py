"""Spans of card numbers and IBANs, by their check digits. Linear in the message's length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn

Span = tuple[int, int]

# Separators between the groups of a number; an expiry date or a CVC often follows at once.
_GAP = r"[ \t\r\n./_\-\u2010-\u2015]{0,2}"
_DIGIT_RUN = re.compile(rf"\d(?:{_GAP}\d){{12,}}")
_GROUP = re.compile(r"\d+")
_CARD_LENGTHS = range(19, 12, -1)
_CARD_FIRST = frozenset("23456")  # ISO/IEC 7812-1: travel, banking, merchandising

_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ \-]?\d{2}")
_IBAN_GAPS = frozenset(" -")
_IBAN_LONGEST, _IBAN_SHORTEST = 34, 15  # ISO 13616


def find_cards(text: str) -> Iterator[Span]:
    """Whole groups of digits, of any script, that have a card's check digit."""
    for run in _DIGIT_RUN.finditer(text):
        groups = [(g.start() + run.start(), g.end() + run.start()) for g in _GROUP.finditer(run[0])]
        done = 0
        for place, (start, _end) in enumerate(groups):
            end = _card_end(text, groups[place : place + _CARD_LENGTHS[0]])
            if start >= done and end is not None:
                yield start, end
                done = end


def _card_end(text: str, groups: list[Span]) -> int | None:
    digits, ends = "", {}
    for start, end in groups:
        digits += "".join(str(int(digit)) for digit in text[start:end][: _CARD_LENGTHS[0] + 1])
        ends[len(digits)] = end
        if len(digits) > _CARD_LENGTHS[0]:
            break
    if digits[0] not in _CARD_FIRST:
        return None
    fitting = (n for n in _CARD_LENGTHS if n in ends and luhn.is_valid(digits[:n]))
    return next((ends[n] for n in fitting), None)


def find_ibans(text: str) -> Iterator[Span]:
    """Numbers that have an IBAN's check digits, in groups of any size."""
    done = 0
    for start in _IBAN_START.finditer(text):
        end = _iban_end(text, start.start()) if start.start() >= done else None
        if end:
            done = end
            yield start.start(), end


def _iban_end(text: str, start: int) -> int | None:
    signs, ends = "", []
    for place in range(start, min(len(text), start + 3 * _IBAN_LONGEST)):
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            signs += sign
            ends.append(place + 1)
        elif sign not in _IBAN_GAPS:
            break
        if len(signs) == _IBAN_LONGEST:
            break
    # A country's IBANs have one length, so at most one beginning of the signs is valid.
    for length in range(len(signs), _IBAN_SHORTEST - 1, -1):
        end = ends[length - 1]
        if not text[end : end + 1].isalnum() and iban.is_valid(signs[:length], check_country=False):
            return end
    return None
