"""Chat API: one POST a turn, the transcript, and its SSE stream."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sse_starlette import EventSourceResponse, ServerSentEvent

from fairwell.bootstrap import App
from fairwell.dialogue.outcome import OnRecord, Process
from fairwell.gateway.chat import guard
from fairwell.gateway.chat.request import Opens
from fairwell.gateway.chat.request import Request as TurnRequest
from fairwell.gateway.chat.sign_in import sign_in
from fairwell.gateway.chat.turn import ConversationClosed, TurnAnswer, Turns
from fairwell.gateway.ops.clients import client_of
from fairwell.gateway.ops.stream_places import CountedStream
from fairwell.gateway.problems import Problem, preferred_language
from fairwell.rules.handoff.speaker import Speaker
from fairwell.rules.language import Language
from fairwell.services.live import HEARTBEAT, TYPING, Pushed
from fairwell.store.chats.messages import Line
from fairwell.store.chats.standing import Conversation
from fairwell.store.chats.tables import WIDGET


class ChatRequest(BaseModel):
    """A typed message or a pressed button; exactly one of them."""

    model_config = ConfigDict(extra="forbid")

    # Longer than a message may be: the limit is explained in words, not as a schema error.
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
    """One line of the chat. ``text`` is plain text with line breaks; ``author`` an agent."""

    id: str
    role: Literal["customer", "bot", "human", "system"]
    author: str | None
    text: str
    lang: Language
    at: str
    buttons: list[ButtonOut]
    attachments: list[AttachmentOut]


class Transcript(BaseModel):
    """All messages so far, and what is open."""

    speaker: Literal["bot", "queued", "human", "closed"]
    language: Language
    messages: list[MessageOut]
    process: Process | None


class ChatAnswer(Transcript):
    """The answer to one turn, what it put on record, and the topics (intents) it answered."""

    token: str
    recorded: list[OnRecord]
    answered: list[str]


def chat_router(app: App, turns: Turns) -> APIRouter:
    """Return the routes under ``/api/chat``."""
    conversations, live, admission = app.conversations, app.live, turns.admission
    router = APIRouter(prefix="/api/chat", tags=["chat"])

    async def opened(request: Request) -> Conversation:
        """Return the conversation of a request that only reads."""
        await admission.count_read(request, preferred_language(request))
        token = bearer(request)
        found = await app.pools.reads.run(conversations.by_token, token) if token else None
        if found is None:
            raise Problem(401, "unknown_conversation", preferred_language(request))
        return found

    async def typed_in(message: str | None, request: Request) -> guard.Typed | None:
        """Call ``read_typed`` in the conversation's language, which only a refusal reads."""
        try:
            return None if message is None else guard.clean(message)
        except (guard.TooLong, guard.Empty):
            return read_typed(message, (await opened(request)).language)

    async def begin(language: Language, request: Request) -> tuple[Conversation, str]:
        now, client = dt.datetime.now(dt.UTC), admission.mark(request)
        return await app.pools.chat.run(conversations.open, language, now, WIDGET, client)

    @router.post("", response_model=ChatAnswer)
    async def chat(
        body: ChatRequest,
        request: Request,
        idempotency_key: Annotated[str | None, Header(max_length=80)] = None,
    ) -> ChatAnswer:
        """Send a message or press a button; the first call opens a conversation.

        A message to a closed conversation begins a new one, with a token of its own.
        """
        token = bearer(request)
        key = idempotency_key or None  # an empty one is none
        language = preferred_language(request)
        await admission.count_turn(request, token, language)
        client = None if admission.exempts(request) else client_of(request)
        if token:
            turn = TurnRequest(await typed_in(body.message, request), body.press, key)
            try:
                return _answer(token, await turns.run(Opens(language, token), turn, client))
            except ConversationClosed as closed:
                language, identity = closed.conversation.language, None
        else:
            language, identity = body.page_language or language, body.identity
            turn = TurnRequest(read_typed(body.message, language), body.press, key)
            if turn.typed is None:  # a button, but of no conversation
                raise Problem(401, "unknown_conversation", language)
        async with turns.place(client, language):
            conversation, token = await begin(language, request)
            if identity is not None:
                await sign_in(app, conversation.id, identity, language)
            return _answer(token, await turns.run_first(conversation, turn))

    @router.post("/typing", status_code=204)
    async def typing(request: Request) -> None:
        """Show an agent who has the conversation that the customer types; nothing is stored."""
        conversation = await opened(request)
        if conversation.speaker is Speaker.HUMAN:
            live.sign(conversation.id, TYPING, {"by": "customer"})

    @router.get("/messages", response_model=Transcript)
    async def messages(request: Request) -> Transcript:
        """Return the transcript, for a page that was reloaded."""
        conversation = await opened(request)
        known = await app.pools.reads.run(conversations.lines_after, conversation.id, 0)
        return Transcript(
            speaker=conversation.speaker.value,
            language=conversation.language,
            messages=[message_out(line) for line in known],
            process=conversation.process,
        )

    @router.get("/events", response_class=EventSourceResponse)
    async def events(
        request: Request, last_event_id: Annotated[str | None, Header()] = None
    ) -> EventSourceResponse:
        """Stream the same messages as server-sent events after ``Last-Event-ID`` (none = all).

        Also sent, without an id: ``speaker`` (who answers now, and an agent's name) when that has
        changed, and ``typing`` while an agent types.
        """
        conversation = await opened(request)
        admission.check_stream(request, conversation.id, conversation.language)

        told: dict[str, str | None] = {"speaker": Speaker.BOT.value, "name": None}

        async def read(last_id: int) -> list[Pushed]:
            news = await live.read_once(
                conversation.id,
                last_id,
                lambda: app.pools.reads.run(conversations.news, conversation.id, last_id),
            )
            now = {"speaker": news.speaker.value, "name": news.agent_name}
            changed = [Pushed("speaker", now)] if now != told else []
            told.update(now)
            return [
                *(
                    Pushed("message", message_out(line).model_dump(), line.id)
                    for line in news.lines
                ),
                *changed,
            ]

        async def stream() -> AsyncIterator[ServerSentEvent]:
            async for event in live.follow(conversation.id, _event_id(last_event_id), read):
                if event.kind == TYPING and event.data.get("by") != "agent":
                    continue
                yield ServerSentEvent(
                    data=json.dumps(event.data, ensure_ascii=False),
                    event=event.kind,
                    id=None if event.id is None else str(event.id),
                )

        response = CountedStream(stream(), ping=int(HEARTBEAT))
        response.places, response.conversation_id = admission.streams, conversation.id
        response.client = client_of(request)
        return response

    return router


