"""Asides: questions recognised by their text, answered by what is open or on record.

"Are you sure?" is about the page where one is shown, and about the record where there is one. The
classifier knows neither; its wrong guess would leave the question unanswered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions import case_status, feedback
from actions.support import page
from actions.support.condole import has_told_of_death
from actions.support.last_turn import case_to_take_back
from actions.support.speech import language_of, say, topic
from fairwell.bootstrap import current_app
from fairwell.dialogue import heard, slots
from fairwell.dialogue.details import given, stated
from fairwell.dialogue.heard import Heard
from fairwell.dialogue.intents import (
    ENDINGS,
    FOR_BILLING,
    OUTSIDE,
    QUESTIONS,
    SURE,
    TURNS_INTO,
)
from fairwell.dialogue.message import Message, latest
from fairwell.rules.cases.case import Kind, Plan
from fairwell.rules.cases.details import normal_user_name
from fairwell.rules.cases.phone import find_phone
from fairwell.services.cases.look_up import look_up

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

Slots = dict[str, str | None]

# Wishes and reasons that may mention undoing something without asking for it.
_WISHES = (
    QUESTIONS
    | FOR_BILLING
    | TURNS_INTO.keys()
    | {"cancel_account", "complain", "give_reason", "human_handoff", "resume_account"}
)
# Intents that a question about money back is classified as.
_MONEY_BACK = OUTSIDE | {"faq_billing_date", "faq_refund", "nlu_fallback"}
# Beside a withdrawal, "when will the money arrive?" is about what comes back.
_AFTER_A_WITHDRAWAL = {"faq_refund": 5.0}
# The intent of questions about a balance.
_BALANCE = "faq_prepay_renewal"
# The wishes that begin a request, with its kind.
_BEGIN = {"cancel_account": slots.CANCEL, **TURNS_INTO}
# After a receipt these are about the declaration, not about a callback.
_OF_A_DECLARATION = ("keep_account", "resume_account", "revoke_cancellation")
# Intents of a message whose number is all that it is about.
_ONLY_STATES = frozenset(
    {"cancellation_status", "inform", "nlu_fallback", "nonsense", "resend_code"}
)
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
    if message.text.startswith("/") or _answers_page(message, tracker):
        return None
    if _wants_new_code(message, tracker):
        await case_status.send_again(dispatcher, tracker, "utter_sent_again")
        return {}
    if await _answers_number(message, dispatcher, tracker):
        return {}
    if message.heard.has(heard.ASKS_BALANCE):
        await _say_balance(dispatcher, tracker)
        return {}
    if message.heard.has(heard.ASKS_PAPERS) and message.looks_like_question:
        say(dispatcher, tracker, "utter_no_papers")
        return {}
    if _takes_back(message):
        concluded = tracker.get_slot(slots.CONCLUDED)
        return await case_status.ask_revoke(dispatcher, tracker, last=bool(concluded))
    if await _calls_off_pause(message, tracker):
        return await case_status.ask_revoke(dispatcher, tracker, kind=Kind.PAUSE)
    if not tracker.active_loop.get("name") and means_record(message, tracker):
        last = not any(message.heard.wants(intent) for intent in _OF_A_DECLARATION)
        return await case_status.ask_revoke(dispatcher, tracker, last=last)
    if _about_money_of_a_request(message, dispatcher, tracker):
        return {}
    if tracker.active_loop.get("name"):
        return _in_request(message, dispatcher, tracker)
    return await _outside(message, dispatcher, tracker)


def _answers_page(message: Message, tracker: Tracker) -> bool:
    """Return whether the message is a yes to the open page, whatever else it sounds like."""
    in_request = bool(tracker.active_loop.get("name"))
    return in_request and message.heard.agrees_to(tracker.get_slot(slots.KIND))


async def _answers_number(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> bool:
    """Try a code, or answer a case number, in the middle of a request that asks for neither.

    Return whether the message was one. A number may be the one to call, or a user name.
    """
    step = tracker.get_slot(slots.REQUESTED) if tracker.active_loop.get("name") else None
    code, reference = message.first("code"), message.first("reference")
    details = given(message)
    if reference and reference in message.text:  # in capitals, as receipts have it: no user name
        as_name = normal_user_name(reference)
        details = {n: each for n, each in details.items() if each != as_name}
    if step in (None, slots.CONTACT) or message.intent not in _ONLY_STATES or details:
        return False
    if code:
        await case_status.enter_code(code, dispatcher, tracker)
    elif reference:
        await case_status.say_where_it_stands(dispatcher, tracker)
    return bool(code or reference)


def _wants_new_code(message: Message, tracker: Tracker) -> bool:
    """Return whether it is a yes to "Would you like a new one?"; in a request two are open."""
    asked = tracker.get_slot(slots.PENDING) == slots.RESEND
    return asked and message.agrees and not tracker.active_loop.get("name")


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
    said = message.heard
    yes = said.agrees_to(slots.REVOKE)
    in_request = bool(tracker.active_loop.get("name"))
    if yes and (said.strength in (heard.NAMED, heard.AT_ONCE) or not in_request):
        await case_status.revoke(case_id, dispatcher, tracker)
        return {}
    if refuses_to_take_back(message):
        await case_status.say_it_stands(case_id, dispatcher, tracker)
        return {}
    hardly_yes = message.intent in {"affirm", "keep_account", "revoke_cancellation"}
    if not message.looks_like_question and (yes or hardly_yes or said.stance == heard.HOLD):
        return await case_status.ask_revoke(dispatcher, tracker)
    return None


def refuses_to_take_back(message: Message) -> bool:
    """Return whether the answer leaves the record as it is."""
    if message.looks_like_question:
        return False
    if message.heard.page == slots.REVOKE and message.heard.stance == heard.NO:
        return True
    if message.heard.refuses_wish("revoke_cancellation"):
        return True
    other_wish = message.heard.has(heard.ANOTHER_ACCOUNT)
    refuses = message.intent in {"deny", "skip", "stop", "cancel_account"} and not other_wish
    return refuses and message.confidence >= SURE


def means_record(message: Message, tracker: Tracker) -> bool:
    """Return whether a message after a receipt means the record: "stopp", "Versehen"."""
    concluded = tracker.get_slot(slots.CONCLUDED)
    if concluded and not message.looks_like_question and undoes(message.heard, concluded):
        return True
    short = len(message.text.split()) <= _SHORT
    if not concluded or not short or message.looks_like_question or stated(message):
        return False
    if message.heard.is_bare_wish:
        # "I want to cancel" is a new wish; a bare "cancel" may be about the cancellation.
        return concluded == slots.CANCEL and message.heard.bare == heard.BARE_CANCEL
    if message.heard.is_ambiguous or message.heard.has(heard.UNDO):
        return True
    return message.intent == "stop" and message.confidence >= SURE


def undoes(said: Heard, concluded: str) -> bool:
    """Return whether it is heard that what was just recorded is not wanted, and nothing else is."""
    if any(act.intent in _BEGIN and act.polarity == heard.WANTS for act in said.acts):
        return False
    refused = any(said.refuses_wish(intent) for intent, kind in _BEGIN.items() if kind == concluded)
    return refused or any(said.wants(intent) for intent in (*_OF_A_DECLARATION, "stop"))


async def _calls_off_pause(message: Message, tracker: Tracker) -> bool:
    """Return whether a pause on record, which Billing has not set up yet, is called off."""
    said = message.heard
    if message.looks_like_question or not said.wants("resume_account"):
        return False
    if any(act.intent in _BEGIN and act.polarity == heard.WANTS for act in said.acts):
        return False
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    return any(case.kind is Kind.PAUSE for case in case_status.open_cases(view))


def _takes_back(message: Message) -> bool:
    """Return whether a short message asks, and only asks, to undo what was just done."""
    short = len(message.text.split()) <= _SHORT
    stops = message.intent in ENDINGS and message.confidence >= SURE
    wishes = message.intent in _WISHES or message.heard.says_why
    excluded = message.looks_like_question or wishes or stops
    return message.heard.has(heard.UNDO) and short and not excluded and not stated(message)


def _is_doubt(message: Message) -> bool:
    """Return whether the message doubts what was said and has no answer of its own."""
    answered = message.intent in QUESTIONS and message.confidence >= SURE
    return message.heard.has(heard.DOUBTS) and not answered


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
    if slots.WITHDRAW in (open_kind, tracker.get_slot(slots.CONCLUDED)):
        message = message.expecting(_AFTER_A_WITHDRAWAL)
    wants_it_back = message.intent == "faq_refund" or message.heard.mentions("faq_refund")
    reachable = find_phone(message.text) or stated(message)
    if open_kind == slots.CALLBACK and wants_it_back and not reachable:
        say(dispatcher, tracker, "utter_refund_of_charge", answered="faq_refund")
        return True
    if message.intent not in _MONEY_BACK or not wants_it_back:
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
    asks_more = message.heard.has(heard.ASKS_WHAT_IS_LEFT)
    if on_page and asks_more:
        say(dispatcher, tracker, "utter_only_the_click")
        return {}
    return None


async def _outside(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Slots | None:
    """Answer outside a request, from the record: doubt, and whether anything is left to do."""
    concluded = tracker.get_slot(slots.CONCLUDED)
    if _is_doubt(message):
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        if view.cases:
            first = view.cases[0]
            case_status.say_status(first, view.account, dispatcher, tracker, case_status.STATUS)
        else:
            say(dispatcher, tracker, "utter_sure")
        return {}
    asks_more = message.heard.has(heard.ASKS_WHAT_IS_LEFT)
    if not asks_more:
        return None
    if message.heard.mentions("cancellation_status"):
        return None  # has its own answer, from the record
    if concluded == Kind.WITHDRAW:
        say(dispatcher, tracker, "utter_cancel_beside_withdrawal")
        return {}
    if concluded == Kind.CANCEL:
        say(dispatcher, tracker, "utter_nothing_left_to_do")
        return {}
    return None
