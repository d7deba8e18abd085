"""CanaryTurns: one turn through hearing, rules, actions and store that leaves nothing behind."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.exceptions import RasaException

from fairwell_engine.rasa.turns import TurnOutput

# No customer's conversation has a colon in its id. One id for all canaries: what an engine that
# was killed in the middle left behind goes with the next one.
CONVERSATION = "fairwell:canary"
# Shorter than a turn may take: a probe waits for it.
DEADLINE_SECONDS = 4.0


class CanaryTurns:
    """Runs canary turns; callers that ask at the same time share one."""

    def __init__(self, channel: str, handle: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self._channel = channel
        self._handle = handle
        self._running: asyncio.Task[None] | None = None

    async def ask(self, agent: Agent, text: str) -> None:
        """Ask ``text`` in a conversation of its own and remove the conversation again.

        Raises:
            Exception: whatever fails a customer's turn; a turn without an answer has failed.
        """
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._ask(agent, text))
        await asyncio.shield(self._running)

    async def _ask(self, agent: Agent, text: str) -> None:
        await agent.tracker_store.remove(CONVERSATION)
        output = TurnOutput()
        try:
            await asyncio.wait_for(self._handle(self._message(text, output)), DEADLINE_SECONDS)
        except BaseException:
            with suppress(Exception):  # the error above says more
                await agent.tracker_store.remove(CONVERSATION)
            raise
        await agent.tracker_store.remove(CONVERSATION)
        if not output.messages:
            raise RasaException("the canary got no answer")

    def _message(self, text: str, output: TurnOutput) -> UserMessage:
        turn_id = str(uuid.uuid4())
        return UserMessage(
            text=text,
            output_channel=output,
            sender_id=CONVERSATION,
            input_channel=self._channel,
            message_id=turn_id,
            metadata={"turn_id": turn_id},
        )
