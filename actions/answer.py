"""Answers that need no more than the facts: questions, talk, and what was not understood."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import feedback, labels, people, slots
from actions.message import Message, latest
from actions.reading import stated
from actions.speech import ask_for_person, language_of, say
from actions.start import StartRequest
from fairwell.bootstrap import services
from fairwell.handoff.speaker import Reason
from fairwell.services.errors import StoreUnavailable
from fairwell.services.ports import Unclear

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]

# How many meanings are offered when it is not clear which was meant.
MAX_MEANINGS = 3


class Answer(Action):
    """Says the response named after the intent."""

    def name(self) -> str:
        """As in the rules."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """``faq_trial`` is answered by ``utter_faq_trial``; grave words are answered first."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return taken
        if message.intent == "stop" and people.is_ambiguous(message.text):
            # A bare "abbrechen" with nothing open: perhaps the account is meant. The form asks.
            begun = await StartRequest().run(dispatcher, tracker, domain)
            return [*begun, SlotSet(slots.UNSURE, None), FollowupAction(slots.FORM)]
        if people.names_lawyer(message.text):
            say(dispatcher, tracker, "utter_lawyer")
        elif people.is_bereaved(message.text):
            say(dispatcher, tracker, "utter_condolence_and_ways")
        elif message.intent == "human_handoff":
            ask_for_person(dispatcher, tracker)
        else:
            say(dispatcher, tracker, f"utter_{message.intent}")
        return [SlotSet(slots.UNSURE, None)]


class Fallback(Action):
    """Not sure what was meant: up to three meanings as buttons; twice in a row a person."""

    def name(self) -> str:
        """Rasa's name for the fallback; ours keeps the message instead of reverting it."""
        return "action_default_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Offer what it could be, in plain words; never silence."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return taken
        # Details that stood beside an unclear wish need not be typed again.
        kept = [SlotSet(name, value) for name, value in stated(message).items()]
        if tracker.get_slot(slots.UNSURE):
            say(dispatcher, tracker, "utter_unsure_twice", handoff=Reason.UNSURE)
            return [*kept, SlotSet(slots.UNSURE, None)]
        buttons = labels.buttons(message.ranking[:MAX_MEANINGS], language_of(tracker))
        if buttons:
            await asyncio.to_thread(_keep_for_trainers, message, tracker)
            say(dispatcher, tracker, "utter_unsure", buttons=buttons)
        else:
            say(dispatcher, tracker, "utter_not_understood")
        return [*kept, SlotSet(slots.UNSURE, "once")]


def _keep_for_trainers(message: Message, tracker: Tracker) -> None:
    """What a press will label; a customer gets the question whether or not it could be kept."""
    unclear = Unclear(
        conversation_id=tracker.sender_id,
        turn_id=message.turn_id,
        language=language_of(tracker),
        model=services().settings.model,
        text=message.text,
        ranking=tuple(message.scores.items()),
    )
    try:
        services().note_unclear(unclear, message.entities)
    except StoreUnavailable as error:
        logger.warning("an unclear message was not kept for trainers: %s", error)
