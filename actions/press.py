"""Action for buttons outside a form: repeated last click, revoke, resend and feedback."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import press_beside
from actions.conclude import carry_out
from actions.start import begin_with, of_account, page_of_new_end
from actions.support.pending import closes_pending
from actions.support.speech import details_in_words, say
from actions.support.standing import ask_end, standing_of
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.dialogue.deciding import stands_on_page
from fairwell.dialogue.message import latest
from fairwell.services.cases.look_up import look_up

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
        begun = await _begun_by(decision, dispatcher, tracker)
        if begun is not None:
            return begun
        page = str(tracker.get_slot(slots.PAGE_SHOWN) or "")
        kind, _, rest = page.partition("|")
        details = details_in_words(tracker)
        ends = tracker.get_slot(slots.ENDS) or ""
        seen = details and rest.rpartition("|")[0] == f"{details}|{ends}"
        last_click = decision in (*slots.KINDS, slots.AT_BALANCE_END)
        choice = page.endswith(slots.CHOICE)
        if seen and last_click and stands_on_page(str(decision), kind, choice=choice):
            return await carry_out(decision, dispatcher, tracker)
        say(dispatcher, tracker, "utter_button_stale")
        return []


async def _begun_by(
    decision: str | None, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events | None:
    """Begin what the buttons of a known account begin; return ``None`` for any other button."""
    if decision == slots.OTHER_ACCOUNT:
        return begin_with({slots.USER_NAME: None, slots.EMAIL: None}, slots.CANCEL, tracker)
    if decision not in (slots.CHANGE_END, slots.CANCEL_TRIAL):
        return None
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    if decision == slots.CANCEL_TRIAL:
        return begin_with(of_account(view.account), slots.CANCEL, tracker)
    case = standing_of(view)
    if case is None:
        return None
    wished = tracker.get_slot(slots.ENDS)
    if wished:  # named beside the wish to cancel
        return page_of_new_end(case, view.account, wished, tracker)
    return [SlotSet(*each) for each in ask_end(case, dispatcher, tracker).items()]
