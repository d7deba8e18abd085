"""Actions that ask the questions of the request form."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.support import page
from actions.support.condole import has_told_of_death
from actions.support.ends import end_points
from actions.support.speech import details_in_words, language_of, say
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.i18n.values import own_pause_fee
from fairwell.rules.cases.case import Account, Plan
from fairwell.rules.cases.jurisdiction_rules import OfferTiming
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.make_offer import offer_pause, pause_timing

Events = list[dict[str, Any]]


class _Ask:
    """Base of questions with one response; no ``Action``, or the SDK would register it."""

    slot = ""
    response = ""

    def name(self) -> str:
        """Return Rasa's name for asking for a slot."""
        return f"action_ask_{self.slot}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say the response that asks the question."""
        say(dispatcher, tracker, self.response)
        return []


class AskUserName(_Ask, Action):
    """Question for user name and address together, or for the user name alone."""

    slot = slots.USER_NAME

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask for the missing details."""
        one = tracker.get_slot(slots.EMAIL) is not None
        say(dispatcher, tracker, "utter_ask_user_name_only" if one else "utter_ask_details")
        return []


class AskEmail(_Ask, Action):
    """Question for the main address."""

    slot, response = slots.EMAIL, "utter_ask_email_only"


class AskReason(_Ask, Action):
    """Question for the reason, with *keine Angabe* among the choices.

    An ordinary cancellation needs no reason; one for good cause names it (BGB 312k(2) no. 1).
    """

    slot = slots.REASON

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask for the cause where there is one, else why, which is voluntary."""
        for_cause = tracker.get_slot(slots.MANNER) == slots.FOR_CAUSE
        say(dispatcher, tracker, "utter_ask_cause" if for_cause else "utter_ask_reason")
        return []


class AskChange(_Ask, Action):
    """Question about which details to change; those of the account can be given at once."""

    slot = slots.CHANGE

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask, and offer what else this kind of request has: a reason, an add-on."""
        kind = tracker.get_slot(slots.KIND)
        also = f"_{kind}" if kind in (slots.CANCEL, slots.ADDON) else ""
        say(dispatcher, tracker, f"utter_ask_change{also}", details=details_in_words(tracker))
        return []


class AskSubject(_Ask, Action):
    """Question about which add-on is to end."""

    slot, response = slots.SUBJECT, "utter_ask_subject"


class AskContact(_Ask, Action):
    """Question about where to reach the customer for a callback."""

    slot, response = slots.CONTACT, "utter_ask_contact"


class AskMeant(_Ask, Action):
    """Question about what a bare "abbrechen" or "cancel it" refers to."""

    slot, response = slots.MEANT, "utter_ask_meant"


class AskKind(_Ask, Action):
    """Question about what is wanted, in case a form ever starts without a kind."""

    slot, response = slots.KIND, "utter_greet"


class AskDecision(Action):
    """The page before the last click; after an interruption, only its last line."""

    def name(self) -> str:
        """Return Rasa's name for asking for the slot ``decision``."""
        return "action_ask_decision"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Show the page in full when anything on it is new: details, kind or language."""
        kind, details = tracker.get_slot(slots.KIND), details_in_words(tracker)
        # The wished end stands before the language, so that a button of a page with another is old.
        ends = tracker.get_slot(slots.ENDS) or ""
        shown = f"{kind}|{details}|{ends}|{language_of(tracker)}"
        again = str(tracker.get_slot(slots.PAGE_SHOWN)).removesuffix(slots.CHOICE) == shown
        if kind == slots.CANCEL:
            choice = await self._cancel_page(dispatcher, tracker, again=again)
            return [SlotSet(slots.PAGE_SHOWN, shown + slots.CHOICE if choice else shown)]
        response = f"utter_page_{kind}_again" if again else f"utter_page_{kind}"
        subject = tracker.get_slot(slots.SUBJECT) or ""
        price = await _pause_price(tracker) if kind == slots.PAUSE else {}
        say(dispatcher, tracker, response, details=details, subject=subject, values=price)
        return [SlotSet(slots.PAGE_SHOWN, shown)]

    @staticmethod
    async def _cancel_page(
        dispatcher: CollectingDispatcher, tracker: Tracker, *, again: bool
    ) -> bool:
        """Show the page, or its last line again; return whether it asks when the account ends."""
        bereaved = has_told_of_death(tracker)
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        account = _the_account(view.account, tracker)
        said = tracker.get_slot(slots.PLACE)
        timing = await asyncio.to_thread(pause_timing, tracker.sender_id, said, current_app())
        # A trial costs nothing, so a paid pause is no way to save.
        trial = account is not None and account.plan is Plan.TRIAL
        quiet = trial or timing is not OfferTiming.BESIDE_CANCEL_CONTROL
        response = f"utter_page_cancel{_page_for(account, bereaved=bereaved, quiet=quiet)}"
        if tracker.get_slot(slots.ENDS):  # said already, so that the page does not ask for it
            response = response.replace("_prepaid", "_known")
        choice = response.startswith("utter_page_cancel_prepaid")
        if again:
            say(dispatcher, tracker, f"{response}_again", details=details_in_words(tracker))
            return choice
        language = language_of(tracker)
        values = current_app().policy.text_values(language)
        offered = not (bereaved or trial) and await asyncio.to_thread(
            offer_pause, tracker.sender_id, OfferTiming.BESIDE_CANCEL_CONTROL, current_app(), said
        )
        fee = own_pause_fee(current_app().policy.facts, account, language)
        offer = page.as_list((page.pause_offer(values, language, fee),)) if offered else ""
        ends = () if trial else end_points(account, tracker)
        points = page.account_points(account, values, language, ends) if account else ends
        reason = tracker.get_slot(slots.REASON)
        if tracker.get_slot(slots.MANNER) == slots.FOR_CAUSE and not bereaved:
            points = (page.good_cause(reason or "", language), *points)
        say(
            dispatcher,
            tracker,
            response,
            details=details_in_words(tracker),
            points=page.as_list(points),
            soonest="" if tracker.get_slot(slots.ENDS) else page.soonest(language),
            pause_offer=offer,
        )
        return choice


async def _pause_price(tracker: Tracker) -> dict[str, str]:
    """Return the price of a pause where it is the known account that is to be paused."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    account = _the_account(view.account, tracker)
    return page.pause_price(account, current_app().policy.facts, language_of(tracker))


def _the_account(known: Account | None, tracker: Tracker) -> Account | None:
    """Return the known account, or ``None`` where the customer means another one."""
    stated = {tracker.get_slot(slots.USER_NAME), tracker.get_slot(slots.EMAIL)}
    if known is None or not stated <= {known.user_name, known.email, slots.UNKNOWN, None}:
        return None
    return known


def _page_for(account: Account | None, *, bereaved: bool, quiet: bool) -> str:
    """Choose the page: with conditions, with real values, or with the choice of a prepaid account.

    ``quiet`` omits the pause where the jurisdiction wants no offer before the receipt.
    """
    if bereaved:
        return "_bereaved"
    if account is None:
        return ""
    kind = "_prepaid" if account.plan is Plan.PREPAID else "_known"
    return f"{kind}_quiet" if quiet else kind
