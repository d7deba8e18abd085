"""Actions about the conversation itself: language, repetition and stopping."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer_aside
from actions.case_status import ask_revoke, say_left_off
from actions.support.condole import has_told_of_death
from actions.support.last_turn import said
from actions.support.pending import closes_pending
from actions.support.speech import language_of, say, topic
from fairwell.dialogue import heard, slots
from fairwell.dialogue.message import latest

Events = list[dict[str, Any]]


class SwitchLanguage(Action):
    """Action that sets the requested language; the rule then confirms it in that language."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_switch_language"

    @closes_pending
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Set the language named in the message, else the one the conversation was not in."""
        named = latest(tracker).heard.languages
        wanted = named[0] if len(named) == 1 else _other(_language_before(tracker))
        # The rule says it in the new language; this only notes the topic.
        dispatcher.utter_message(json_message=topic("switch_language"))
        return [SlotSet(slots.LANGUAGE, wanted)]


class Repeat(Action):
    """Action that repeats the last answer; in a form it shows the open question in full."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_repeat"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Repeat the bot's messages of the previous turn word for word."""
        if tracker.active_loop.get("name"):
            return [SlotSet(slots.PAGE_SHOWN, None)]
        aside = await answer_aside(dispatcher, tracker)
        if aside is not None:
            return [SlotSet(*each) for each in {**aside, slots.UNSURE: None}.items()]
        if latest(tracker).heard.has(heard.UNDO):
            asked = await ask_revoke(dispatcher, tracker)
            return [SlotSet(*each) for each in asked.items()]
        last = said(tracker)
        for event in last:
            buttons = (event.get("data") or {}).get("buttons") or []
            dispatcher.utter_message(text=event["text"], buttons=buttons)
        if not last:
            say(dispatcher, tracker, "utter_nothing_to_repeat")
        asked = tracker.get_slot(slots.PENDING)
        return [SlotSet(slots.PENDING, asked)] if asked else []


class Stop(Action):
    """Action that ends an open request, records nothing more and says so."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_stop"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Leave the form; details remain, since the customer may begin again."""
        kept = latest(tracker).intent == "keep_account"
        await say_left_off("utter_kept" if kept else "utter_stopped", dispatcher, tracker)
        cleared = [slots.DECISION, slots.PAGE_SHOWN, slots.MEANT, slots.CHANGE, slots.REQUESTED]
        if not has_told_of_death(tracker):
            cleared.append(slots.REASON)
        return [ActiveLoop(None), *(SlotSet(name, None) for name in cleared)]


def _other(language: str) -> str:
    return "de" if language == "en" else "en"


def _language_before(tracker: Tracker) -> str:
    """Return the language of the conversation before this message was detected as another."""
    passed_message = False
    for event in reversed(tracker.events):
        passed_message = passed_message or event.get("event") == "user"
        if passed_message and event.get("event") == "slot" and event["name"] == slots.LANGUAGE:
            return str(event["value"])
    return language_of(tracker)
