"""The wish to keep the account after all, or to take a declaration back, outside a request."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import after, slots, wording
from actions.condole import condole
from actions.message import latest
from actions.start import StartRequest


class AskRevoke(Action):
    """Asks before a cancellation is taken back."""

    def name(self) -> str:
        """As in the rules."""
        return "action_ask_revoke"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask; but "no, if it costs money then don't. Cancel" takes back no cancellation."""
        condoled = condole(dispatcher, tracker)
        if condoled is not None:
            return condoled
        message = latest(tracker)
        rather = wording.RATHER_CANCELS.search(message.text) and not message.looks_like_question
        if rather and not tracker.active_loop.get("name"):
            begun = await StartRequest().run(dispatcher, tracker, domain)
            return [*begun, FollowupAction(slots.FORM)]
        await after.ask_revoke(dispatcher, tracker)
        return []
