"""Phone numbers as customers type them."""

from __future__ import annotations

from phonenumbers import Leniency, PhoneNumberMatcher

# Where customers call from; a number with a country's prefix is understood from anywhere.
_REGIONS = ("DE", "AT", "CH", "US", "GB")


def find_phone(text: str) -> str | None:
    """Return the first valid phone number as it was typed; customer numbers and dates are none."""
    for region in _REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            return str(match.raw_string)
    return None
