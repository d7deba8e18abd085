"""The beginnings of a request."""

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
    """Begins the request that the intent names; what was already said is not asked again."""

    def name(self) -> str:
        """As in the rules."""
        return "action_start_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Set the kind and what is known; say first what people in this situation need to hear."""
        message = latest(tracker)
        taken = await feedback.take_words(message, dispatcher, tracker)
        if taken is not None:
            return [*taken, FollowupAction(ACTION_LISTEN)]
        aside = await answer_aside(dispatcher, tracker)
        if aside is not None:
            return [SlotSet(slots.UNSURE, None), FollowupAction(ACTION_LISTEN)]
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
            # "Request a call" after two misunderstandings: what it is about is not known.
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
    """Details or a code that came outside a request."""

    def name(self) -> str:
        """As in the rules."""
        return "action_note_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Try a code; keep user name and address as they stand in the message."""
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
    """Now that it is proven whose account it is, the case is told with its date."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    for case in (
        case for case in view.cases[: case_status.MAX_CASES] if case.status is Status.VERIFIED
    ):
        case_status.say_status(case, view.account, dispatcher, tracker)


def _fresh(kind: str, tracker: Tracker) -> dict[str, str | None]:
    """A new request: answers of an earlier one are forgotten.

    After a recorded cancellation the details too: who cancels again means another account.
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
        # Who has told of a death is neither asked why nor made an offer, whatever comes next.
        empty[slots.REASON] = slots.BEREAVEMENT
    if kind == slots.CANCEL and tracker.get_slot(slots.CONCLUDED) == slots.CANCEL:
        empty |= {slots.USER_NAME: None, slots.EMAIL: None}
    return {slots.KIND: kind, slots.FEEDBACK: None, **empty}


def _means_another(view: View, tracker: Tracker) -> bool:
    """Whether another account is meant than the one that is known here: it is named, or said so."""
    if view.account is None:
        return False
    message = latest(tracker)
    email = stated(message).get(slots.EMAIL)
    return (email or view.account.email) != view.account.email or bool(
        wording.ANOTHER_ACCOUNT.search(message.text)
    )


def _of_account(account: Account | None) -> dict[str, str | None]:
    """Signed in or verified: the account is known and need not be typed."""
    if account is None:
        return {}
    return {slots.USER_NAME: account.user_name, slots.EMAIL: account.email}


def _say_what_is_on_record(dispatcher: CollectingDispatcher, tracker: Tracker, view: View) -> None:
    """The cancellation that a charge came after, where one is on record here; then what follows."""
    case = next((case for case in view.cases if case.kind is Kind.CANCEL), None)
    if case is None:
        say(dispatcher, tracker, "utter_charged_not_on_record")
        return
    case_status.say_status(case, view.account, dispatcher, tracker)
    say(dispatcher, tracker, "utter_charged_on_record")


def plainly_wishes(text: str, tracker: Tracker) -> bool:
    """Whether a message with nothing open is a wish to cancel and no more: "Kündigung".

    After a recorded cancellation it may as well be about that one.
    """
    concluded = tracker.get_slot(slots.CONCLUDED) == slots.CANCEL
    if concluded or not _SPEAKS_OF_IT.search(text):
        return False
    return circumstances.is_bare_wish(text) or names_deed(text, slots.CANCEL)


def trial_end(account: Account, language: str) -> str:
    """When a trial ends, in words; empty where the directory does not say."""
    return formats.date(account.trial_ends_on, language) if account.trial_ends_on else ""
