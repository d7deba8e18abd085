"""Removes what must never be stored or logged from a customer's text: card numbers and IBANs."""

from __future__ import annotations

import re
from dataclasses import dataclass

CARD_MASK = "[•••• card]"
IBAN_MASK = "[•••• IBAN]"

_CARD = re.compile(r"(?<![\d])(?:\d[ \u00a0.\-]?){12,18}\d(?![\d])")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){2,7}(?:[ ]?[A-Za-z0-9]{1,3})?\b")


@dataclass(frozen=True)
class Masked:
    """A text without payment data, and whether anything was removed."""

    text: str
    removed: bool


def mask_payment_data(text: str) -> Masked:
    """Replace card numbers (Luhn-valid, 13 to 19 digits) and IBANs (mod-97-valid, ISO 13616)."""
    result = _CARD.sub(lambda hit: CARD_MASK if _luhn(hit.group()) else hit.group(), text)
    result = _IBAN.sub(lambda hit: IBAN_MASK if _mod97(hit.group()) else hit.group(), result)
    return Masked(result, result != text)


def _luhn(candidate: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B): order and phone numbers rarely pass it."""
    digits = [int(sign) for sign in candidate if sign.isdecimal()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (d * 2 - 9 if d * 2 > 9 else d * 2 for d in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _mod97(candidate: str) -> bool:
    compact = candidate.replace(" ", "").upper()
    if not 15 <= len(compact) <= 34:
        return False
    number = "".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])
    return int(number) % 97 == 1
