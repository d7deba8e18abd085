"""Input channel for the gateway: one request per turn, its result or error in the response."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from fairwell_engine.hearing.detection import Detection
from fairwell_engine.hearing.language import HINT, language_entity
from fairwell_engine.rasa.turns import TurnOutput
from fairwell_engine.server import memory
from fairwell_engine.server.canary import CanaryTurns
from fairwell_engine.server.incoming import (
    BadRequest,
    IncomingTurn,
    read_conversation,
    read_reset,
    read_text,
    read_texts,
    read_turn,
)
from fairwell_engine.server.understanding import named, ranking, understand

logger = logging.getLogger(__name__)

KEY_HEADER = "X-Engine-Key"
# Below the gateway's deadline (10 s), so that the gateway receives the error.
TURN_DEADLINE_SECONDS = 9.0

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class FairwellInput(InputChannel):
    """Input channel ``fairwell``; every route except the health check requires the key."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    @classmethod
    def name(cls) -> str:
        return "fairwell"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FairwellInput:
        key = str((credentials or {}).get("key") or "").strip()
        if not key:
            raise RasaException(
                "credentials.yml: the channel fairwell needs a key; an open engine is refused"
            )
        return cls(key)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Build the routes ``/``, ``/webhook``, ``/canary``, ``/parse``, ``/slots``, ``/reset``."""
        blueprint = Blueprint("fairwell_webhook")
        canary = CanaryTurns(self.name(), on_new_message)

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            agent = ready_agent(request.app)
            if agent is None:
                status = "no model"
            else:
                status = "ok" if await agent.tracker_store.writable() else "store unavailable"
            model = agent.model_id if agent else None
            return json({"status": status, "model": model}, status=200 if status == "ok" else 503)

        @blueprint.post("/webhook")
        @self._guarded
        async def receive(request: Request) -> HTTPResponse:
            turn = read_turn(request.body)
            output = TurnOutput()
            await asyncio.wait_for(
                on_new_message(_user_message(turn, output)), TURN_DEADLINE_SECONDS
            )
            if output.tracker is None:
                raise RasaException("the turn ended without a state")
            return json({"messages": output.messages, **_state(output.tracker)})

        @blueprint.post("/canary")
        @self._guarded
        async def sing(request: Request) -> HTTPResponse:
            await canary.ask(request.app.ctx.agent, read_text(request.body))
            return json({"status": "ok"})

        @blueprint.post("/parse")
        @self._guarded
        async def parse(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            return json([await understand(agent, text) for text in read_texts(request.body)])

        @blueprint.get("/slots")
        @self._guarded
        async def told(request: Request) -> HTTPResponse:
            conversation_id = read_conversation(request.args.get("conversation_id"))
            return json({"slots": await memory.slots(request.app.ctx.agent, conversation_id)})

        @blueprint.post("/reset")
        @self._guarded
        async def forget(request: Request) -> HTTPResponse:
            conversation_id, language = read_reset(request.body)
            await memory.reset(request.app.ctx.agent, conversation_id, language)
            return json({})

        return blueprint

    def _guarded(self, handler: Handler) -> Handler:
        """Check key and model first; answer every error in JSON without quoting the request."""

        @wraps(handler)
        async def guarded(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), self._key):
                return json({"error": "Unauthorized"}, status=401)
            if ready_agent(request.app) is None:
                return json({"error": "NoModel"}, status=503)
            try:
                return await handler(request)
            except BadRequest as error:
                return json({"error": "BadRequest", "reason": str(error)}, status=400)
            except Exception as error:
                logger.exception("request failed: %s", type(error).__name__)
                return json({"error": type(error).__name__}, status=500)

        return guarded


def ready_agent(app: Sanic) -> Agent | None:
    """Return the agent, or ``None`` until its model is loaded."""
    agent = getattr(app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _user_message(turn: IncomingTurn, output: TurnOutput) -> UserMessage:
    parse = turn.parse
    if parse is not None and turn.language_hint:
        # A conversation that begins with a button has no text to detect the language from.
        hint = Detection(turn.language_hint, 0.5, firm=False)
        parse = {**parse, "entities": [*parse["entities"], language_entity(hint, len(turn.text))]}
    metadata = {"turn_id": turn.turn_id}
    if turn.language_hint:
        metadata[HINT] = turn.language_hint
    return UserMessage(
        text=turn.text,
        output_channel=output,
        sender_id=turn.conversation_id,
        parse_data=parse,
        input_channel=FairwellInput.name(),
        message_id=turn.turn_id,
        metadata=metadata,
    )


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the state of the conversation that the gateway stores after a turn."""
    parse = tracker.latest_message.parse_data if tracker.latest_message else {}
    return {
        "language": tracker.slots["language"].value if "language" in tracker.slots else None,
        "intent": named(parse.get("intent") or {}),
        "ranking": ranking(parse)[:3],
        "active_form": tracker.active_loop_name,
        "slots": memory.filled(tracker),
    }
