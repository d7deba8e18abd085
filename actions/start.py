"""Actions that begin a request or note details given outside one."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status, feedback
from actions.asides import answer_aside
from actions.condole import condole, has_told_of_death
from actions.support.pending import closes_pending
from actions.support.speech import say, say_plain_way
from fairwell.bootstrap import current_app
from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.consent import names_deed
from fairwell.dialogue.details import stated
from fairwell.dialogue.intents import TURNS_INTO
from fairwell.dialogue.message import latest
from fairwell.i18n import formats
from fairwell.i18n.countries import named_place
from fairwell.rules.cases.case import Account, Kind, Plan, Status
from fairwell.services.cases.look_up import View, look_up
from fairwell.services.cases.verify_case import try_code

Events = list[dict[str, Any]]

_SPEAKS_OF_IT = re.compile(r"k(?:ü|ue|u)ndi?g|canc[el]", re.IGNORECASE)
ACTION_LISTEN = "action_listen"  # Rasa's name for waiting, here instead of the rule's form


class StartRequest(Action):
    """Action that begins the request of the intent; known details are not asked for again."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_start_request"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Set the kind and what is known; first say what the customer's situation calls for."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return [*taken, FollowupAction(ACTION_LISTEN)]
        aside = await answer_aside(dispatcher, tracker)
        if aside is not None:
            kept = [SlotSet(*each) for each in {**aside, slots.UNSURE: None}.items()]
            return [*kept, FollowupAction(ACTION_LISTEN)]
        kind = TURNS_INTO.get(message.intent, slots.CANCEL)
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        account = None if _means_another(view, tracker) else view.account
        values = _fresh(kind, tracker) | stated(message) | _of_account(account)
        if circumstances.is_bereaved(message.text):
            if not has_told_of_death(tracker):
                say(dispatcher, tracker, "utter_condolence")
            values[slots.REASON] = slots.BEREAVEMENT
        elif circumstances.is_angry(message.text) and not message.pressed:
            say(dispatcher, tracker, "utter_anger")
        if kind == slots.CANCEL:
            values |= self._cancellation(dispatcher, tracker, account)
        if circumstances.is_not_owner(message.text):
            say(dispatcher, tracker, "utter_not_owner")
        if circumstances.names_lawyer(message.text):
            say(dispatcher, tracker, "utter_lawyer")
        if kind == slots.CALLBACK:
            # "Request a call" after two misunderstandings: its subject is unknown.
            unsaid = message.text.startswith("/")
            if not unsaid or tracker.get_slot(slots.UNSURE) == slots.ONCE:
                _say_what_is_on_record(dispatcher, tracker, view)
            values[slots.SUBJECT] = None if unsaid else message.text
            values[slots.DECISION] = slots.CALLBACK
        values[slots.UNSURE] = None
        place = named_place(message.text)
        if place:
            values[slots.PLACE] = place
        return [SlotSet(name, value) for name, value in values.items()]

    @staticmethod
    def _cancellation(
        dispatcher: CollectingDispatcher, tracker: Tracker, account: Account | None
    ) -> dict[str, str | None]:
        message = latest(tracker)
        if account and account.plan is Plan.TRIAL:
            return {slots.DECISION: slots.TRIAL}
        doubtful = circumstances.is_ambiguous(message.text) and not circumstances.is_bare_wish(
            message.text
        )
        if not message.pressed and doubtful:
            return {slots.MEANT: slots.ASK}
        if tracker.get_slot(slots.CONCLUDED) is None:
            say_plain_way(dispatcher, tracker)
        values: dict[str, str | None] = {}
        if circumstances.is_for_cause(message.text):
            values[slots.MANNER] = slots.FOR_CAUSE
        reason = None if message.looks_like_question else circumstances.reason_in(message.text)
        bereaved = circumstances.is_bereaved(message.text) or has_told_of_death(tracker)
        if reason and not bereaved:
            values[slots.REASON] = reason
        return values


