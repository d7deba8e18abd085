"""Says a response with the values it may name, formatted for the conversation's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.handoff import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    handoff: Reason | None = None,
    values: dict[str, str] | None = None,
    **extra: str,
) -> None:
    """Utter ``response`` with the facts of the policy, ``values`` and ``extra`` filled in.

    ``buttons`` come beside those of the response; ``attachments`` are files to download. With
    ``handoff`` a person is wanted: the gateway says this only where nobody is there.
    """
    facts = current_app().policy.text_values(language_of(tracker))
    dispatcher.utter_message(
        response=response,
        buttons=buttons or [],
        json_message={
            **({"attachments": attachments} if attachments else {}),
            **({"handoff": handoff} if handoff else {}),
        },
        **{**facts, **(values or {}), **extra},
    )


def ask_for_person(
    dispatcher: CollectingDispatcher, tracker: Tracker, reason: Reason = Reason.ASKED
) -> None:
    """A person is wanted; the words are for the case that nobody is there."""
    back_at = texts.back_at(language_of(tracker), current_app().hours, current_app().clock())
    say(
        dispatcher,
        tracker,
        "utter_human_handoff",
        handoff=reason,
        back_at=f" {back_at}" if back_at else "",
    )


def offer_person(dispatcher: CollectingDispatcher, tracker: Tracker) -> str:
    """Offer a person after two misunderstandings: who is not asked is put into no queue.

    Returns what the slot ``unsure`` becomes. A request in the middle goes on by its own question.
    """
    in_request = "_in_request" if tracker.active_loop.get("name") else ""
    say(dispatcher, tracker, f"utter_unsure_twice{in_request}")
    return slots.OFFERED


def say_plain_way(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Link the plain page, as the chat must never be the only way (BGB 312k)."""
    path = "cancel" if language_of(tracker) == "en" else "kuendigen"
    plain_url = f"{current_app().settings.base_url}/{path}"
    say(dispatcher, tracker, "utter_cancel_start", plain_url=plain_url)


def in_words(values: Mapping[str, Any]) -> str:
    """The account as the customer named it: ``blumen-mueller, anna@firma.example``."""
    return ", ".join(filter(None, (values.get(slots.USER_NAME), values.get(slots.EMAIL))))


def details_in_words(tracker: Tracker) -> str:
    """The account as it stands in the slots."""
    return in_words(tracker.slots)
