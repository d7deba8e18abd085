"""A death told outside a request: sympathy first, whatever the classifier took the words for."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.support.speech import say
from fairwell.dialogue import circumstances, slots
from fairwell.dialogue.details import stated
from fairwell.dialogue.message import latest


def has_told_of_death(tracker: Tracker) -> bool:
    """Whether a death was told in this conversation."""
    return bool(tracker.get_slot(slots.REASON) == slots.BEREAVEMENT)


def condole(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Condole and name the ways on, where a death is told and no request is open; else ``None``.

    It is remembered for the rest of the conversation: nobody is asked why, or made an offer.
    """
    message = latest(tracker)
    if tracker.active_loop.get("name") or not circumstances.is_bereaved(message.text):
        return None
    say(dispatcher, tracker, "utter_condolence_and_ways")
    kept = {**stated(message), slots.REASON: slots.BEREAVEMENT, slots.UNSURE: None}
    return [SlotSet(name, value) for name, value in kept.items()]
