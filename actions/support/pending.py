"""The question of ours outside the form that the next message may answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import SlotSet

from fairwell.dialogue import slots

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

Events = list[dict[str, Any]]


def closes_pending(run: Callable[..., Any]) -> Callable[..., Any]:
    """Close the question of the turn before with the events of an action, unless it asks again."""

    @wraps(run)
    async def closing(
        self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        done = run(self, dispatcher, tracker, domain)
        events: Events = await done if inspect.isawaitable(done) else done
        return [*events, *closing_events(events, tracker)]

    return closing


def closing_events(events: Events, tracker: Tracker) -> Events:
    """Return what closes the question asked before this message, if ``events`` leave it open."""
    asked_again = any(event.get("name") == slots.PENDING for event in events)
    if asked_again or not tracker.get_slot(slots.PENDING) or _is_of_this_turn(tracker):
        return []
    return [SlotSet(slots.PENDING, None)]


def _is_of_this_turn(tracker: Tracker) -> bool:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "slot" and event.get("name") == slots.PENDING:
            return True
    return False
