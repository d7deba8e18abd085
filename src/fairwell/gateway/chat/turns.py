"""One customer turn: kept, answered by the engine or left to a person; never a false yes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog
from anyio import to_thread

from fairwell.bootstrap import App
from fairwell.gateway.chat import fixed_lines as lines
from fairwell.gateway.chat import guard
from fairwell.gateway.chat.ask_engine import Answered, Asking
from fairwell.gateway.chat.engine_client import EngineClient
from fairwell.gateway.chat.handoff import People
from fairwell.gateway.chat.in_order import InOrder, TooManyWaiting
from fairwell.gateway.chat.learning import learn
from fairwell.gateway.chat.lost_answers import LostAnswers
from fairwell.gateway.chat.problems import Problem
from fairwell.gateway.ops.metrics import Metrics
from fairwell.rules.handoff.speaker import WITH_PEOPLE, Speaker
from fairwell.services.handoff import texts
from fairwell.store.chats.messages import Line, NewLine
from fairwell.store.chats.standing import Conversation, PressedButton, Standing

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """What a customer sent: either a typed message or the id of a button."""

    typed: guard.Typed | None
    press: str | None
    idempotency_key: str | None

    @property
    def fingerprint(self) -> str:
        """Tells whether a repeated idempotency key repeats the same request."""
        return hashlib.sha256(
            f"{self.typed and self.typed.text!r}|{self.press!r}".encode()
        ).hexdigest()


class ConversationClosed(Exception):
    """The conversation has ended: the message begins a new one."""


@dataclass(frozen=True)
class TurnAnswer:
    """What a turn was answered with, and who answers the next one."""

    lines: list[Line]
    speaker: Speaker


@dataclass(frozen=True)
class _Input:
    """What goes to the engine, and how it stands in the transcript."""

    shown: str
    text: str | None
    button: PressedButton | None
    secrets_removed: bool

    @property
    def payload(self) -> str:
        """What a press means; empty for words."""
        return self.button.payload if self.button else ""


class Turns:
    """Runs turns, each conversation's in the order they came."""

    def __init__(self, app: App, engine: EngineClient, metrics: Metrics | None = None) -> None:
        self._metrics = metrics or Metrics()
        self._app = app
        self._live = app.live
        self._store = app.conversations
        self._people = People(app, engine)
        self._lost = LostAnswers(app)
        self._asking = Asking(self._store, engine, self._lost)
        self._order = InOrder()

    async def run(self, conversation: Conversation, request: Request) -> TurnAnswer:
        """Answer a request; a repeated one gets the answer it got the first time.

        Raises:
            ConversationClosed: it has ended; nothing was kept.
            Problem: the request cannot be taken; its text tells the customer what to do.
            StoreUnavailable: nothing was kept.
        """
        try:
            async with self._order.turn(conversation.id):
                standing = await self._standing(conversation, request)
                repeated = await self._repeated(standing, request)
                if repeated is not None:
                    self._metrics.turn("repeated")
                    return TurnAnswer(repeated, (await self._reread(conversation)).speaker)
                return await self._take(standing, request)
        except TooManyWaiting:
            self._metrics.turn("refused")
            raise Problem(429, "busy", conversation.language) from None

    async def _take(self, standing: Standing, request: Request) -> TurnAnswer:
        """Who speaks decides, as it stands now; an agent may change it while a message is kept."""
        while True:
            conversation = standing.conversation
            given = _input(standing, request)
            if given.button and given.button.used_in_turn:
                said = await self._answered(conversation, given.button, given.button.used_in_turn)
                return TurnAnswer(said, (await self._reread(conversation)).speaker)
            if given.payload.startswith(texts.SCORE):
                return await self._score(conversation, request, given)
            if conversation.speaker is Speaker.CLOSED:
                raise ConversationClosed
            if given.payload in (texts.LEAVE_QUEUE, texts.CALL_ME):
                return await self._leave(conversation, request, given)
            if conversation.speaker not in WITH_PEOPLE:
                turn_id = await self._begin(conversation, request, given)
                return await self._answer(conversation, turn_id, given, first=standing.is_first)
            kept = await self._keep(conversation, request, given)
            if kept is not None:
                self._metrics.turn("kept")
                return TurnAnswer(kept, conversation.speaker)
            standing = await self._standing(conversation, request)

    async def _answered(
        self, conversation: Conversation, button: PressedButton, turn_id: str
    ) -> list[Line]:
        """What a press was answered with; its turn is finished now if a crash left it open."""
        said = await self._lines_of(turn_id)
        return said or await self._finish_lost(conversation, turn_id, button)

    async def _standing(self, conversation: Conversation, request: Request) -> Standing:
        standing = await _off_loop(
            lambda: self._store.standing(
                conversation.id, idempotency_key=request.idempotency_key, press=request.press
            )
        )
        if standing is None:  # retention or an erasure was quicker
            raise Problem(401, "unknown_conversation", conversation.language)
        return standing

    async def _repeated(self, standing: Standing, request: Request) -> list[Line] | None:
        conversation, turn = standing.conversation, standing.repeated
        if turn is None:
            return None
        if turn.request_hash != request.fingerprint:
            raise Problem(422, "other_content", conversation.language)
        said = await self._lines_of(turn.id)
        if said or turn.state != "running":
            return said
        # We hold the conversation, so the process that ran this turn is gone: finish its turn
        # with what is on record instead of asking the engine the same thing twice.
        return await self._finish_lost(conversation, turn.id, None)

    async def _begin(
        self, conversation: Conversation, request: Request, given: _Input, *, silent: bool = False
    ) -> str:
        line = None if silent else NewLine("customer", given.shown, conversation.language)
        turn_id = await _off_loop(
            lambda: self._store.begin_turn(
                conversation.id,
                idempotency_key=request.idempotency_key,
                request_hash=request.fingerprint,
                line=line,
                button_id=given.button.id if given.button else None,
                now=_now(),
            )
        )
        self._live.ring(conversation.id)
        return turn_id

    async def _keep(
        self, conversation: Conversation, request: Request, given: _Input
    ) -> list[Line] | None:
        language = conversation.language
        kept = [NewLine("customer", given.shown, language)]
        if given.secrets_removed:
            kept.append(NewLine("system", lines.secrets_removed(language), language))
        return await self._people.keep(
            conversation, kept, request.idempotency_key, request.fingerprint
        )

    async def _score(
        self, conversation: Conversation, request: Request, given: _Input
    ) -> TurnAnswer:
        turn_id = await self._begin(conversation, request, given, silent=True)
        thanks = await self._people.keep_score(conversation, given.payload)
        return TurnAnswer(await self._finish(conversation, turn_id, [thanks]), conversation.speaker)

    async def _leave(
        self, conversation: Conversation, request: Request, given: _Input
    ) -> TurnAnswer:
        """Out of the queue; who asked for a call goes on with the bot's question for it."""
        asks_for_call = given.payload == texts.CALL_ME
        waits = conversation.speaker is Speaker.QUEUED
        if not waits and not (asks_for_call and conversation.speaker is Speaker.BOT):
            raise Problem(409, "button_gone", conversation.language)
        turn_id = await self._begin(conversation, request, given)
        if waits and not await self._people.leave_queue(conversation, turn_id, given.payload):
            await self._finish(conversation, turn_id, [])  # an agent was quicker
            return TurnAnswer([], (await self._reread(conversation)).speaker)
        if asks_for_call and given.button:
            call = replace(given, button=replace(given.button, payload=texts.CALL_INTENT))
            return await self._answer(await self._reread(conversation), turn_id, call, first=False)
        await self._finish(conversation, turn_id, [])
        return TurnAnswer(await self._lines_of(turn_id), Speaker.BOT)

    async def _answer(
        self, conversation: Conversation, turn_id: str, given: _Input, *, first: bool
    ) -> TurnAnswer:
        try:
            answered = await self._asking.ask(
                conversation,
                turn_id,
                text=given.text,
                button=given.button,
                first=first,
                secrets_removed=given.secrets_removed,
            )
            await learn(self._app, given.button)
            wanted = answered.wanted
            if wanted and await self._people.ask_for(
                conversation, turn_id, wanted, answered.before, answered.language
            ):
                await self._finish(conversation, turn_id, [], answered)
                return TurnAnswer(await self._lines_of(turn_id), Speaker.QUEUED)
            said = await self._finish(conversation, turn_id, answered.lines, answered)
            if given.payload == texts.CALL_INTENT:  # behind what was said on leaving the queue
                said = await self._lines_of(turn_id)
            return TurnAnswer(said, Speaker.BOT)
        except Exception as error:
            # The turn may have recorded something, so nothing may be said of that here. The same
            # request again, or the button, finds what is on record.
            log.error("answer_lost", turn=turn_id, error=type(error).__name__)
            raise Problem(503, "unclear", conversation.language) from error

    async def _finish_lost(
        self, conversation: Conversation, turn_id: str, button: PressedButton | None
    ) -> list[Line]:
        lost = await self._lost.settle(conversation, turn_id, button, None)
        answered = Answered(lost.lines, conversation.language, None, len(lost.lines), None)
        return await self._finish(conversation, turn_id, lost.lines, answered)

    async def _finish(
        self,
        conversation: Conversation,
        turn_id: str,
        said: list[NewLine],
        answered: Answered | None = None,
    ) -> list[Line]:
        """End a turn; ``answered`` is missing where the engine had no part in it."""
        answer = answered.answer if answered else None
        failed = answered is not None and answer is None
        kept = await _off_loop(
            lambda: self._store.end_turn(
                conversation.id,
                turn_id,
                lines=said,
                language=answered.language if answered else conversation.language,
                failed=failed,
                intent=answer.intent if answer else None,
                confidence=answer.confidence if answer else None,
                now=_now(),
            )
        )
        self._metrics.turn("failed" if failed else "answered")
        self._live.ring(conversation.id)
        return kept

    async def _lines_of(self, turn_id: str) -> list[Line]:
        return await _off_loop(lambda: self._store.lines_of_turn(turn_id))

    async def _reread(self, conversation: Conversation) -> Conversation:
        now = await _off_loop(lambda: self._store.by_id(conversation.id))
        if now is None:  # retention or an erasure was quicker
            raise Problem(401, "unknown_conversation", conversation.language)
        return now


def _input(standing: Standing, request: Request) -> _Input:
    language = standing.conversation.language
    if request.press is not None:
        button = standing.pressed(request.press)
        if button is None or not (button.current or button.used_in_turn):
            raise Problem(409, "button_gone", language)
        return _Input(button.title, None, button, False)
    typed = request.typed
    if typed is None:
        raise Problem(400, "bad_request", language)
    named = standing.titled(typed.text)
    if named and not named.used_in_turn:
        return _Input(typed.text, None, named, False)
    return _Input(typed.text, typed.text, None, typed.secrets_removed)


async def _off_loop(work: Callable[[], T]) -> T:
    """Database work, off the event loop."""
    return await to_thread.run_sync(work)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
