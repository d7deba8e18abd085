"""Meanings in plain words, for the buttons that ask which one was meant."""

from __future__ import annotations

from collections.abc import Sequence

from fairwell.i18n.intents import LABELS, intent_in_words


def buttons(intents: Sequence[str], language: str) -> list[dict[str, str]]:
    """A button for each intent that has a label; small talk is no meaning to choose from."""
    return [
        {"title": intent_in_words(intent, language), "payload": f"/{intent}"}
        for intent in intents
        if intent in LABELS
    ]
