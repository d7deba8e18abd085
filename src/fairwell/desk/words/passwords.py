"""Texts about new passwords."""

from __future__ import annotations

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.passwords import MAX_LENGTH, MIN_LENGTH, Weakness

_TEXTS = {
    Weakness.TOO_SHORT: "That is too short. Use at least {least} characters.",
    Weakness.TOO_LONG: "That is too long. Use at most {most} characters.",
    Weakness.EASY: "That is easy to guess. Use several unrelated words.",
}


def weakness_in_words(weakness: Weakness, language: str) -> str:
    """Return why a password was refused, and what to use instead."""
    return _(language, _TEXTS[weakness], **_values(language))


def password_hint(language: str) -> str:
    """Return what a new password needs, to show before one is typed."""
    return _(
        language,
        "At least {least} characters. Several words work well; symbols and digits are not needed.",
        **_values(language),
    )


def _values(language: str) -> dict[str, str]:
    return {
        "least": formats.number(MIN_LENGTH, language),
        "most": formats.number(MAX_LENGTH, language),
    }
