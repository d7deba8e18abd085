"""What the assistant said in the turn before this one: which questions of its own are open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fairwell.dialogue import slots

if TYPE_CHECKING:
    from rasa_sdk import Tracker

_PRESS = "/press"


def said(tracker: Tracker) -> list[dict[str, Any]]:
    """The bot's messages of the turn before this one, in order."""
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
    """The case of which it was asked whether to take it back, by the button under the question."""
    for event in said(tracker):
        for pressed in _buttons(event):
            if pressed.get(slots.DECISION) == slots.REVOKE:
                return str(pressed.get("case") or "") or None
    return None


def told_beside_page(tracker: Tracker) -> bool:
    """Whether something besides the page was said, which a bare "ok" may be about."""
    return any(
        all(slots.DECISION not in pressed for pressed in _buttons(event)) for event in said(tracker)
    )


def _buttons(event: dict[str, Any]) -> list[dict[str, Any]]:
    """What the buttons under a message press."""
    payloads = [str(each.get("payload")) for each in (event.get("data") or {}).get("buttons") or []]
    return [json.loads(each.removeprefix(_PRESS)) for each in payloads if each.startswith(_PRESS)]
