"""Handoff part of a turn: enter the queue, store messages for an agent, leave the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import structlog

from fairwell.bootstrap import App
from fairwell.gateway.chat.engine_client import EngineClient, EngineFailed
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.language import Language
from fairwell.services.handoff import queue, texts
from fairwell.services.handoff.conversation import keep_score
from fairwell.services.handoff.steps import HandoffRequest
from fairwell.store.chats.messages import Line, NewLine
from fairwell.store.chats.standing import Conversation

log = structlog.get_logger()


class People:
    """Handoff requests, and the messages and scores of conversations with agents."""

    def __init__(self, app: App, engine: EngineClient) -> None:
        self._app = app
        self._store = app.conversations
        self._live = app.live
        self._engine = engine

    async def ask_for(
        self,
        conversation: Conversation,
        turn_id: str,
        reason: Reason,
        before: Sequence[NewLine],
        language: Language,
    ) -> bool:
        """Put the conversation into the queue; ``False``: no agent is present, nothing was said."""
        if not await self._app.pools.chat.run(queue.is_attended, self._app):
            return False
        slots = await self._slots(conversation.id)
        asked = HandoffRequest(conversation.id, turn_id, reason, language, slots, tuple(before))
        return await self._app.pools.chat.run(queue.request, asked, self._app)

    async def keep(
        self,
        conversation: Conversation,
        lines: Sequence[NewLine],
        idempotency_key: str | None,
        request_hash: str,
    ) -> list[Line] | None:
        """Store a message for an agent; ``None``: the conversation is not with agents any more."""
        said = await self._app.pools.chat.run(
            lambda: self._store.keep_for_people(
                conversation.id,
                idempotency_key=idempotency_key,
                request_hash=request_hash,
                lines=lines,
                now=dt.datetime.now(dt.UTC),
            )
        )
        if said is not None:
            self._live.ring(conversation.id)
        return said

    async def leave_queue(self, conversation: Conversation, turn_id: str, payload: str) -> bool:
        """Take the customer out of the queue; ``False`` when they do not wait any more."""
        asks_for_call = payload == texts.CALL_ME
        return await self._app.pools.chat.run(
            lambda: queue.leave(conversation.id, turn_id, self._app, asks_for_call=asks_for_call)
        )

    async def keep_score(self, conversation: Conversation, payload: str) -> NewLine:
        """Store how the customer rated it, apart from the conversation; return the thanks."""
        score = int(payload.removeprefix(texts.SCORE))
        await self._app.pools.chat.run(keep_score, score, conversation.language, self._app)
        return texts.score_thanks(conversation.language)

    async def _slots(self, conversation_id: str) -> dict[str, Any] | None:
        try:
            return await self._engine.slots(conversation_id)
        except EngineFailed as failure:
            # The packet says so, and the agent asks instead.
            log.warning("slots_unknown", reason=str(failure))
            return None
