"""The questions of the request form."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.speech import details_in_words, language_of, say

Events = list[dict[str, Any]]


class AskUserName(Action):
    """Asks for user name and address in one question, or for the user name alone."""

    def name(self) -> str:
        """Rasa's name for asking this slot."""
        return "action_ask_user_name"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask for what is missing."""
        one = tracker.get_slot(slots.EMAIL) is not None
        say(dispatcher, tracker, "utter_ask_user_name_only" if one else "utter_ask_details")
        return []


class AskEmail(Action):
    """Asks for the main address."""

    def name(self) -> str:
        """Rasa's name for asking this slot."""
        return "action_ask_email"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask."""
        say(dispatcher, tracker, "utter_ask_email_only")
        return []


class AskReason(Action):
    """Asks why, with *keine Angabe* beside the reasons (no reason is needed: BGB 312k)."""

    def name(self) -> str:
        """Rasa's name for asking this slot."""
        return "action_ask_reason"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask."""
        say(dispatcher, tracker, "utter_ask_reason")
        return []


class AskDecision(Action):
    """Shows the page before the last click; after an interruption only its last line."""

    def name(self) -> str:
        """Rasa's name for asking this slot."""
        return "action_ask_decision"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Show the page in full when anything on it is new: details, kind or language."""
        kind, details = tracker.get_slot(slots.KIND), details_in_words(tracker)
        page = f"{kind}|{details}|{language_of(tracker)}"
        again = "_again" if tracker.get_slot(slots.PAGE_SHOWN) == page else ""
        say(dispatcher, tracker, f"utter_page_{kind}{again}", details=details)
        return [SlotSet(slots.PAGE_SHOWN, page)]
