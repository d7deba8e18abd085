"""Generic webhook: signed messages come in, signed callbacks go out to one configured URL.

The URL is the operator's setting. Nothing in a message changes it; redirects are not followed.
"""

from __future__ import annotations

import datetime as dt
import json
import time

import aiohttp
import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from fairwell.bootstrap import App
from fairwell.gateway.chat.api import message_out, read_typed
from fairwell.gateway.chat.channel import ChatChannel
from fairwell.gateway.chat.request import Opens
from fairwell.gateway.chat.request import Request as TurnRequest
from fairwell.gateway.chat.turn import ConversationClosed, TurnAnswer, Turns
from fairwell.gateway.problems import Problem
from fairwell.gateway.webhook.signing import SIGNATURE, TIMESTAMP, is_genuine, signature
from fairwell.rules.language import Language
from fairwell.services.live import DESK, Pushed
from fairwell.store.chats.deliveries import Parcel
from fairwell.store.chats.standing import Conversation

log = structlog.get_logger()

NAME = "webhook"
ATTEMPT_LIMIT = 10.0  # seconds; below the lease on a parcel
DELIVERY = "X-Fairwell-Delivery"


class InboundMessage(BaseModel):
    """A customer's message, or a pressed button. ``id`` is the sender's, and counts once."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=60)
    conversation: str = Field(min_length=1, max_length=120)
    message: str | None = Field(default=None, max_length=100_000)
    press: str | None = Field(default=None, max_length=64)
    language: Language = "de"

    @model_validator(mode="after")
    def _one_of_both(self) -> InboundMessage:
        if (self.message is None) == (self.press is None):
            raise ValueError("send either message or press")
        return self


class WebhookChannel(ChatChannel):
    """The webhook channel; active where both a URL and a secret are set."""

    def __init__(self, app: App, turns: Turns) -> None:
        settings = app.settings
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value()
        self._in, self._out = app.pools.chat, app.pools.watch
        self._conversations = app.conversations
        self._deliveries = app.deliveries
        self._live = app.live
        self._turns = turns

    def router(self) -> APIRouter:
        """Return ``POST /api/channels/webhook``: it answers who speaks; lines come by callback."""
        router = APIRouter(prefix="/api/channels", tags=["webhook"])

        @router.post("/webhook", status_code=202)
        async def receive(request: Request) -> dict[str, str]:
            body = await request.body()
            given = request.headers.get(SIGNATURE, "")
            timestamp = request.headers.get(TIMESTAMP, "")
            if not is_genuine(self._secret, timestamp, given, body, time.time()):
                raise Problem(401, "bad_request", "en")
            try:
                inbound = InboundMessage.model_validate_json(body)
            except ValidationError as error:
                raise Problem(400, "bad_request", "en") from error
            # All messages come from one address: together they get one client's share.
            client = None if self._turns.admission.exempts(request) else NAME
            said = await self._take(inbound, client)
            return {"speaker": said.speaker.value}

        return router

    async def deliver(self) -> None:
        """Send what is due, until cancelled: when a line comes, or the gateway's poll says so."""
        limit = aiohttp.ClientTimeout(total=ATTEMPT_LIMIT)
        async with aiohttp.ClientSession(
            timeout=limit, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:

            async def send_due(_: int) -> list[Pushed]:
                try:
                    while parcels := await self._out.run(self._deliveries.claim, _now()):
                        for parcel in parcels:
                            await self._send(session, parcel)
                except Exception as error:  # the poll still finds what is due
                    log.error("webhook_not_looked_after", error=type(error).__name__)
                return []

            async for _ in self._live.follow(DESK, 0, send_due):
                pass

    async def _take(self, inbound: InboundMessage, client: str | None) -> TurnAnswer:
        typed = read_typed(inbound.message, inbound.language)
        turn = TurnRequest(typed, inbound.press, f"{NAME}:{inbound.id}")
        conversation = await self._current(inbound)
        # A sender of messages is up again: deliveries that were given up get new attempts.
        await self._in.run(self._deliveries.send_again, _now(), conversation.id)
        try:
            return await self._turns.run(_opens(conversation), turn, client)
        except ConversationClosed:
            await self._in.run(self._deliveries.end, conversation.id)
            return await self._turns.run(_opens(await self._current(inbound)), turn, client)

    async def _current(self, inbound: InboundMessage) -> Conversation:
        while True:
            known = await self._in.run(self._deliveries.current, inbound.conversation)
            found = await self._in.run(self._conversations.by_id, known) if known else None
            if found:
                return found
            now = _now()
            opened, _ = await self._in.run(self._conversations.open, inbound.language, now, NAME)
            if await self._in.run(self._deliveries.begin, inbound.conversation, opened.id, now):
                return opened

    async def _send(self, session: aiohttp.ClientSession, parcel: Parcel) -> None:
        speaker, _ = await self._out.run(self._conversations.speaking, parcel.conversation_id)
        content = {
            "conversation": parcel.external_id,
            "speaker": speaker.value,
            "messages": [message_out(line).model_dump() for line in parcel.lines],
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self._secret, timestamp, body),
            # The same lines have the same delivery id, so that a receiver can detect a repetition.
            DELIVERY: f"{parcel.conversation_id}-{parcel.lines[-1].id}",
        }
        error = await _attempt(session, self._url, body, headers)
        if error is None:
            await self._out.run(self._deliveries.sent, parcel, _now())
            return
        log.warning("webhook_failed", reason=error, attempt=parcel.attempts)
        if await self._out.run(self._deliveries.failed, parcel, error, _now()):
            log.error(
                "webhook_given_up",
                conversation=parcel.conversation_id,
                reason=error,
                attempts=parcel.attempts,
            )


async def _attempt(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]
) -> str | None:
    """Send a parcel; return what went wrong."""
    try:
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            return None if response.status // 100 == 2 else f"status {response.status}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__


def _opens(conversation: Conversation) -> Opens:
    return Opens(conversation.language, conversation_id=conversation.id)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
