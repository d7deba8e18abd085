"""Actions that answer from facts alone: questions, small talk and the fallback."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status, feedback
from actions.asides import answer_aside
from actions.condole import condole, has_told_of_death
from actions.start import StartRequest, plainly_wishes
from actions.support import labels, page
from actions.support.pending import closes_pending
from actions.support.speech import ask_for_person, language_of, offer_person, say, topic
from fairwell.bootstrap import current_app
from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.details import stated
from fairwell.dialogue.intents import QUESTIONS, SURE, TOPICS, orders_to_cancel, plainly_cancels
from fairwell.dialogue.message import Message, latest
from fairwell.rules.cases.case import Account, Case, Kind, Status
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.cases.clarify import note_unclear
from fairwell.services.cases.look_up import look_up
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.cases.utterances import Unclear

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]

# Intents answered with "what would you like to do?" unless the text says something else.
_NOTHING_IN_PARTICULAR = frozenset(
    {"affirm", "bot_challenge", "correct_details", "deny", "give_reason", "greet", "help"}
    | {"nlu_fallback", "out_of_scope", "skip"}
)
# Intents with which the text alone decides whether to cancel an account.
_SAYS_LITTLE = _NOTHING_IN_PARTICULAR | {"complain", "goodbye", "repeat", "stop"}
MAX_WORDS = 12
# Once something is on record in the conversation, a question is likelier to be about it.
_AFTER_THE_RECORD = {"cancellation_status": 5.0}
# The least score of a meaning that is offered instead of "I can't help with that".
_LIKELY = 0.2
# The most meanings offered when it is not clear which was meant.
MAX_MEANINGS = 3


class ActionAnswer(Action):
    """Action that says the response named after the intent."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_answer"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer ``faq_trial`` with ``utter_faq_trial``; answer grave messages first."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return taken
        begun = await begin(message, dispatcher, tracker, domain)
        if begun is not None:
            return begun
        kept = [SlotSet(name, value) for name, value in _kept(message, tracker).items()]
        unsure = await _say_answer(message, bool(kept), dispatcher, tracker)
        return [*kept, SlotSet(slots.UNSURE, unsure)]


