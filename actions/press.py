"""Action for buttons outside a form: repeated last click, revoke, resend and feedback."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import press_beside
from actions.conclude import carry_out
from actions.support.pending import closes_pending
from actions.support.speech import details_in_words, say
from fairwell.dialogue import slots
from fairwell.dialogue.deciding import stands_on_page
from fairwell.dialogue.message import latest

Events = list[dict[str, Any]]


class Press(Action):
    """Action for a button pressed while no question is open."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_press"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Do what the button says where that still applies; else say that it is out of date.

        A last click counts only where its page was seen for these details. Recording is
        idempotent, so a repeated click answers with the reference of the first.
        """
        message = latest(tracker)
        beside = await press_beside(message, dispatcher, tracker)
        if beside is not None:
            return [SlotSet(*each) for each in beside.items()]
        decision = message.first(slots.DECISION)
        if decision == slots.GO_ON_HERE:
            say(dispatcher, tracker, "utter_greet")
            return [SlotSet(slots.UNSURE, None)]
        page = str(tracker.get_slot(slots.PAGE_SHOWN) or "")
        kind, _, rest = page.partition("|")
        details = details_in_words(tracker)
        seen = details and rest.rpartition("|")[0] == details
        last_click = decision in (*slots.KINDS, slots.AT_BALANCE_END)
        choice = page.endswith(slots.CHOICE)
        if seen and last_click and stands_on_page(str(decision), kind, choice=choice):
            return await carry_out(decision, dispatcher, tracker)
        say(dispatcher, tracker, "utter_button_stale")
        return []
