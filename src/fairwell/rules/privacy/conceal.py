"""Hides person data from agents until it is revealed: what is known, and what looks like it.

A hidden value keeps its first sign, so that two mails or names can still be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"(?<![\w.+-])([\w])[\w.+-]*@([\w])[\w-]*(?:\.[\w-]+)*\.([\w-]{2,})")
# Seven digits or more with what people put between them: phone, customer and invoice numbers.
_NUMBER = re.compile(r"(?<![\w-])\+?\d(?:[ ()/.-]{0,2}\d){6,}(?![\w-])")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")


def conceal(text: str, known: Iterable[str] = ()) -> str:
    """``text`` without addresses, long numbers and the ``known`` values (such as a user name)."""
    hidden = _ADDRESS.sub(r"\1***@\2***.\3", text)
    hidden = _NUMBER.sub(_without_digits, hidden)
    for value in sorted({v for v in known if len(v) > 2}, key=len, reverse=True):
        hidden = re.sub(
            rf"(?<!\w){re.escape(value)}(?!\w)", f"{value[0]}***", hidden, flags=re.IGNORECASE
        )
    return hidden


def _without_digits(number: re.Match[str]) -> str:
    digits = number.group()
    return digits if _DATE.fullmatch(digits) else f"***{digits[-2:]}"
