"""Bot messages of the previous turn, and which of their questions are open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fairwell.dialogue import slots
from fairwell.dialogue.outcome import case_asked_about

if TYPE_CHECKING:
    from rasa_sdk import Tracker

_PRESS = "/press"


def said(tracker: Tracker) -> list[dict[str, Any]]:
    """Return the bot's messages of the previous turn, in order."""
    found: list[dict[str, Any]] = []
    turns = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            turns += 1
            if turns > 1:
                break
        elif turns == 1 and event.get("event") == "bot" and event.get("text"):
            found.append(event)
    return found[::-1]


def case_to_take_back(tracker: Tracker) -> str | None:
    """Return the case that the bot has just asked whether to revoke."""
    return case_asked_about(tracker.get_slot(slots.PENDING))


def told_beside_page(tracker: Tracker) -> bool:
    """Return whether the bot said more than the page, which a bare "ok" may be about."""
    return any(
        all(slots.DECISION not in pressed for pressed in buttons_of(event))
        for event in said(tracker)
    )


def buttons_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the decoded payloads of a message's buttons."""
    payloads = [str(each.get("payload")) for each in (event.get("data") or {}).get("buttons") or []]
    return [json.loads(each.removeprefix(_PRESS)) for each in payloads if each.startswith(_PRESS)]
