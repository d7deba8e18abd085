"""Action for the wish, outside a request, to keep the account or to revoke a declaration."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status
from actions.asides import answer_aside
from actions.start import StartRequest, go_on_with, plainly_wishes
from actions.support.condole import condole
from actions.support.pending import closes_pending
from fairwell.bootstrap import current_app
from fairwell.dialogue import heard
from fairwell.dialogue.message import latest
from fairwell.rules.cases.case import Kind, Status
from fairwell.services.cases.look_up import look_up


class AskRevoke(Action):
    """Action that asks for confirmation before a cancellation is revoked."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_ask_revoke"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask, unless the text wants to cancel: "no pause if it costs money. Cancel"."""
        condoled = condole(dispatcher, tracker)
        if condoled is not None:
            return condoled
        in_request = bool(tracker.active_loop.get("name"))
        aside = None if in_request else await answer_aside(dispatcher, tracker)
        if aside is not None:
            return [SlotSet(*each) for each in aside.items()]
        if not in_request and await _wants_to_cancel(tracker):
            return go_on_with(await StartRequest().run(dispatcher, tracker, domain))
        asked = await case_status.ask_revoke(dispatcher, tracker)
        return [SlotSet(*each) for each in asked.items()]


async def _wants_to_cancel(tracker: Tracker) -> bool:
    """Return whether to cancel an account: another one, or one without a declaration."""
    message = latest(tracker)
    if plainly_wishes(message, tracker):
        return True
    if message.pressed or message.looks_like_question or message.heard.has(heard.UNDO):
        return False
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    stands = (Status.DECLARED, Status.VERIFIED)
    if any(case.kind is Kind.CANCEL and case.status in stands for case in view.cases):
        return message.heard.has(heard.ANOTHER_ACCOUNT)
    return message.heard.wants("cancel_account") or message.heard.unsure[:1] == ("cancel_account",)
