"""The chat API: one POST a turn, the transcript, and its live push."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sse_starlette import EventSourceResponse, ServerSentEvent

from fairwell.bootstrap import Services
from fairwell.gateway import guard
from fairwell.gateway.problems import Problem, preferred_language
from fairwell.gateway.push import HEARTBEAT, Notifier
from fairwell.gateway.sign_in import sign_in
from fairwell.gateway.turns import Request as TurnRequest
from fairwell.gateway.turns import Turns
from fairwell.store.conversations import Conversation, Line

Language = Literal["de", "en"]


class ChatRequest(BaseModel):
    """A typed message or a pressed button; exactly one of them."""

    model_config = ConfigDict(extra="forbid")

    # Longer than a message may be: the limit is told in words, not as a schema error.
    message: str | None = Field(default=None, max_length=100_000)
    press: str | None = Field(default=None, max_length=64)
    page_language: Language | None = None
    # Any length: a token that is too long is refused as a sign-in, not as a schema error.
    identity: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> ChatRequest:
        if (self.message is None) == (self.press is None):
            raise ValueError("send either message or press")
        return self


class ButtonOut(BaseModel):
    """A button to show; send its id back as ``press``."""

    id: str
    title: str


class AttachmentOut(BaseModel):
    """A file to download."""

    name: str
    url: str


class MessageOut(BaseModel):
    """One line of the chat. ``text`` is plain text with line breaks."""

    id: str
    role: Literal["customer", "bot", "human", "system"]
    text: str
    lang: Language
    at: str
    buttons: list[ButtonOut]
    attachments: list[AttachmentOut]


class ChatAnswer(BaseModel):
    """The answer to one turn."""

    token: str
    speaker: Literal["bot", "queued", "human", "closed"]
    language: Language
    messages: list[MessageOut]


class Transcript(BaseModel):
    """All lines so far."""

    speaker: Literal["bot", "queued", "human", "closed"]
    language: Language
    messages: list[MessageOut]


def chat_router(services: Services, turns: Turns, notifier: Notifier) -> APIRouter:
    """Routes under ``/api/chat``."""
    conversations = services.conversations
    router = APIRouter(prefix="/api/chat", tags=["chat"])

    async def opened(request: Request) -> Conversation:
        token = bearer(request)
        found = await to_thread.run_sync(conversations.by_token, token) if token else None
        if found is None:
            raise Problem(401, "unknown_conversation", preferred_language(request))
        return found

    @router.post("", response_model=ChatAnswer)
    async def chat(
        body: ChatRequest,
        request: Request,
        idempotency_key: Annotated[str | None, Header(max_length=80)] = None,
    ) -> ChatAnswer:
        """Send a message or press a button; the first call opens a conversation."""
        token = bearer(request)
        if token:
            conversation = await opened(request)
            typed = _typed(body.message, conversation.language)
        else:
            language = body.page_language or preferred_language(request)
            typed = _typed(body.message, language)
            if typed is None:  # a button, of which conversation?
                raise Problem(401, "unknown_conversation", language)
            now = dt.datetime.now(dt.UTC)
            conversation, token = await to_thread.run_sync(conversations.open, language, now)
            if body.identity is not None:
                await sign_in(services, conversation.id, body.identity, language)
        turn = TurnRequest(typed, body.press, idempotency_key)
        said = await turns.run(conversation, turn)
        return ChatAnswer(
            token=token,
            speaker=conversation.speaker,
            language=said[-1].lang if said else conversation.language,
            messages=[_out(line) for line in said],
        )

    @router.get("/messages", response_model=Transcript)
    async def messages(request: Request) -> Transcript:
        """The transcript, for a page that was reloaded."""
        conversation = await opened(request)
        known = await to_thread.run_sync(conversations.lines_after, conversation.id, 0)
        return Transcript(
            speaker=conversation.speaker,
            language=conversation.language,
            messages=[_out(line) for line in known],
        )

    @router.get("/events", response_class=EventSourceResponse)
    async def events(
        request: Request, last_event_id: Annotated[str | None, Header()] = None
    ) -> EventSourceResponse:
        """The same messages as server-sent events, behind ``Last-Event-ID`` (none = all)."""
        conversation = await opened(request)

        async def read(last_id: int) -> list[tuple[int, dict[str, Any]]]:
            new = await to_thread.run_sync(conversations.lines_after, conversation.id, last_id)
            return [(line.id, _out(line).model_dump()) for line in new]

        async def stream() -> AsyncIterator[ServerSentEvent]:
            async for line_id, line in notifier.follow(
                conversation.id, _event_id(last_event_id), read
            ):
                yield ServerSentEvent(
                    data=json.dumps(line, ensure_ascii=False), event="message", id=str(line_id)
                )

        return EventSourceResponse(stream(), ping=int(HEARTBEAT))

    return router


def bearer(request: Request) -> str:
    """The bearer token of a request, empty when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _typed(message: str | None, language: str) -> guard.Typed | None:
    if message is None:
        return None
    try:
        return guard.clean(message)
    except guard.TooLong as error:
        raise Problem(413, "too_long", language) from error
    except guard.Empty as error:
        raise Problem(422, "empty", language) from error


def _event_id(header: str | None) -> int:
    """The line behind which a stream begins; anything that is no line id means all of them."""
    return int(header) if header and re.fullmatch(r"[0-9]{1,18}", header) else 0


def _out(line: Line) -> MessageOut:
    return MessageOut(
        id=str(line.id),
        role=line.role,
        text=line.text,
        lang=line.lang,
        at=line.created_at.isoformat(),
        buttons=[ButtonOut(id=button.id, title=button.title) for button in line.buttons],
        attachments=[AttachmentOut(name=name, url=url) for name, url in line.attachments],
    )
