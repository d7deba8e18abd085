"""The beginnings of a request."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.message import latest
from actions.reading import Asked, read_answer
from actions.speech import say

Events = list[dict[str, Any]]


def _start(kind: str) -> Events:
    """A fresh request; details already given in this conversation are not asked again."""
    fresh = [SlotSet(name, None) for name in (slots.REASON, slots.DECISION, slots.PAGE_SHOWN)]
    return [SlotSet(slots.KIND, kind), *fresh]


class StartCancellation(Action):
    """Begins a cancellation."""

    def name(self) -> str:
        """As in the rules."""
        return "action_start_cancellation"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Set the kind of request."""
        return _start(slots.CANCEL)


class StartPause(Action):
    """Begins a request for a pause."""

    def name(self) -> str:
        """As in the rules."""
        return "action_start_pause"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Set the kind of request."""
        return _start(slots.PAUSE)


class NoteDetails(Action):
    """Keeps details that came before the wish, and asks what is wanted."""

    def name(self) -> str:
        """As in the rules."""
        return "action_note_details"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Keep user name and address as they stand in the message."""
        found = read_answer(latest(tracker), Asked(None, None, None, None)).slots
        say(dispatcher, tracker, "utter_details_noted" if found else "utter_not_understood")
        return [SlotSet(name, value) for name, value in found.items()]
