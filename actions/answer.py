"""Answers that need no more than the facts: questions, talk, and wishes Billing Support takes."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import latest
from actions.speech import say

Events = list[dict[str, Any]]


class Answer(Action):
    """Says the response named after the intent."""

    def name(self) -> str:
        """As in the rules."""
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """``faq_trial`` is answered by ``utter_faq_trial``."""
        say(dispatcher, tracker, f"utter_{latest(tracker).intent}")
        return []


class Fallback(Action):
    """Says that the message was not understood and what is possible; never silence."""

    def name(self) -> str:
        """Rasa's name for the fallback; ours keeps the message instead of reverting it."""
        return "action_default_fallback"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Offer the ways on."""
        say(dispatcher, tracker, "utter_not_understood")
        return []
