"""Secrets in a text: what must never be stored, echoed or read as a detail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .numbers import Span, find_cards, find_ibans
from .passwords import find_passwords

# Same length, so that spans hold.
_PLAIN = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " ")
    | {"\uff1a": ":", "\uff1d": "="}
)


class SecretKind(StrEnum):
    """What a secret is, as far as its mask tells."""

    PASSWORD = "password"  # noqa: S105 (a kind, no secret); a PIN is one
    CARD = "card"
    IBAN = "iban"


@dataclass(frozen=True, order=True)
class Secret:
    """A secret in a text, by its span."""

    start: int
    end: int
    kind: SecretKind


def find_secrets(text: str) -> tuple[Span, ...]:
    """All spans of secrets in order; those that touch are one."""
    return tuple((each.start, each.end) for each in secrets_in(text))


def secrets_in(text: str) -> tuple[Secret, ...]:
    """All secrets in order; of those that touch, the longest says what they are."""
    plain = text.translate(_PLAIN)
    found = sorted(
        {
            *(Secret(*span, SecretKind.PASSWORD) for span in find_passwords(plain)),
            *(Secret(*span, SecretKind.CARD) for span in find_cards(plain)),
            *(Secret(*span, SecretKind.IBAN) for span in find_ibans(plain)),
        }
    )
    merged: list[Secret] = []
    for each in found:
        if merged and each.start < merged[-1].end:
            last = merged.pop()
            longest = max(last, each, key=lambda secret: secret.end - secret.start)
            merged.append(Secret(last.start, max(last.end, each.end), longest.kind))
        else:
            merged.append(each)
    return tuple(merged)
