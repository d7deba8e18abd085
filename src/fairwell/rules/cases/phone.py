"""Phone numbers as customers type them."""

from __future__ import annotations

import re

from phonenumbers import Leniency, PhoneNumberMatcher, national_significant_number

# Where customers call from; a number with a country's prefix is understood from anywhere.
_REGIONS = ("DE", "AT", "CH", "US", "GB")


def find_phone(text: str) -> str | None:
    """Return the first valid phone number as it was typed; customer numbers and dates are none."""
    for region in _REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            return str(match.raw_string)
    return None


def national_digits(text: str) -> str:
    """Return a number's digits without the prefixes that are dialled or left out; else ``""``.

    ``+49 171 2345678``, ``0049 (0)171 2345678`` and ``0171/2345678`` are ``1712345678``. Of a
    part of a number, the digits after leading zeros.
    """
    if not re.fullmatch(r"\+?[\d\s()/.\-–]{3,40}", text.strip()):
        return ""
    plain = text.strip().replace("(0)", "").replace("–", "-")
    plain = re.sub(r"^00", "+", plain)
    for region in _REGIONS:
        for match in PhoneNumberMatcher(plain, region, leniency=Leniency.VALID):
            return national_significant_number(match.number)
    return re.sub(r"\D", "", plain).lstrip("0")
