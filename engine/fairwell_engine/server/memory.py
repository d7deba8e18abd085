"""Conversation memory for the gateway: reading the filled slots and resetting them."""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, AllSlotsReset, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from fairwell_engine.hearing.detection import Code

LANGUAGE = "language"


async def slots(agent: Agent, conversation_id: str) -> dict[str, Any]:
    """Return the filled slots, and the open form as ``active_form``."""
    return filled(await _processor(agent).get_tracker(conversation_id))


def filled(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the filled slots of a tracker, and the open form as ``active_form``."""
    values = {name: value for name, value in tracker.current_slot_values().items() if value}
    form = tracker.active_loop_name
    return values | ({"active_form": form} if form else {})


async def reset(agent: Agent, conversation_id: str, language: Code) -> None:
    """Leave the open form and clear all slots except the language, as if nothing had begun.

    This is not Rasa's own restart: that asks for a session start with the next message, and would
    forget the language. Messages stay in the tracker; no rule looks back at them, since the last
    event is the bot's ``action_listen``.
    """
    processor = _processor(agent)
    async with agent.lock_store.lock(conversation_id):
        tracker = await processor.get_tracker(conversation_id)
        for event in (
            ActiveLoop(None),
            AllSlotsReset(),
            SlotSet(LANGUAGE, language),
            ActionExecuted(ACTION_LISTEN_NAME),
        ):
            tracker.update(event, processor.domain)
        await processor.save_tracker(tracker)


def _processor(agent: Agent) -> MessageProcessor:
    if agent.processor is None:
        raise RuntimeError("the channel asks for a model first")
    return agent.processor
