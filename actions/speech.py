"""Says a response with the values it may name, formatted for the conversation's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import slots
from fairwell.bootstrap import services

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher


def language_of(tracker: Tracker) -> str:
    """The conversation's language, ``de`` until one is known."""
    return "en" if tracker.get_slot(slots.LANGUAGE) == "en" else "de"


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    response: str,
    *,
    buttons: list[dict[str, str]] | None = None,
    attachments: list[dict[str, str]] | None = None,
    values: dict[str, str] | None = None,
    **extra: str,
) -> None:
    """Utter ``response`` with the facts of the policy, ``values`` and ``extra`` filled in.

    ``buttons`` come beside those of the response; ``attachments`` are files to download.
    """
    facts = services().text_values(language_of(tracker))
    dispatcher.utter_message(
        response=response,
        buttons=buttons or [],
        json_message={"attachments": attachments} if attachments else {},
        **{**facts, **(values or {}), **extra},
    )


def details_in_words(tracker: Tracker) -> str:
    """The account as the customer named it: ``blumen-mueller, anna@firma.example``."""
    stated = (tracker.get_slot(slots.USER_NAME), tracker.get_slot(slots.EMAIL))
    return ", ".join(filter(None, stated))
