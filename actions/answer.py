"""Actions that answer from facts alone: questions, small talk and the fallback."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status, feedback
from actions.asides import answer_aside
from actions.start import StartRequest, go_on_with, plainly_wishes, take_new_end
from actions.support import labels
from actions.support.condole import condole, has_told_of_death
from actions.support.facts import say_fact
from actions.support.pending import closes_pending
from actions.support.speech import (
    ask_for_person,
    language_of,
    offer_person,
    plain_url,
    say,
)
from actions.support.standing import insists
from fairwell.bootstrap import current_app
from fairwell.dialogue import heard, slots
from fairwell.dialogue.details import given
from fairwell.dialogue.intents import (
    OUTSIDE,
    SURE,
)
from fairwell.dialogue.message import Message, latest
from fairwell.dialogue.outcome import intent_asked_about, meaning_of
from fairwell.i18n.values import kind_in_words
from fairwell.rules.cases.case import Kind
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.cases.clarify import note_unclear
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.cases.utterances import Unclear

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]

# Intents answered with "what would you like to do?" unless the text says something else.
_NOTHING_IN_PARTICULAR = frozenset(
    {"affirm", "bot_challenge", "correct_details", "deny", "give_reason", "greet", "help"}
    | {"nlu_fallback", "skip"}
    | OUTSIDE
)
# Intents with which the text alone decides whether to cancel an account.
_SAYS_LITTLE = _NOTHING_IN_PARTICULAR | {"complain", "goodbye", "repeat", "stop"}
# Intents beside which a code or a reference is what the message is about.
_SPEAKS_OF_CODES = _NOTHING_IN_PARTICULAR | {"faq_confirmation_email", "resend_code"}
_SPEAKS_OF_CASES = _NOTHING_IN_PARTICULAR | {"faq_phone"}
MAX_WORDS = 12
_CANCEL = "cancel_account"
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
        kept = _kept(message, tracker)
        return [SlotSet(*each) for each in {**kept, **aside, slots.UNSURE: None}.items()]
    condoled = condole(dispatcher, tracker)
    if condoled is not None:
        return condoled
    changed = await take_new_end(message, tracker)
    if changed is not None:
        return changed
    code = message.first("code")
    if code and message.intent in _SPEAKS_OF_CODES:
        asked = await case_status.enter_code(code, dispatcher, tracker)
        return [SlotSet(*each) for each in {**asked, slots.UNSURE: None}.items()]
    if message.first("reference") and message.intent in _SPEAKS_OF_CASES:
        await case_status.say_where_it_stands(dispatcher, tracker)
        return [SlotSet(slots.UNSURE, None)]
    if not _begins(message, tracker):
        return None
    begun = await StartRequest().run(dispatcher, tracker, domain)
    return [SlotSet(slots.UNSURE, None), *go_on_with(begun)]


def _begins(message: Message, tracker: Tracker) -> bool:
    """Return whether a message outside a request begins a cancellation.

    A bare "abbrechen" may mean the account. A customer who has just reported a death and wants an
    end means the account as well.
    """
    if message.intent == "stop" and message.heard.is_ambiguous:
        return True
    if insists(message, tracker) or (message.agrees and _asks_if_cancel(tracker)):
        return True
    if plainly_wishes(message, tracker):
        return True
    short = len(message.text.split()) <= MAX_WORDS and not message.looks_like_question
    unclear = message.intent in _SAYS_LITTLE or message.confidence < SURE
    if tracker.get_slot(slots.CONCLUDED) == slots.CANCEL and unclear:
        return short and message.heard.has(heard.ANOTHER_ACCOUNT)
    over = message.intent in _SAYS_LITTLE and "cancel_account" in message.heard.unsure
    ends = message.intent in {"affirm", "stop"} or (short and over)
    return ends and has_told_of_death(tracker)


def _kept(message: Message, tracker: Tracker) -> dict[str, str | None]:
    """Return details given in passing, so that they need not be asked for again."""
    return {} if tracker.active_loop.get("name") or message.pressed else given(message)


async def _say_answer(
    message: Message, kept: bool, dispatcher: CollectingDispatcher, tracker: Tracker
) -> str | None:
    """Say the answer; return the new value of the slot ``unsure``."""
    if message.heard.has(heard.LAWYER):
        recorded = "_after" if tracker.get_slot(slots.CONCLUDED) else ""
        say(dispatcher, tracker, f"utter_lawyer{recorded}")
    elif message.intent in _NOTHING_IN_PARTICULAR and message.heard.has(heard.SMALL_TALK):
        say(dispatcher, tracker, "utter_small_talk")
        if not tracker.active_loop.get("name"):
            say(dispatcher, tracker, "utter_greet")
    elif message.intent in _NOTHING_IN_PARTICULAR and kept:
        say(dispatcher, tracker, "utter_details_noted")
    elif message.intent == "human_handoff":
        offered = tracker.get_slot(slots.UNSURE) == slots.OFFERED
        ask_for_person(dispatcher, tracker, Reason.UNSURE if offered else Reason.ASKED)
    elif message.intent in OUTSIDE and tracker.get_slot(slots.UNSURE) == slots.ONCE:
        return offer_person(dispatcher, tracker)
    elif message.intent in OUTSIDE and (near := _near(message, tracker)):
        say(dispatcher, tracker, "utter_unsure", buttons=near)
        return slots.ONCE
    elif message.intent == "help" and tracker.active_loop.get("name"):
        say(
            dispatcher,
            tracker,
            "utter_help_in_request",
            answered="help",
            plain_url=plain_url(tracker),
        )
    elif message.intent == "goodbye" and tracker.active_loop.get("name"):
        kind = Kind(tracker.get_slot(slots.KIND) or Kind.CANCEL)
        say(
            dispatcher,
            tracker,
            "utter_goodbye_unfinished",
            what=kind_in_words(kind, language_of(tracker)),
        )
    elif message.intent == "complain" and tracker.active_loop.get("name"):
        say(dispatcher, tracker, "utter_anger")
    elif message.intent == "complain" and tracker.get_slot(slots.CONCLUDED):
        say(dispatcher, tracker, "utter_complain_after")
    else:
        await say_fact(message.intent, dispatcher, tracker)
        return slots.ONCE if message.intent in OUTSIDE else None
    return None


def _near(message: Message, tracker: Tracker) -> list[dict[str, str]]:
    """Offer meanings of a wish that only looks out of scope: "close my acct, boarding in 5"."""
    if tracker.active_loop.get("name"):
        return []  # the request continues with its own question
    likely = [name for name in message.ranking if message.scores[name] >= _LIKELY]
    return labels.buttons(likely[:MAX_MEANINGS], language_of(tracker))


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
        if message.heard.has(heard.SMALL_TALK) or message.heard.has(heard.LAWYER):
            unsure = await _say_answer(message, bool(kept), dispatcher, tracker)
            return [*kept, SlotSet(slots.UNSURE, unsure)]
        if tracker.get_slot(slots.UNSURE) == slots.ONCE and not _may_mean_cancel(message, tracker):
            return [*kept, SlotSet(slots.UNSURE, offer_person(dispatcher, tracker))]
        if _may_mean_cancel(message, tracker):
            await asyncio.to_thread(_keep_for_trainers, message, tracker)
            return [*kept, *_ask_if_cancel(message, dispatcher, tracker)]
        buttons = labels.buttons(message.ranking[:MAX_MEANINGS], language_of(tracker))
        if buttons:
            await asyncio.to_thread(_keep_for_trainers, message, tracker)
            say(dispatcher, tracker, "utter_unsure", buttons=buttons)
        else:
            say(dispatcher, tracker, "utter_not_understood")
        return [*kept, SlotSet(slots.UNSURE, slots.ONCE)]


def _may_mean_cancel(message: Message, tracker: Tracker) -> bool:
    """Return whether a wish to leave is the likeliest meaning, and was not just asked about."""
    likeliest = message.heard.unsure[:1] == (_CANCEL,)
    concluded = tracker.get_slot(slots.CONCLUDED) == slots.CANCEL
    return likeliest and not concluded and not _asks_if_cancel(tracker)


def _asks_if_cancel(tracker: Tracker) -> bool:
    return intent_asked_about(tracker.get_slot(slots.PENDING)) == _CANCEL


def _ask_if_cancel(message: Message, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Ask one question that a typed "yes" answers; the other meanings stand beside it."""
    language = language_of(tracker)
    meant = labels.buttons(message.heard.unsure, language)[: MAX_MEANINGS - 1]
    buttons = [*meant, labels.something_else(language)]
    say(dispatcher, tracker, "utter_ask_if_cancel", buttons=buttons)
    return [SlotSet(slots.UNSURE, slots.ONCE), SlotSet(slots.PENDING, meaning_of(_CANCEL))]


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
