"""Asides: questions recognised by their text, answered by what is open or on record.

"Are you sure?" is about the page where one is shown, and about the record where there is one. The
classifier knows neither; its wrong guess would leave the question unanswered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions import case_status, feedback
from actions.condole import has_told_of_death
from actions.support import page
from actions.support.last_turn import case_to_take_back
from actions.support.speech import language_of, say, topic
from fairwell.bootstrap import current_app
from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.consent import Yes, read_yes
from fairwell.dialogue.details import stated
from fairwell.dialogue.intents import QUESTIONS, SURE, TURNS_INTO, speaks_of_cancelling
from fairwell.dialogue.message import Message, latest
from fairwell.rules.cases.case import Kind, Plan
from fairwell.rules.cases.phone import find_phone
from fairwell.services.cases.look_up import look_up

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

Slots = dict[str, str | None]

# Wishes and reasons that may mention undoing something without asking for it.
_WISHES = (
    QUESTIONS
    | TURNS_INTO.keys()
    | {"cancel_account", "complain", "give_reason", "human_handoff", "resume_account"}
)
# Intents that a question about money back is classified as.
_MONEY_BACK = frozenset({"faq_billing_date", "faq_refund", "nlu_fallback", "out_of_scope"})
# The intent of questions about a balance.
_BALANCE = "faq_prepay_renewal"
# A longer message is about more than one thing.
_SHORT = 9  # words


async def answer_aside(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """Answer an aside; return the slots to set with it, or ``None`` if the message is none."""
    message = latest(tracker)
    if message.pressed:
        return await press_beside(message, dispatcher, tracker)
    taken_back = await answer_take_back(message, dispatcher, tracker)
    if taken_back is not None:
        return taken_back
    if message.text.startswith("/"):
        return None
    if wording.ASKS_BALANCE.search(message.text) and not wording.GETS_BACK.search(message.text):
        await _say_balance(dispatcher, tracker)
        return {}
    if wording.ASKS_FOR_PAPERS.search(message.text) and message.looks_like_question:
        say(dispatcher, tracker, "utter_no_papers")
        return {}
    if _takes_back(message):
        concluded = tracker.get_slot(slots.CONCLUDED)
        return await case_status.ask_revoke(dispatcher, tracker, last=bool(concluded))
    if not tracker.active_loop.get("name") and means_record(message, tracker):
        return await case_status.ask_revoke(dispatcher, tracker, last=True)
    if _about_money_of_a_request(message, dispatcher, tracker):
        return {}
    if tracker.active_loop.get("name"):
        return _in_request(message, dispatcher, tracker)
    return await _outside(message, dispatcher, tracker)


async def press_beside(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Slots | None:
    """Handle buttons that work with or without an open request: revoke, resend and score.

    Return ``None`` for any other button.
    """
    decision, score = message.first(slots.DECISION), message.first("score")
    if score:
        return await feedback.take_score(score, dispatcher, tracker)
    if decision == slots.REVOKE:
        await case_status.revoke(message.first("case"), dispatcher, tracker)
        return {}
    if decision == slots.RESEND:
        await case_status.send_again(dispatcher, tracker, "utter_sent_again")
        return {}
    return None


async def answer_take_back(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Slots | None:
    """Handle a typed answer to "Shall I take it back?".

    Return ``None`` where that was not asked or not answered. In the middle of a request two
    questions are open, so a bare yes answers neither.
    """
    case_id = case_to_take_back(tracker)
    if case_id is None:
        return None
    yes = read_yes(message.text, slots.REVOKE)
    named = yes in (Yes.NAMED, Yes.NAMED_AT_ONCE)
    if named or (yes is not Yes.NO_YES and not tracker.active_loop.get("name")):
        await case_status.revoke(case_id, dispatcher, tracker)
        return {}
    if refuses_to_take_back(message):
        await case_status.say_it_stands(case_id, dispatcher, tracker)
        return {}
    hardly_yes = message.intent in {"affirm", "keep_account", "revoke_cancellation"}
    if not message.looks_like_question and (yes is not Yes.NO_YES or hardly_yes):
        return await case_status.ask_revoke(dispatcher, tracker)
    return None


def refuses_to_take_back(message: Message) -> bool:
    """Return whether the answer leaves the record as it is."""
    if message.looks_like_question:
        return False
    if wording.LEAVES_IT.search(message.text):
        return True
    other_wish = wording.ANOTHER_ACCOUNT.search(message.text)
    refuses = message.intent in {"deny", "skip", "stop", "cancel_account"} and not other_wish
    return refuses and message.confidence >= SURE


def means_record(message: Message, tracker: Tracker) -> bool:
    """Return whether a short message after a receipt means the record: "stopp", "Versehen"."""
    concluded = tracker.get_slot(slots.CONCLUDED)
    short = len(message.text.split()) <= _SHORT
    if not concluded or not short or message.looks_like_question or stated(message):
        return False
    if circumstances.is_bare_wish(message.text):
        # "I want to cancel" is a new wish; a bare "cancel" may be about the cancellation.
        return concluded == slots.CANCEL and not wording.WANTS_TO.search(message.text)
    if circumstances.is_ambiguous(message.text) or circumstances.is_mistake(message.text):
        return True
    return message.intent == "stop" and message.confidence >= SURE


def _takes_back(message: Message) -> bool:
    """Return whether a short message asks, and only asks, to undo what was just done."""
    short = len(message.text.split()) <= _SHORT
    excluded = (
        message.looks_like_question
        or message.intent in _WISHES
        or wording.SAYS_WHY.search(message.text)
    )
    return circumstances.takes_back(message.text) and short and not excluded and not stated(message)


def _is_doubt(message: Message) -> bool:
    """Return whether the message doubts what was said and has no answer of its own."""
    answered = message.intent in QUESTIONS and message.confidence >= SURE
    about_us = wording.OF_A_PERSON.search(message.text)
    return bool(wording.ASKS_IF_SURE.search(message.text)) and not answered and not about_us


async def _say_balance(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    if view.account is None:
        say(dispatcher, tracker, "utter_balance_unknown", answered=_BALANCE)
    elif view.account.plan is Plan.PREPAID:
        language = language_of(tracker)
        values = current_app().policy.text_values(language)
        own = page.known_values(_BALANCE, view.account, values, language)
        dispatcher.utter_message(text=own, json_message=topic(_BALANCE))
    else:
        say(dispatcher, tracker, "utter_no_balance", answered=_BALANCE)


def _about_money_of_a_request(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> bool:
    """Answer on refunds where the FAQ does not apply: withdrawal, wrong charge or a death.

    Return whether it did.
    """
    open_kind = tracker.get_slot(slots.KIND) if tracker.active_loop.get("name") else None
    wants_it_back = message.intent == "faq_refund" or wording.WANTS_MONEY.search(message.text)
    reachable = find_phone(message.text) or stated(message)
    if open_kind == slots.CALLBACK and wants_it_back and not reachable:
        say(dispatcher, tracker, "utter_refund_of_charge", answered="faq_refund")
        return True
    asks = message.looks_like_question and circumstances.speaks_of_money(message.text)
    if message.intent not in _MONEY_BACK or not (asks or message.intent == "faq_refund"):
        return False
    if has_told_of_death(tracker) and message.intent == "faq_refund":
        say(dispatcher, tracker, "utter_refund_after_death", answered="faq_refund")
    elif open_kind is None and tracker.get_slot(slots.CONCLUDED) == slots.WITHDRAW:
        say(dispatcher, tracker, "utter_refund_after_withdrawal", answered="faq_refund")
    elif open_kind == slots.WITHDRAW:
        say(dispatcher, tracker, "utter_refund_by_withdrawal", answered="faq_refund")
    else:
        return False
    return True


def _in_request(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Slots | None:
    """Answer inside a request: doubt shows the page in full, as the last click is missing."""
    on_page = tracker.get_slot(slots.REQUESTED) == slots.DECISION
    if _is_doubt(message):
        recorded = "_after" if tracker.get_slot(slots.CONCLUDED) else ""
        say(dispatcher, tracker, f"utter_sure_in_request{recorded}")
        return {slots.PAGE_SHOWN: None}
    if wording.ASKS_IF_ARRIVED.search(message.text):
        return {}  # the question that follows says that nothing has been sent yet
    asks_more = message.looks_like_question and wording.ASKS_WHAT_IS_LEFT.search(message.text)
    if on_page and asks_more:
        say(dispatcher, tracker, "utter_only_the_click")
        return {}
    return None


async def _outside(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Slots | None:
    """Answer outside a request, from the record: doubt, and whether anything is left to do."""
    concluded = tracker.get_slot(slots.CONCLUDED)
    arrived = bool(wording.ASKS_IF_ARRIVED.search(message.text))
    if _is_doubt(message) or (arrived and concluded):
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        if view.cases:
            first = view.cases[0]
            case_status.say_status(first, view.account, dispatcher, tracker, case_status.STATUS)
        else:
            say(dispatcher, tracker, "utter_sure")
        return {}
    asks_more = message.looks_like_question and wording.ASKS_WHAT_IS_LEFT.search(message.text)
    if not asks_more:
        return None
    if concluded == Kind.WITHDRAW and speaks_of_cancelling(message.text):
        say(dispatcher, tracker, "utter_cancel_beside_withdrawal")
        return {}
    if concluded == Kind.CANCEL:
        say(dispatcher, tracker, "utter_nothing_left_to_do")
        return {}
    return None
