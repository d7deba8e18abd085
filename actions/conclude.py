"""The last click: record the request, and only then say so."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.message import latest
from actions.speech import details_in_words, language_of, say
from fairwell.bootstrap import services
from fairwell.cancellation.case import Declaration, Kind
from fairwell.services.errors import StoreUnavailable

Events = list[dict[str, Any]]


class Conclude(Action):
    """Carries out the decision of a completed form."""

    def name(self) -> str:
        """As in the rules."""
        return "action_conclude"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Record a cancellation or a pause, or say that nothing was recorded."""
        return await carry_out(tracker.get_slot(slots.DECISION), dispatcher, tracker)


class Press(Action):
    """A button outside a form: the last click again, after an answer got lost."""

    def name(self) -> str:
        """As in the rules."""
        return "action_press"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Repeat the last click where the page was seen for these details, else ask anew.

        Recording is idempotent, so a click that did go through answers with its reference.
        """
        decision = latest(tracker).first(slots.DECISION)
        details = details_in_words(tracker)
        seen = str(tracker.get_slot(slots.PAGE_SHOWN) or "").split("|")
        if decision in (slots.CANCEL, slots.PAUSE) and details and details in seen:
            return await carry_out(decision, dispatcher, tracker)
        say(dispatcher, tracker, "utter_button_stale")
        return []


async def carry_out(
    decision: str | None, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events:
    """Record what was decided and answer with the receipt, after the commit.

    The words "received" never come from a static response behind this action: Rasa logs a failed
    action and goes on, and would confirm what was never saved.
    """
    if decision not in (slots.CANCEL, slots.PAUSE):
        say(dispatcher, tracker, "utter_kept")
        return [SlotSet(slots.DECISION, None), SlotSet(slots.PAGE_SHOWN, None)]
    language = language_of(tracker)
    reason = tracker.get_slot(slots.REASON) if decision == slots.CANCEL else None
    declaration = Declaration(
        kind=Kind(decision),
        user_name=tracker.get_slot(slots.USER_NAME) or None,
        email=tracker.get_slot(slots.EMAIL) or None,
        language=language,
        reason=None if reason in (None, slots.NO_REASON) else reason,
        conversation_id=tracker.sender_id,
        turn_id=latest(tracker).turn_id,
    )
    try:
        # Off the event loop: a locked database must not hold up the other conversations.
        recorded = await asyncio.to_thread(services().record, declaration)
    except StoreUnavailable:
        say(dispatcher, tracker, "utter_not_recorded")
        return []
    say(
        dispatcher,
        tracker,
        f"utter_receipt_{decision}",
        reference=recorded.case.reference,
        received_at=services().moment(recorded.case, language),
        details=details_in_words(tracker),
    )
    return []
