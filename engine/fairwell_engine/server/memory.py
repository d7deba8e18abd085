"""What the engine remembers of a conversation: told to the gateway, and forgotten at its word."""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, AllSlotsReset, SlotSet

from fairwell_engine.hearing.detection import Code

LANGUAGE = "language"


async def slots(agent: Agent, conversation_id: str) -> dict[str, Any]:
    """The slots that are filled, and the open form as ``active_form``."""
    tracker = await _processor(agent).get_tracker(conversation_id)
    filled = {name: value for name, value in tracker.current_slot_values().items() if value}
    form = tracker.active_loop_name
    return filled | ({"active_form": form} if form else {})


async def reset(agent: Agent, conversation_id: str, language: Code) -> None:
    """Leave the open form and empty all slots but the language, as if nothing had been begun.

    Not Rasa's own restart: that asks for a session start with the next message, and would forget
    which language is spoken. What was said stays in the tracker; no rule looks back at it, since
    the last thing in it is that the bot listens.
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