async def begin(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> Events | None:
    """Handle what the text alone decides outside a request, whatever the classified intent.

    Return ``None`` where it decides nothing.
    """
    if tracker.active_loop.get("name"):
        return None  # the form has read the message
    aside = await answer_aside(dispatcher, tracker)
    if aside is not None:
        return [SlotSet(*each) for each in {**aside, slots.UNSURE: None}.items()]
    condoled = condole(dispatcher, tracker)
    if condoled is not None:
        return condoled
    if not _begins(message, tracker):
        return None
    begun = await StartRequest().run(dispatcher, tracker, domain)
    return [*begun, SlotSet(slots.UNSURE, None), FollowupAction(slots.FORM)]


def _begins(message: Message, tracker: Tracker) -> bool:
    """Return whether a message outside a request begins a cancellation.

    A bare "abbrechen" may mean the account. A customer who has just reported a death and wants an
    end means the account as well, and so does one who says so in anger or next to a card number.
    """
    if message.intent == "stop" and circumstances.is_ambiguous(message.text):
        return True
    if plainly_wishes(message.text, tracker):
        return True
    if "•" in message.text and message.intent in QUESTIONS and not message.looks_like_question:
        # The masked part misled the classifier: "Kündigen! Meine Karte ist ..." asks nothing.
        return plainly_cancels(message.text)
    if message.intent == "complain" and circumstances.is_angry(message.text):
        return orders_to_cancel(message.text)
    short = len(message.text.split()) <= MAX_WORDS and not message.looks_like_question
    unclear = message.intent in _SAYS_LITTLE or message.confidence < SURE
    if tracker.get_slot(slots.CONCLUDED) == slots.CANCEL and unclear:
        return short and bool(wording.ANOTHER_ACCOUNT.search(message.text))
    if message.intent == "affirm" and short and orders_to_cancel(message.text):
        return True
    if message.intent == "nlu_fallback" and short and wording.RATHER_CANCELS.search(message.text):
        return True
    bereaved = has_told_of_death(tracker)
    over = message.intent in _SAYS_LITTLE and wording.WANTS_IT_OVER.search(message.text)
    return bereaved and (message.intent in {"affirm", "stop"} or bool(short and over))


def _kept(message: Message, tracker: Tracker) -> dict[str, str | None]:
    """Return details given in passing, so that they need not be asked for again."""
    return {} if tracker.active_loop.get("name") else stated(message)


async def _say_answer(
    message: Message, kept: bool, dispatcher: CollectingDispatcher, tracker: Tracker
) -> str | None:
    """Say the answer; return the new value of the slot ``unsure``."""
    if circumstances.names_lawyer(message.text):
        recorded = "_after" if tracker.get_slot(slots.CONCLUDED) else ""
        say(dispatcher, tracker, f"utter_lawyer{recorded}")
    elif message.intent in _NOTHING_IN_PARTICULAR and circumstances.is_small_talk(message.text):
        say(dispatcher, tracker, "utter_small_talk")
        if not tracker.active_loop.get("name"):
            say(dispatcher, tracker, "utter_greet")
    elif message.intent in _NOTHING_IN_PARTICULAR and kept:
        say(dispatcher, tracker, "utter_details_noted")
    elif message.intent == "human_handoff":
        offered = tracker.get_slot(slots.UNSURE) == slots.OFFERED
        ask_for_person(dispatcher, tracker, Reason.UNSURE if offered else Reason.ASKED)
    elif message.intent == "out_of_scope" and tracker.get_slot(slots.UNSURE) == slots.ONCE:
        return offer_person(dispatcher, tracker)
    elif message.intent == "out_of_scope" and (near := _near(message, tracker)):
        say(dispatcher, tracker, "utter_unsure", buttons=near)
        return slots.ONCE
    elif message.intent == "complain" and tracker.active_loop.get("name"):
        say(dispatcher, tracker, "utter_anger")
    elif message.intent == "complain" and tracker.get_slot(slots.CONCLUDED):
        say(dispatcher, tracker, "utter_complain_after")
    else:
        await _say_fact(message.intent, dispatcher, tracker)
        return slots.ONCE if message.intent == "out_of_scope" else None
    return None


def _near(message: Message, tracker: Tracker) -> list[dict[str, str]]:
    """Offer meanings of a wish that only looks out of scope: "close my acct, boarding in 5"."""
    if tracker.active_loop.get("name"):
        return []  # the request continues with its own question
    likely = [name for name in message.ranking if message.scores[name] >= _LIKELY]
    return labels.buttons(likely[:MAX_MEANINGS], language_of(tracker))


def _ends(case: Case, known: Account | None) -> bool:
    """Return whether the known account is cancelled, so that no next billing date applies."""
    stands = case.status in (Status.DECLARED, Status.VERIFIED)
    ours = known is not None and case.account_id == known.id
    return case.kind is Kind.CANCEL and stands and ours


async def _say_fact(intent: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say the response named after the intent, preceded by the known account's own values."""
    if intent in QUESTIONS:
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        ending = next((case for case in view.cases if _ends(case, view.account)), None)
        if ending and intent == "faq_billing_date":
            case_status.say_status(ending, view.account, dispatcher, tracker, answered=intent)
            return
        if view.account:
            language = language_of(tracker)
            values = current_app().policy.text_values(language)
            own = page.known_values(intent, view.account, values, language)
            if own:
                dispatcher.utter_message(text=own, json_message=topic(intent))
            if own and intent == "faq_billing_date":
                return  # it is the general answer with the date in it
    say(dispatcher, tracker, f"utter_{intent}", answered=intent if intent in TOPICS else None)


class Fallback(Action):
    """Fallback: up to three meanings as buttons; the second time in a row, an agent."""

    def name(self) -> str:
        """Return Rasa's name for the fallback; ours does not revert the message."""
        return "action_default_fallback"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Offer the likely meanings in plain words; never stay silent."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return taken
        begun = await begin(message, dispatcher, tracker, domain)
        if begun is not None:
            return begun
        kept = [SlotSet(name, value) for name, value in _kept(message, tracker).items()]
        if tracker.get_slot(slots.CONCLUDED):
            likely = message.expecting(_AFTER_THE_RECORD)
            if likely.intent == "cancellation_status" and likely.confidence >= SURE:
                await case_status.say_where_it_stands(dispatcher, tracker)
                return [SlotSet(slots.UNSURE, None)]
        if circumstances.is_small_talk(message.text):
            unsure = await _say_answer(message, bool(kept), dispatcher, tracker)
            return [*kept, SlotSet(slots.UNSURE, unsure)]
        if tracker.get_slot(slots.UNSURE) == slots.ONCE:
            return [*kept, SlotSet(slots.UNSURE, offer_person(dispatcher, tracker))]
        buttons = labels.buttons(message.ranking[:MAX_MEANINGS], language_of(tracker))
        if buttons:
            await asyncio.to_thread(_keep_for_trainers, message, tracker)
            say(dispatcher, tracker, "utter_unsure", buttons=buttons)
        else:
            say(dispatcher, tracker, "utter_not_understood")
        return [*kept, SlotSet(slots.UNSURE, slots.ONCE)]


def _keep_for_trainers(message: Message, tracker: Tracker) -> None:
    """Store a message that a press will label; a failure does not affect the customer."""
    unclear = Unclear(
        conversation_id=tracker.sender_id,
        turn_id=message.turn_id,
        language=language_of(tracker),
        model=current_app().settings.live_model,
        text=message.text,
        ranking=tuple(message.scores.items()),
    )
    try:
        note_unclear(unclear, message.entities, current_app())
    except StoreUnavailable as error:
        logger.warning("an unclear message was not kept for trainers: %s", error)
