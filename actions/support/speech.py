"""Response output with the values it may name, formatted for the conversation's language."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.i18n.plain_pages import CANCEL_PAGE
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.handoff import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from fairwell.dialogue.outcome import OnRecord


def language_of(tracker: Tracker) -> str:
    """Return the conversation's language, ``de`` until one is known."""
    return "en" if tracker.get_slot(slots.LANGUAGE) == "en" else "de"


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    response: str,
    *,
    buttons: list[dict[str, str]] | None = None,
    attachments: list[dict[str, str]] | None = None,
    handoff: Reason | None = None,
    recorded: OnRecord | None = None,
    answered: str | None = None,
    values: dict[str, str] | None = None,
    **extra: str,
) -> None:
    """Utter ``response`` with the facts of the policy, ``values`` and ``extra`` filled in.

    ``buttons`` are added to those of the response; ``attachments`` are files to download.
    ``handoff`` requests an agent: the gateway shows the response only if no agent is available.
    ``recorded`` and ``answered`` are for the turn's outcome, not for the customer's eyes: what was
    put on record, and the intent whose question this answers.
    """
    facts = current_app().policy.text_values(language_of(tracker))
    dispatcher.utter_message(
        response=response,
        buttons=buttons or [],
        json_message={
            **({"attachments": attachments} if attachments else {}),
            **({"handoff": handoff} if handoff else {}),
            **({"recorded": [asdict(recorded)]} if recorded else {}),
            **topic(answered),
        },
        **{**facts, **(values or {}), **extra},
    )


def topic(answered: str | None) -> dict[str, list[str]]:
    """Return the note that a message answers an intent's question."""
    return {"answered": [answered]} if answered else {}


def ask_for_person(
    dispatcher: CollectingDispatcher, tracker: Tracker, reason: Reason = Reason.ASKED
) -> None:
    """Request a handoff; the response is shown only if no agent is available."""
    back_at = texts.back_at(language_of(tracker), current_app().hours, current_app().clock())
    say(
        dispatcher,
        tracker,
        "utter_human_handoff",
        handoff=reason,
        answered=None if reason is Reason.DISPUTED else "human_handoff",
        back_at=f" {back_at}" if back_at else "",
    )


def offer_person(dispatcher: CollectingDispatcher, tracker: Tracker) -> str:
    """Offer an agent after two misunderstandings; no one is queued without being asked.

    Return the new value of the slot ``unsure``. An open request continues with its own question.
    """
    in_request = "_in_request" if tracker.active_loop.get("name") else ""
    say(dispatcher, tracker, f"utter_unsure_twice{in_request}")
    return slots.OFFERED


def say_plain_way(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Link the cancellation page, as the chat must never be the only way (BGB 312k)."""
    say(dispatcher, tracker, "utter_cancel_start", plain_url=plain_url(tracker))


def plain_url(tracker: Tracker) -> str:
    """Return the address of the cancellation page in the conversation's language."""
    return f"{current_app().settings.base_url}{CANCEL_PAGE[language_of(tracker)]}"


def in_words(values: Mapping[str, Any]) -> str:
    """Format the account as the customer named it: ``blumen-mueller, anna@firma.example``."""
    return ", ".join(filter(None, (values.get(slots.USER_NAME), values.get(slots.EMAIL))))


def details_in_words(tracker: Tracker) -> str:
    """Format the account from the slots."""
    return in_words(tracker.slots)
