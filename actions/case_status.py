"""Case status in the chat, and revoking a case after it was recorded.

What is shown depends on the conversation, never on a reference number: a number alone gives no
access.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.support.speech import ask_for_person, language_of, say
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.dialogue.message import latest
from fairwell.dialogue.outcome import take_back_of
from fairwell.i18n import formats
from fairwell.i18n.values import case_end_in_words, kind_in_words
from fairwell.rules.cases.case import Account, Case, Kind, NotPossible, Status
from fairwell.rules.cases.verification import CodeCheck
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.cases import change_case
from fairwell.services.cases.look_up import View, look_up
from fairwell.services.cases.record_declaration import on_record
from fairwell.services.cases.verify_case import mail_again, try_code

# The topic that the status of a case answers.
STATUS = "cancellation_status"
# The most cases that are shown at once.
MAX_CASES = 3


def say_status(
    case: Case,
    known: Account | None,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    answered: str | None = None,
) -> None:
    """Say the status of a case, and when a cancellation takes effect.

    The date belongs to the account: it is shown only where the case is about the known account.
    """
    values = case_values(case, tracker)
    if case.kind is Kind.CANCEL and case.status in (Status.DECLARED, Status.VERIFIED):
        language = language_of(tracker)
        values["ends_on"] = case_end_in_words(
            case, language, known=known is not None and case.account_id == known.id
        )
        response = f"utter_status_cancel_{case.status}"
    else:
        response = f"utter_status_{case.status}"
    say(dispatcher, tracker, response, values=values, answered=answered)


async def say_where_it_stands(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say one line for each case that this conversation may see, or for the one asked about."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    reference = latest(tracker).first("reference")
    named = [case for case in view.cases if case.reference == reference]
    if not view.cases:
        say(dispatcher, tracker, "utter_cancellation_status", answered=STATUS)
    elif reference and not named:
        say(dispatcher, tracker, "utter_reference_unknown", reference=reference)
    for case in (named or view.cases)[:MAX_CASES]:
        say_status(case, view.account, dispatcher, tracker, answered=STATUS)
    if any(case.status is Status.DISPUTED for case in view.cases):
        ask_for_person(dispatcher, tracker, Reason.DISPUTED)


async def say_disputed(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Explain why no code helps: the owner has objected, and agents are looking into it."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    case = next((case for case in view.cases if case.status is Status.DISPUTED), None)
    if case is None:  # settled in the meantime
        say(dispatcher, tracker, "utter_code_wrong")
        return
    say(dispatcher, tracker, "utter_code_disputed", reference=case.reference)
    ask_for_person(dispatcher, tracker, Reason.DISPUTED)


async def send_again(dispatcher: CollectingDispatcher, tracker: Tracker, none: str) -> None:
    """Send the confirmation again; say the response ``none`` where there is no case."""
    case = await asyncio.to_thread(mail_again, tracker.sender_id, current_app())
    if case and case.status is Status.DISPUTED:
        await say_disputed(dispatcher, tracker)
    else:
        response = "utter_sent_again" if case else none
        say(dispatcher, tracker, response, answered="resend_code")


async def enter_code(
    code: str, dispatcher: CollectingDispatcher, tracker: Tracker
) -> dict[str, str | None]:
    """Try a code and say what is true now; return the slots to set: the question, where one is.

    Where no code was ever issued in this conversation, nothing of this chat can stand by it.
    """
    outcome = await asyncio.to_thread(try_code, tracker.sender_id, code, current_app())
    if outcome is CodeCheck.DISPUTED:
        await say_disputed(dispatcher, tracker)
        return {}
    if outcome is CodeCheck.NOT_ASKED:
        say(dispatcher, tracker, "utter_code_unknown")
        return {}
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    cases = [case for case in view.cases if case.kind is not Kind.CALLBACK]
    declared = [case for case in cases if case.status is Status.DECLARED]
    if outcome is CodeCheck.RIGHT:
        verified = [case for case in cases if case.status is Status.VERIFIED]
        if verified:
            say(dispatcher, tracker, "utter_code_right")
        shown = verified or cases
    elif declared:
        say(dispatcher, tracker, "utter_code_wrong")
        return {slots.PENDING: slots.RESEND}
    else:
        # "Your declaration stands" is not said of one that is verified or taken back.
        shown = cases
    for case in shown[:MAX_CASES]:
        say_status(case, view.account, dispatcher, tracker)
    return {}


def open_cases(view: View) -> tuple[Case, ...]:
    """Return what this conversation may see of what is on record and still open."""
    stands = (Status.DECLARED, Status.VERIFIED, Status.DISPUTED)
    return tuple(case for case in view.cases if case.status in stands)


async def say_left_off(response: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say that a request ends unrecorded, and what is already on record, if anything."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    said = view.cases if tracker.get_slot(slots.CONCLUDED) else open_cases(view)
    if not said:
        say(dispatcher, tracker, response)
        return
    say(dispatcher, tracker, "utter_left_off")
    say_status(said[0], view.account, dispatcher, tracker)


async def ask_revoke(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    last: bool = False,
    kind: Kind | None = None,
) -> dict[str, str | None]:
    """Name the case that would be revoked and offer the button, or say who can help.

    With ``last`` the latest record is meant, even a callback, which only Billing can end; with
    ``kind`` the latest of that kind, if there is one.
    Return the slots to set: the question, where it is asked.
    """
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    own = [case for case in view.cases if case.kind is not Kind.CALLBACK]
    still_open = [case for case in open_cases(view) if case in own]
    still_open.sort(key=lambda case: case.kind != kind)
    case = next(iter([*still_open, *own]), None)
    if view.cases and (last or case is None) and view.cases[0].kind is Kind.CALLBACK:
        say_status(view.cases[0], view.account, dispatcher, tracker)
        say(dispatcher, tracker, "utter_call_not_wanted")
    elif case is None:
        say(dispatcher, tracker, "utter_revoke_cancellation", answered="revoke_cancellation")
    elif case.status in (Status.REVOKED, Status.EFFECTIVE):
        say(dispatcher, tracker, f"utter_status_{case.status}", values=case_values(case, tracker))
    else:
        say(dispatcher, tracker, "utter_ask_revoke", values=case_values(case, tracker))
        return {slots.PENDING: take_back_of(case.id)}
    return {}


async def revoke(case_id: str | None, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Revoke a case by its button, and say so after the commit."""
    try:
        revoked = await asyncio.to_thread(
            change_case.revoke, tracker.sender_id, case_id or "", current_app()
        )
    except NotPossible:
        if tracker.get_slot(slots.CONCLUDED):
            await say_where_it_stands(dispatcher, tracker)
        else:
            say(dispatcher, tracker, "utter_revoke_cancellation")
        return
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    stands = (Status.DECLARED, Status.VERIFIED, Status.EFFECTIVE)
    goes_on = not any(c.kind is Kind.CANCEL and c.status in stands for c in view.cases)
    response = "utter_revoked" if goes_on else "utter_revoked_only"
    case = revoked.case
    recorded = replace(on_record(case), kind=slots.REVOKE, ends=None) if revoked.now else None
    say(dispatcher, tracker, response, values=case_values(case, tracker), recorded=recorded)


async def say_it_stands(case_id: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say which record stays valid after the customer decided not to revoke it."""
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    case = next((each for each in view.cases if each.id == case_id), None)
    if case is None or case.status in (Status.REVOKED, Status.EFFECTIVE):
        await say_where_it_stands(dispatcher, tracker)
        return
    say(dispatcher, tracker, "utter_it_stands", values=case_values(case, tracker))


def case_values(case: Case, tracker: Tracker) -> dict[str, str]:
    """Return what a response may name of a case."""
    language = language_of(tracker)
    return {
        "reference": case.reference,
        "received_at": formats.moment(case.requested_at, case.time_zone, language),
        "what": kind_in_words(case.kind, language),
        "case": case.id,
    }
