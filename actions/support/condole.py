"""Condolence for a death reported outside a request, whatever the classified intent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.support.speech import say
from fairwell.dialogue import heard, slots
from fairwell.dialogue.details import stated
from fairwell.dialogue.message import latest


def has_told_of_death(tracker: Tracker) -> bool:
    """Return whether a death was reported in this conversation."""
    return bool(tracker.get_slot(slots.REASON) == slots.BEREAVEMENT)


def condole(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Condole and name the next steps where a death is reported outside a request.

    Return ``None`` otherwise. The death is recorded for the rest of the conversation, so that the
    customer is neither asked for a reason nor made an offer.
    """
    message = latest(tracker)
    if tracker.active_loop.get("name") or not message.heard.has(heard.BEREAVED):
        return None
    say(dispatcher, tracker, "utter_condolence_and_ways")
    kept = {**stated(message), slots.REASON: slots.BEREAVEMENT, slots.UNSURE: None}
    return [SlotSet(name, value) for name, value in kept.items()]
