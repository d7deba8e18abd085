"""What a known customer's account has already: a cancellation that stands, a trial that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from actions.case_status import case_values
from actions.support.last_turn import buttons_of, said
from actions.support.speech import language_of, say
from fairwell.dialogue import slots
from fairwell.dialogue.intents import SURE
from fairwell.dialogue.outcome import asks_end_of, new_end_of
from fairwell.i18n.values import case_end_in_words
from fairwell.rules.cases.case import Account, Case, Kind, Plan, Status
from fairwell.services.cases.look_up import View

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from fairwell.dialogue.message import Message

_STANDS = (Status.DECLARED, Status.VERIFIED)
_CANCEL = ("cancel_account",)


def standing_of(view: View) -> Case | None:
    """Return the cancellation that stands for the account of a known customer."""
    if view.account is None:
        return None
    ours = (case for case in view.cases if case.account_id == view.account.id)
    return next((c for c in ours if c.kind is Kind.CANCEL and c.status in _STANDS), None)


def say_already(case: Case, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say which cancellation the known account has already, when it ends, and what can be done."""
    language = language_of(tracker)
    values = case_values(case, tracker)
    values["ends_on"] = case_end_in_words(case, language, known=True)
    say(dispatcher, tracker, "utter_already_cancelled", values=values)


def ask_end(case: Case, dispatcher: CollectingDispatcher, tracker: Tracker) -> dict[str, str]:
    """Ask when the account of a cancellation should end instead; return the slot to set."""
    say(dispatcher, tracker, "utter_ask_new_end")
    return {slots.PENDING: new_end_of(case.id)}


def names_new_end(message: Message, tracker: Tracker) -> bool:
    """Return whether a message names the other end that was asked for."""
    return asks_end_of(tracker.get_slot(slots.PENDING)) and bool(message.heard.ends)


def reason_of(case: Case) -> str:
    """Return the reason on record, so that another end asks for none."""
    return case.reason or slots.NO_REASON


def is_on_trial(account: Account, today: dt.date) -> bool:
    """Return whether a free trial still runs; one that is over is paid like any account."""
    over = account.trial_ends_on is not None and account.trial_ends_on < today
    return account.plan is Plan.TRIAL and not over


def insists(message: Message, tracker: Tracker) -> bool:
    """Return whether who was told that a trial ends by itself wants to cancel it all the same.

    Nothing is recorded by it: it leads to the page.
    """
    if not _said_of_trial(tracker.events) or message.looks_like_question:
        return False
    wishes = message.heard.wants("cancel_account") or message.heard.unsure[:1] == _CANCEL
    agrees = message.intent == "affirm" and message.confidence >= SURE
    return wishes or (agrees and _said_of_trial(said(tracker)))


def _said_of_trial(events: Iterable[dict[str, Any]]) -> bool:
    said_by_us = (event for event in events if event.get("event") == "bot")
    offered = (button for event in said_by_us for button in buttons_of(event))
    return any(button.get(slots.DECISION) == slots.CANCEL_TRIAL for button in offered)
