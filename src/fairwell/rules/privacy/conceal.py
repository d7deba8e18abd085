"""Masking of personal data for agents: known values, and patterns that look like it.

A masked value keeps its first character, so that two mails or names remain distinguishable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"(?<![\w.+-])([\w])[\w.+-]*@([\w])[\w-]*(?:\.[\w-]+)*\.([\w-]{2,})")
# Seven or more digits with separators: phone, customer and invoice numbers.
_NUMBER = re.compile(r"(?<![\w-])\+?\d(?:[ ()/.-]{0,2}\d){6,}(?![\w-])")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def conceal(text: str, known: Iterable[str] = ()) -> str:
    """Mask addresses, long numbers and the ``known`` values (such as a user name) in a text."""
    hidden = _ADDRESS.sub(r"\1***@\2***.\3", text)
    hidden = _NUMBER.sub(_without_digits, hidden)
    for value in sorted({v for v in known if len(v) > 2}, key=len, reverse=True):
        hidden = re.sub(
            rf"(?<!\w){re.escape(value)}(?!\w)", f"{value[0]}***", hidden, flags=re.IGNORECASE
        )
    return hidden


def conceal_value(value: str) -> str:
    """Mask a value that is a name, an address or a number as a whole."""
    return conceal(value) if "@" in value else f"{value[:1]}***"


def _without_digits(number: re.Match[str]) -> str:
    digits = number.group()
    return digits if _DATE.fullmatch(digits) else f"***{digits[-2:]}"
