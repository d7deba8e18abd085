"""Input guard: limits and cleaning of a typed message before anything else reads it.

Rasa takes any text that begins with "/" for an intent with entities, by design; a customer's
text must never be one, in whatever Unicode disguise.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fairwell.rules.privacy.secrets import mask_secrets

MAX_CHARACTERS = 2000
_SLASHES = frozenset("/\uff0f\u2044\u2215\u29f8\u2571")


class TooLong(ValueError):
    """More than ``MAX_CHARACTERS`` characters."""


class Empty(ValueError):
    """No character a person could have meant as a message."""


@dataclass(frozen=True)
class Typed:
    """A message safe to store and to hand to the engine."""

    text: str
    secrets_removed: bool


def clean(raw: str) -> Typed:
    """Check length, drop control characters and a leading slash, mask payment data.

    Raises:
        TooLong: over the limit; nothing was stored.
        Empty: no visible character.
    """
    if len(raw) > MAX_CHARACTERS:
        raise TooLong
    text = unicodedata.normalize("NFC", "".join(filter(_visible, raw)))
    text = _without_leading_slash(text)
    if not text:
        raise Empty
    masked = mask_secrets(text)
    return Typed(masked.text, masked.removed)


def _visible(sign: str) -> bool:
    """Keep line breaks and tabs; drop other control, format, surrogate and private characters.

    U+200D stays out too: family emoji fall apart into their members, which harms nobody.
    """
    return sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _without_leading_slash(text: str) -> str:
    text = text.strip()
    while text and (
        text[0] in _SLASHES or unicodedata.normalize("NFKC", text[0]).strip()[:1] == "/"
    ):
        text = text[1:].strip()
    return text