def _answer(token: str, said: TurnAnswer) -> ChatAnswer:
    return ChatAnswer(
        token=token,
        speaker=said.speaker.value,
        language=said.lines[-1].lang if said.lines else said.conversation.language,
        messages=[message_out(line) for line in said.lines],
        process=said.outcome.process,
        recorded=list(said.outcome.recorded),
        answered=list(said.outcome.answered),
    )


def bearer(request: Request) -> str:
    """Return the bearer token of a request; empty when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def read_typed(message: str | None, language: str) -> guard.Typed | None:
    """Return a typed message, cleaned; raise a Problem where it is empty or too long."""
    if message is None:
        return None
    try:
        return guard.clean(message)
    except guard.TooLong as error:
        raise Problem(413, "too_long", language) from error
    except guard.Empty as error:
        raise Problem(422, "empty", language) from error


def _event_id(header: str | None) -> int:
    """Return the line after which a stream begins; anything but a line id means all of them."""
    return int(header) if header and re.fullmatch(r"[0-9]{1,18}", header) else 0


def message_out(line: Line) -> MessageOut:
    """Return a line in the form customers get."""
    return MessageOut(
        id=str(line.id),
        role=line.role,
        author=line.author,
        text=line.text,
        lang=line.lang,
        at=line.created_at.isoformat(),
        buttons=[ButtonOut(id=button.id, title=button.title) for button in line.buttons],
        attachments=[AttachmentOut(name=name, url=url) for name, url in line.attachments],
    )
