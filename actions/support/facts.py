"""Answers from facts: the policy's, and the known account's own values."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from actions import case_status
from actions.support import page
from actions.support.ends import today
from actions.support.speech import language_of, plain_url, say, topic
from actions.support.standing import is_on_trial
from fairwell.bootstrap import current_app
from fairwell.dialogue.intents import FOR_BILLING, QUESTIONS, TOPICS
from fairwell.i18n import formats
from fairwell.rules.cases.case import Account, Case, Kind, Status
from fairwell.services.cases.look_up import look_up

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from fairwell.dialogue.message import Message

# Where the known account's own values are the general answer with a date in it.
_GENERAL_WITH_A_DATE = frozenset({"ask_end", "faq_billing_date"})
# More in one message are answered one by one.
_MOST_BESIDE = 2


async def answer_beside(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> None:
    """Answer the questions that a message asks beside its wish.

    Who mentions a trial while cancelling asks nothing: it may be over and paid for by now.
    """
    topics = QUESTIONS | FOR_BILLING
    if message.heard.wants("cancel_account") and not message.looks_like_question:
        topics -= {"faq_trial"}
    asked = [intent for intent in message.heard.beside("") if intent in topics]
    for intent in asked[:_MOST_BESIDE]:
        await say_fact(intent, dispatcher, tracker)


def _answers(case: Case, intent: str, known: Account | None) -> bool:
    """Return whether a cancellation on record answers a question about the end or a next charge.

    No next billing date applies where the known account itself is cancelled.
    """
    stands = case.status in (Status.DECLARED, Status.VERIFIED)
    ours = known is not None and case.account_id == known.id
    asked = intent == "ask_end" or (intent == "faq_billing_date" and ours)
    return case.kind is Kind.CANCEL and stands and asked


async def say_fact(intent: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say the response named after the intent, preceded by the known account's own values."""
    price: dict[str, str] = {}
    if intent in QUESTIONS:
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        ending = next((each for each in view.cases if _answers(each, intent, view.account)), None)
        if ending:
            case_status.say_status(ending, view.account, dispatcher, tracker, answered=intent)
            return
        on_trial = view.account and is_on_trial(view.account, today(tracker, view.account))
        if intent == "faq_trial" and view.account and view.account.trial_ends_on and on_trial:
            day = formats.date(view.account.trial_ends_on, language_of(tracker))
            say(dispatcher, tracker, "utter_trial_ends_on_after", answered=intent, day=day)
            return
        if view.account:
            language = language_of(tracker)
            values = current_app().policy.text_values(language)
            own = page.known_values(intent, view.account, values, language)
            if own:
                dispatcher.utter_message(text=own, json_message=topic(intent))
            if own and intent in _GENERAL_WITH_A_DATE:
                return
        if intent == "faq_pause":
            facts = current_app().policy.facts
            price = page.pause_price(view.account, facts, language_of(tracker))
    in_request = tracker.active_loop.get("name") and intent == "nonsense"
    response = f"utter_{intent}_in_request" if in_request else f"utter_{intent}"
    answered = intent if intent in TOPICS else None
    url = plain_url(tracker)
    say(dispatcher, tracker, response, answered=answered, plain_url=url, values=price)
