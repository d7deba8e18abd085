"""Action for what is only stated outside a request: a code, a reference, details."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status
from actions.start import take_new_end
from actions.support.condole import condole
from actions.support.pending import closes_pending
from actions.support.speech import say
from fairwell.dialogue.details import stated
from fairwell.dialogue.message import Message, latest

Events = list[dict[str, Any]]


class TakeDetails(Action):
    """Action for a message that only states something outside a request."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_take_details"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Try a code, tell of a reference, note details."""
        message = latest(tracker)
        code = message.first("code")
        if code:
            asked = await case_status.enter_code(code, dispatcher, tracker)
            return [SlotSet(*each) for each in asked.items()]
        if message.first("reference") and not stated(message):
            await case_status.say_where_it_stands(dispatcher, tracker)
            return []
        return await _note(message, dispatcher, tracker)


async def _note(message: Message, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Note details as they are written, unless the message is about a date or a death."""
    changed = await take_new_end(message, tracker)
    if changed is not None:
        return changed
    condoled = condole(dispatcher, tracker)
    if condoled is not None:
        return condoled
    found = stated(message)
    say(dispatcher, tracker, "utter_details_noted" if found else "utter_not_understood")
    return [SlotSet(name, value) for name, value in found.items()]
