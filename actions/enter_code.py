"""A code typed in the chat, tried in this conversation; what it opens, or why it opens nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status
from actions.start import NoteDetails
from actions.support.pending import closes_pending
from actions.support.speech import say
from fairwell.bootstrap import current_app
from fairwell.dialogue.details import stated
from fairwell.dialogue.message import latest
from fairwell.rules.cases.case import Kind, Status
from fairwell.rules.cases.verification import CodeCheck
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.verify_case import try_code

Events = list[dict[str, Any]]


class TakeDetails(Action):
    """Action for a message that only states something outside a request."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_take_details"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Try a code, tell of a reference, note details."""
        message = latest(tracker)
        code = message.first("code")
        if code:
            await enter_code(code, dispatcher, tracker)
            return []
        if message.first("reference") and not stated(message):
            await case_status.say_where_it_stands(dispatcher, tracker)
            return []
        noted: Events = await NoteDetails().run(dispatcher, tracker, domain)
        return noted


async def enter_code(code: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Try a code and say what is true now.

    Where no code was ever issued in this conversation, nothing of this chat can stand by it.
    """
    outcome = await asyncio.to_thread(try_code, tracker.sender_id, code, current_app())
    if outcome is CodeCheck.DISPUTED:
        await case_status.say_disputed(dispatcher, tracker)
        return
    if outcome is CodeCheck.NOT_ASKED:
        say(dispatcher, tracker, "utter_code_unknown")
        return
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    cases = [case for case in view.cases if case.kind is not Kind.CALLBACK]
    open_cases = [case for case in cases if case.status is Status.DECLARED]
    if outcome is CodeCheck.RIGHT:
        verified = [case for case in cases if case.status is Status.VERIFIED]
        if verified:
            say(dispatcher, tracker, "utter_code_right")
        shown = verified or cases
    elif open_cases:
        say(dispatcher, tracker, "utter_code_wrong")
        return
    else:
        # "Your declaration stands" is not said of one that is verified or taken back.
        shown = cases
    for case in shown[: case_status.MAX_CASES]:
        case_status.say_status(case, view.account, dispatcher, tracker)