class NoteDetails(Action):
    """Action for details or a code sent outside a request."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_note_details"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Try a code; store user name and address as written in the message."""
        message = latest(tracker)
        code = message.first("code")
        if code:
            outcome = await asyncio.to_thread(try_code, tracker.sender_id, code, current_app())
            if outcome == "disputed":
                await case_status.say_disputed(dispatcher, tracker)
                return []
            say(dispatcher, tracker, f"utter_code_{'right' if outcome == 'right' else 'wrong'}")
            if outcome == "right":
                await _say_what_was_verified(dispatcher, tracker)
            return []
        condoled = condole(dispatcher, tracker)
        if condoled is not None:
            return condoled
        found = stated(message)
        say(dispatcher, tracker, "utter_details_noted" if found else "utter_not_understood")
        return [SlotSet(name, value) for name, value in found.items()]


async def _say_what_was_verified(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say the verified cases with their dates, now that the account's owner is proven."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    for case in (
        case for case in view.cases[: case_status.MAX_CASES] if case.status is Status.VERIFIED
    ):
        case_status.say_status(case, view.account, dispatcher, tracker)


def _fresh(kind: str, tracker: Tracker) -> dict[str, str | None]:
    """Return the slots of a new request, without the answers of an earlier one.

    After a recorded cancellation the details are cleared too: a second one means another account.
    """
    empty: dict[str, str | None] = dict.fromkeys(
        (
            slots.REASON,
            slots.MANNER,
            slots.SUBJECT,
            slots.CONTACT,
            slots.MEANT,
            slots.CHANGE,
            slots.DECISION,
            slots.PAGE_SHOWN,
        )
    )
    if has_told_of_death(tracker):
        # After a reported death the customer is never asked why, nor made an offer.
        empty[slots.REASON] = slots.BEREAVEMENT
    if kind == slots.CANCEL and tracker.get_slot(slots.CONCLUDED) == slots.CANCEL:
        empty |= {slots.USER_NAME: None, slots.EMAIL: None}
    return {slots.KIND: kind, slots.FEEDBACK: None, **empty}


def _means_another(view: View, tracker: Tracker) -> bool:
    """Return whether the customer means another account than the known one, by name or in words."""
    if view.account is None:
        return False
    message = latest(tracker)
    email = stated(message).get(slots.EMAIL)
    return (email or view.account.email) != view.account.email or bool(
        wording.ANOTHER_ACCOUNT.search(message.text)
    )


def _of_account(account: Account | None) -> dict[str, str | None]:
    """Return the details of a signed-in or verified account, which need not be typed."""
    if account is None:
        return {}
    return {slots.USER_NAME: account.user_name, slots.EMAIL: account.email}


def _say_what_is_on_record(dispatcher: CollectingDispatcher, tracker: Tracker, view: View) -> None:
    """Say the cancellation on record that a charge came after, if any, then the next steps."""
    case = next((case for case in view.cases if case.kind is Kind.CANCEL), None)
    if case is None:
        say(dispatcher, tracker, "utter_charged_not_on_record")
        return
    case_status.say_status(case, view.account, dispatcher, tracker)
    say(dispatcher, tracker, "utter_charged_on_record")


def plainly_wishes(text: str, tracker: Tracker) -> bool:
    """Return whether a message outside a request only wishes to cancel: "Kündigung".

    After a recorded cancellation it may be about that one, so it does not count.
    """
    concluded = tracker.get_slot(slots.CONCLUDED) == slots.CANCEL
    if concluded or not _SPEAKS_OF_IT.search(text):
        return False
    return circumstances.is_bare_wish(text) or names_deed(text, slots.CANCEL)


def trial_end(account: Account, language: str) -> str:
    """Return the end of a trial in words, or "" where the directory does not know it."""
    return formats.date(account.trial_ends_on, language) if account.trial_ends_on else ""
