"""Action that begins a request, and what other actions begin one with."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status, feedback
from actions.asides import answer_aside
from actions.support.condole import has_told_of_death
from actions.support.ends import refused_end, today
from actions.support.facts import answer_beside
from actions.support.pending import closes_pending
from actions.support.speech import say, say_plain_way
from actions.support.standing import (
    insists,
    is_on_trial,
    names_new_end,
    reason_of,
    say_already,
    standing_of,
)
from fairwell.bootstrap import current_app
from fairwell.dialogue import heard, slots
from fairwell.dialogue.deciding import call_back
from fairwell.dialogue.details import given, stated
from fairwell.dialogue.ends import as_wish
from fairwell.dialogue.heard import WANTS
from fairwell.dialogue.intents import TURNS_INTO
from fairwell.dialogue.message import Message, latest
from fairwell.dialogue.outcome import new_end_of
from fairwell.i18n import formats
from fairwell.i18n.countries import named_place
from fairwell.rules.cases.case import Account, Case, Kind
from fairwell.services.cases.look_up import View, look_up

Events = list[dict[str, Any]]

_KINDS = {"cancel_account": slots.CANCEL, **TURNS_INTO}
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
            noted = {} if message.pressed else given(message)
            kept = [SlotSet(*each) for each in {**noted, **aside, slots.UNSURE: None}.items()]
            return [*kept, FollowupAction(ACTION_LISTEN)]
        changed = await take_new_end(message, tracker)
        if changed is not None:
            return changed
        kind = _kind_of(message)
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        account = None if _means_another(view, tracker) else view.account
        values = _fresh(kind, tracker) | given(message) | of_account(account)
        if message.heard.has(heard.BEREAVED):
            if not has_told_of_death(tracker):
                say(dispatcher, tracker, "utter_condolence")
            values[slots.REASON] = slots.BEREAVEMENT
        elif message.heard.has(heard.ANGRY) and not message.pressed:
            say(dispatcher, tracker, "utter_anger")
        standing = standing_of(view) if account and kind == slots.CANCEL else None
        if standing:
            return await _already(standing, account, dispatcher, tracker)
        if kind == slots.CANCEL:
            values |= self._cancellation(dispatcher, tracker, account)
        if message.heard.has(heard.NOT_OWNER):
            say(dispatcher, tracker, "utter_not_owner")
        if message.heard.has(heard.LAWYER):
            say(dispatcher, tracker, "utter_lawyer")
        if kind == slots.CALLBACK:
            if message.intent == "charged_after_cancellation":
                _say_what_is_on_record(dispatcher, tracker, view)
            values |= call_back(message)
        if kind == slots.CANCEL and message.heard.ends:
            values[slots.ENDS] = as_wish(message.heard.ends, today(tracker, account))
            values |= await refused_end(values, dispatcher, tracker)
        if kind == slots.ADDON:
            values[slots.SUBJECT] = message.heard.details.get("addon")
        if kind not in (slots.CANCEL, slots.CALLBACK) or _asks_for_call(message, values):
            say(dispatcher, tracker, f"utter_begin_{kind}")
        values[slots.THEN] = ",".join(_kinds_beside(message, kind)) or None
        values[slots.UNSURE] = None
        place = named_place(message.text)
        if place:
            values[slots.PLACE] = place
        await answer_beside(message, dispatcher, tracker)
        return [SlotSet(name, value) for name, value in values.items()]

    @staticmethod
    def _cancellation(
        dispatcher: CollectingDispatcher, tracker: Tracker, account: Account | None
    ) -> dict[str, str | None]:
        message = latest(tracker)
        if account and is_on_trial(account, today(tracker, account)):
            return {} if insists(message, tracker) else {slots.DECISION: slots.TRIAL}
        if not message.pressed and message.heard.bare == heard.BARE_STOP:
            return {slots.MEANT: slots.ASK}
        if tracker.get_slot(slots.CONCLUDED) is None:
            say_plain_way(dispatcher, tracker)
        values: dict[str, str | None] = {}
        if message.heard.has(heard.FOR_CAUSE):
            values[slots.MANNER] = slots.FOR_CAUSE
        reason = None if message.looks_like_question else message.heard.reason
        bereaved = message.heard.has(heard.BEREAVED) or has_told_of_death(tracker)
        if reason and not bereaved:
            values[slots.REASON] = reason
        return values


def begin_with(values: dict[str, str | None], kind: str, tracker: Tracker) -> Events:
    """Begin a request whose answers are known in part, from an action that begins none itself."""
    started = _fresh(kind, tracker) | values
    return [*(SlotSet(*each) for each in started.items()), FollowupAction(slots.FORM)]


def go_on_with(begun: Events) -> Events:
    """Follow what ``StartRequest`` did by the form, unless it asked something else."""
    follows = any(event.get("event") == "followup" for event in begun)
    return begun if follows else [*begun, FollowupAction(slots.FORM)]


async def take_new_end(message: Message, tracker: Tracker) -> Events | None:
    """Show the page of a cancellation on record with the other end that a message names.

    Return ``None`` where none was asked for, or none is named.
    """
    if not names_new_end(message, tracker) or message.heard.ends is None:
        return None
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    case = standing_of(view)
    if case is None:
        return None
    ends = as_wish(message.heard.ends, today(tracker, view.account))
    return page_of_new_end(case, view.account, ends, tracker)


def page_of_new_end(case: Case, account: Account | None, ends: str, tracker: Tracker) -> Events:
    """Show the page of a cancellation on record with another end."""
    values = {**of_account(account), slots.REASON: reason_of(case), slots.ENDS: ends}
    return begin_with(values, slots.CANCEL, tracker)


async def _already(
    case: Case, account: Account | None, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events:
    """Say that the account has its cancellation; go on with what else the message wishes."""
    message = latest(tracker)
    say_already(case, dispatcher, tracker)
    await answer_beside(message, dispatcher, tracker)
    following = _kinds_beside(message, slots.CANCEL)
    if following:
        say(dispatcher, tracker, f"utter_next_{following[0]}")
        values = {**of_account(account), slots.THEN: ",".join(following[1:]) or None}
        return begin_with(values, following[0], tracker)
    ends = message.heard.ends
    wish = as_wish(ends, today(tracker, account)) if ends else None
    kept = {slots.ENDS: wish, slots.PENDING: new_end_of(case.id), slots.UNSURE: None}
    return [*(SlotSet(*each) for each in kept.items()), FollowupAction(ACTION_LISTEN)]


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
            slots.RESUMES,
            slots.MEANT,
            slots.CHANGE,
            slots.DECISION,
            slots.PAGE_SHOWN,
            slots.ENDS,
            slots.THEN,
        )
    )
    if has_told_of_death(tracker):
        # After a reported death the customer is never asked why, nor made an offer.
        empty[slots.REASON] = slots.BEREAVEMENT
    if kind == slots.CANCEL and tracker.get_slot(slots.CONCLUDED) == slots.CANCEL:
        empty |= {slots.USER_NAME: None, slots.EMAIL: None}
    return {slots.KIND: kind, slots.FEEDBACK: None, **empty}


def _kind_of(message: Message) -> str:
    """Return what the message begins; with a date, the account comes before its add-on."""
    kind = TURNS_INTO.get(message.intent, slots.CANCEL)
    ends_later = kind == slots.ADDON and _ends_later(message)
    return slots.CANCEL if ends_later and message.heard.wants("cancel_account") else kind


def _ends_later(message: Message) -> bool:
    return message.heard.ends not in (None, slots.SOONEST)


def _kinds_beside(message: Message, kind: str) -> list[str]:
    """Return the other requests that the message wishes for, in their order.

    An add-on ends with its account, so it is no request beside a cancellation, unless the account
    goes on for a while.
    """
    wanted = [_KINDS.get(act.intent) for act in message.heard.acts if act.polarity == WANTS]
    with_account = kind == slots.CANCEL and not _ends_later(message)
    over = {kind, slots.CALLBACK, *((slots.ADDON,) if with_account else ())}
    return [each for each in dict.fromkeys(wanted) if each and each not in over]


def start_next(events: Events, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Begin the next request of the same message once the one before is on record."""
    then = tracker.get_slot(slots.THEN)
    if not then or not any(event.get("name") == slots.CONCLUDED for event in events):
        return []
    kind, _, later = str(then).partition(",")
    say(dispatcher, tracker, f"utter_next_{kind}")
    values = _fresh(kind, tracker) | {slots.KIND: kind, slots.THEN: later or None}
    values |= {name: tracker.get_slot(name) for name in (slots.USER_NAME, slots.EMAIL)}
    return [*(SlotSet(*each) for each in values.items()), FollowupAction(slots.FORM)]


def _asks_for_call(message: Message, values: dict[str, str | None]) -> bool:
    """Return whether a call is wished for that is not on record at once."""
    wished = message.intent == "callback" and values[slots.KIND] == slots.CALLBACK
    return wished and not values.get(slots.CONTACT)


def _means_another(view: View, tracker: Tracker) -> bool:
    """Return whether the customer means another account than the known one, by name or in words."""
    if view.account is None:
        return False
    message = latest(tracker)
    email = stated(message).get(slots.EMAIL)
    another = (email or view.account.email) != view.account.email
    return another or message.heard.has(heard.ANOTHER_ACCOUNT)


def of_account(account: Account | None) -> dict[str, str | None]:
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


def plainly_wishes(message: Message, tracker: Tracker) -> bool:
    """Return whether a message outside a request wishes to cancel, whatever its first intent.

    After a recorded cancellation it may be about that one, so it does not count.
    """
    concluded = tracker.get_slot(slots.CONCLUDED) == slots.CANCEL
    return not concluded and message.heard.wants("cancel_account")


def trial_end(account: Account, language: str) -> str:
    """Return the end of a trial in words, or "" where the directory does not know it."""
    return formats.date(account.trial_ends_on, language) if account.trial_ends_on else ""
