"""Masking of what must never be stored or logged: card numbers, IBANs and passwords."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

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
# Length of an IBAN by country (ISO 13616 registry), so that the next word is not included.
_IBAN_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 "
        "IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 "
        "MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 "
        "SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
}


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
    digits = "".join(group.group() for group in groups)
    valid = _luhn_over(digits)
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
            if last in ends and valid(first, last):
                parts += [run[done:place], CARD_MASK]
                done, counted = ends[last], last
                break
    return "".join([*parts, run[done:]])


def _luhn_over(digits: str) -> Callable[[int, int], bool]:
    """Prepare Luhn's check (ISO/IEC 7812-1, annex B) of any sequence, in constant time each.

    The doubled digits are every second one from the right, so which ones depends on where a
    sequence ends: one running sum for either case.
    """
    plain = [int(digit) for digit in digits]
    doubled = [2 * digit - 9 if digit > 4 else 2 * digit for digit in plain]
    odd_doubled = [0, *accumulate(doubled[i] if i % 2 else plain[i] for i in range(len(plain)))]
    even_doubled = [0, *accumulate(plain[i] if i % 2 else doubled[i] for i in range(len(plain)))]

    def valid(first: int, last: int) -> bool:
        sums = odd_doubled if last % 2 else even_doubled
        return (sums[last] - sums[first]) % 10 == 0

    return valid


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
    """Find the end of an IBAN that begins at ``start``, if there is one (mod 97, ISO 7064)."""
    wanted = _IBAN_LENGTHS.get(text[start : start + 2].upper())
    if wanted is None:
        return None
    signs, place = "", start
    while len(signs) < wanted and place < len(text):
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            signs += sign.upper()
        elif not _IBAN_GAPS.fullmatch(sign):
            return None
        place += 1
    goes_on = place < len(text) and text[place].isalnum()
    if len(signs) < wanted or goes_on:
        return None
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return place if int(number) % 97 == 1 else None
