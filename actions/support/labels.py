"""Intent labels in plain words for the buttons that ask which meaning was intended."""

from __future__ import annotations

from collections.abc import Sequence

from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.intents import LABELS, intent_in_words


def buttons(intents: Sequence[str], language: str) -> list[dict[str, str]]:
    """Build a button for each intent that has a label; small talk has none."""
    return [
        {"title": intent_in_words(intent, language), "payload": f"/{intent}"}
        for intent in intents
        if intent in LABELS
    ]


def something_else(language: str) -> dict[str, str]:
    """Build the button of who means none of the meanings offered."""
    return {"title": _(language, "Something else"), "payload": '/press{"decision": "go_on"}'}
