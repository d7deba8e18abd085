"""Action of the last click: record the request, and only then confirm it."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status, feedback
from actions.start import start_next, trial_end
from actions.support.ends import wish_of
from actions.support.speech import details_in_words, language_of, say
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.dialogue.message import latest
from fairwell.i18n import formats, values
from fairwell.receipts.files import attachments
from fairwell.rules.cases.case import Case, Declaration, Kind, Knowledge, Manner, Status
from fairwell.rules.cases.end import BALANCE_USED
from fairwell.rules.cases.jurisdiction_rules import OfferTiming
from fairwell.services.cases.change_end import Recorded, RecordOutcome
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.make_offer import offer_pause
from fairwell.services.cases.record_declaration import on_record, record_declaration
from fairwell.store.base.errors import StoreUnavailable

Events = list[dict[str, Any]]


class Conclude(Action):
    """Action that carries out the decision of a completed form."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_conclude"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Record the request, or say that nothing was recorded."""
        decision = tracker.get_slot(slots.DECISION)
        if decision == slots.TRIAL:
            await _say_trial_ends(dispatcher, tracker)
            return []
        events = await carry_out(decision, dispatcher, tracker)
        return [*events, *start_next(events, dispatcher, tracker)]


async def carry_out(
    decision: str | None, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events:
    """Record what was decided and answer with the receipt, after the commit.

    The word "received" never comes from a static response after this action: Rasa logs a failed
    action and continues, and would confirm what was never saved.
    """
    kind = slots.CANCEL if decision == slots.AT_BALANCE_END else decision
    if kind not in slots.KINDS:
        await case_status.say_left_off("utter_kept", dispatcher, tracker)
        return [SlotSet(slots.DECISION, None), SlotSet(slots.PAGE_SHOWN, None)]
    try:
        # Off the event loop: a locked database must not block the other conversations.
        recorded = await asyncio.to_thread(
            record_declaration, _declaration(Kind(kind), decision, tracker), current_app()
        )
    except StoreUnavailable:
        suffix = "_after" if tracker.get_slot(slots.CONCLUDED) else ""
        say(dispatcher, tracker, f"utter_not_recorded{suffix}")
        return []
    case, language = recorded.case, language_of(tracker)
    if case.status is Status.DISPUTED:
        # A duplicate of a disputed request: no one acts on it until its owner is clear.
        case_status.say_status(case, None, dispatcher, tracker)
        return [SlotSet(slots.CONCLUDED, str(case.kind))]
    if case.manner is Manner.FOR_CAUSE:
        kind = "cancel_for_cause"
    elif recorded.outcome is RecordOutcome.END_CHANGED:
        kind = "end_changed"
    elif decision == slots.AT_BALANCE_END:
        kind = "cancel_at_balance_end"
    elif case.kind is Kind.CANCEL and case.knowledge is not Knowledge.ANONYMOUS:
        kind = "cancel_known"
    say(
        dispatcher,
        tracker,
        f"utter_receipt_{kind}",
        attachments=attachments(recorded.case.reference, recorded.receipt),
        recorded=on_record(case) if _is_new(recorded, tracker) else None,
        reference=case.reference,
        received_at=formats.moment(case.requested_at, case.time_zone, language),
        details=details_in_words(tracker),
        subject=case.subject or "",
        contact=case.contact or "",
        reason=(case.reason or "").rstrip(". "),
        ends_on=values.case_end_in_words(
            case, language, known=case.knowledge is not Knowledge.ANONYMOUS
        ),
    )
    events = [SlotSet(slots.CONCLUDED, str(case.kind))]
    if case.kind is Kind.CANCEL and case.reason != slots.BEREAVEMENT:
        if await asyncio.to_thread(
            offer_pause,
            tracker.sender_id,
            OfferTiming.AFTER_RECEIPT,
            current_app(),
            tracker.get_slot(slots.PLACE),
        ):
            await _describe_pause(case, dispatcher, tracker)
        events += feedback.ask(dispatcher, tracker)
    return events


def _is_new(recorded: Recorded, tracker: Tracker) -> bool:
    """Return whether this turn put it on record; a second click of the same wish does not."""
    if recorded.outcome is RecordOutcome.END_CHANGED:
        return True
    return recorded.case.turn_id == latest(tracker).turn_id


async def _describe_pause(case: Case, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Describe the pause in one line, with the own price of an account that is known."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    account = view.account if view.account and view.account.id == case.account_id else None
    fee = values.own_pause_fee(current_app().policy.facts, account, language_of(tracker))
    known = "_known" if fee else ""
    say(dispatcher, tracker, f"utter_pause_after_receipt{known}", pause_fee=fee)


def _declaration(kind: Kind, decision: str | None, tracker: Tracker) -> Declaration:
    """Build the declaration from the slots; only a cancellation has a reason."""
    reason = tracker.get_slot(slots.REASON) if kind is Kind.CANCEL else None
    reason = None if reason in (None, slots.NO_REASON) else str(reason)
    return Declaration(
        kind=kind,
        user_name=tracker.get_slot(slots.USER_NAME) or None,
        email=tracker.get_slot(slots.EMAIL) or None,
        language=language_of(tracker),
        reason=reason,
        conversation_id=tracker.sender_id,
        turn_id=latest(tracker).turn_id,
        subject=tracker.get_slot(slots.SUBJECT) if kind in (Kind.ADDON, Kind.CALLBACK) else None,
        contact=tracker.get_slot(slots.CONTACT) if kind is Kind.CALLBACK else None,
        place=tracker.get_slot(slots.PLACE),
        ends=BALANCE_USED if decision == slots.AT_BALANCE_END else wish_of(tracker.slots),
        manner=_manner(kind, reason, tracker),
    )


def _manner(kind: Kind, reason: str | None, tracker: Tracker) -> Manner:
    """Return "for good cause" where that was said and a cause was named, else "ordinary"."""
    said = tracker.get_slot(slots.MANNER) == slots.FOR_CAUSE
    named = reason not in (None, slots.BEREAVEMENT)
    return Manner.FOR_CAUSE if kind is Kind.CANCEL and said and named else Manner.ORDINARY


async def _say_trial_ends(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    day = trial_end(view.account, language_of(tracker)) if view.account else ""
    suffix = "_after" if tracker.get_slot(slots.CONCLUDED) or case_status.open_cases(view) else ""
    response = f"utter_trial_ends_on{suffix}" if day else "utter_trial_ends"
    say(dispatcher, tracker, response, answered="faq_trial", day=day)
