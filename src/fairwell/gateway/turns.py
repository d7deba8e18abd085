"""One customer turn: kept, answered by the engine, kept again; never silence, never a false yes."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import structlog
from anyio import to_thread

from fairwell.bootstrap import Services
from fairwell.gateway import guard, lines
from fairwell.gateway.engine_client import Answer, EngineClient, EngineFailed
from fairwell.gateway.metrics import Metrics
from fairwell.gateway.problems import Problem
from fairwell.gateway.push import Notifier
from fairwell.services.errors import StoreUnavailable
from fairwell.services.record_declaration import Recorded
from fairwell.store.conversations import Conversation, Language, Line, NewLine, PressedButton

log = structlog.get_logger()
T = TypeVar("T")

# A person waiting sends one message, perhaps two; more is a loop and must not pile up.
MAX_WAITING = 4
LOOK_AGAIN = 0.25  # seconds between two looks for a record whose answer got lost


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


@dataclass(frozen=True)
class _Input:
    """What goes to the engine, and how it stands in the transcript."""

    shown: str
    text: str | None
    button: PressedButton | None
    secrets_removed: bool


class Turns:
    """Runs turns: one in flight a conversation, the next ones wait in order."""

    def __init__(
        self,
        services: Services,
        engine: EngineClient,
        notifier: Notifier,
        metrics: Metrics | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._services = services
        self._engine = engine
        self._notifier = notifier
        self._store = services.conversations
        self._queues: defaultdict[str, _Queue] = defaultdict(_Queue)

    async def run(self, conversation: Conversation, request: Request) -> list[Line]:
        """Answer a request; a repeated one gets the answer it got the first time.

        Raises:
            Problem: the request cannot be taken; its text tells the customer what to do.
            StoreUnavailable: nothing was kept.
        """
        async with self._in_turn(conversation):
            repeated = await self._repeated(conversation, request)
            if repeated is not None:
                self._metrics.turn("repeated")
                return repeated
            given = await self._input(conversation, request)
            if given.button and given.button.used_in_turn:
                return await self._answered(conversation, given.button, given.button.used_in_turn)
            return await self._answer(conversation, request, given)

    async def _answered(
        self, conversation: Conversation, button: PressedButton, turn_id: str
    ) -> list[Line]:
        """What a press was answered with; its turn is finished now if a crash left it open."""
        said = await _off_loop(lambda: self._store.lines_of_turn(turn_id))
        if said:
            return said
        lost = await self._lost(conversation, turn_id, button, None)
        return await self._finish(conversation, turn_id, lost, None)

    async def _repeated(self, conversation: Conversation, request: Request) -> list[Line] | None:
        key = request.idempotency_key
        if not key:
            return None
        turn = await _off_loop(lambda: self._store.turn_of_key(conversation.id, key))
        if turn is None:
            return None
        if turn.request_hash != request.fingerprint:
            raise Problem(422, "other_content", conversation.language)
        if turn.state != "running":
            return await _off_loop(lambda: self._store.lines_of_turn(turn.id))
        # We hold the conversation, so the process that ran this turn is gone: finish its turn
        # with what is on record instead of asking the engine the same thing twice.
        return await self._finish(
            conversation, turn.id, await self._lost(conversation, turn.id, None, None), None
        )

    async def _input(self, conversation: Conversation, request: Request) -> _Input:
        if request.press is not None:
            press = request.press
            button = await _off_loop(lambda: self._store.button(conversation.id, press))
            if button is None or not (button.current or button.used_in_turn):
                raise Problem(409, "button_gone", conversation.language)
            return _Input(button.title, None, button, False)
        typed = request.typed
        if typed is None:
            raise Problem(400, "bad_request", conversation.language)
        named = await _off_loop(
            lambda: self._store.current_button_titled(conversation.id, typed.text)
        )
        if named and not named.used_in_turn:
            return _Input(typed.text, None, named, False)
        return _Input(typed.text, typed.text, None, typed.secrets_removed)

    async def _answer(
        self, conversation: Conversation, request: Request, given: _Input
    ) -> list[Line]:
        first = await _off_loop(lambda: self._store.is_first_turn(conversation.id))
        turn_id = await _off_loop(
            lambda: self._store.begin_turn(
                conversation.id,
                idempotency_key=request.idempotency_key,
                request_hash=request.fingerprint,
                line=NewLine("customer", given.shown, conversation.language),
                button_id=given.button.id if given.button else None,
                now=_now(),
            )
        )
        self._notifier.wake(conversation.id)
        try:
            said, answer = await self._ask(conversation, turn_id, given, first=first)
            await self._learn(given.button)
            return await self._finish(conversation, turn_id, said, answer)
        except Exception as error:
            # The turn may have recorded something, so nothing may be said of that here. The same
            # request again, or the button, finds what is on record.
            log.error("answer_lost", turn=turn_id, error=type(error).__name__)
            raise Problem(503, "unclear", conversation.language) from error

    async def _ask(
        self, conversation: Conversation, turn_id: str, given: _Input, *, first: bool
    ) -> tuple[list[NewLine], Answer | None]:
        """The engine's answer, or what to say without one; our own lines come before it."""
        answer: Answer | None = None
        try:
            answer = await self._engine.send(
                conversation.id,
                turn_id,
                text=given.text,
                payload=given.button.payload if given.button else None,
                language_hint=conversation.language if first else None,
            )
            said = _as_lines(answer, answer.language or conversation.language)
        except EngineFailed as failure:
            log.warning("turn_failed", turn=turn_id, reason=str(failure))
            said = await self._lost(conversation, turn_id, given.button, failure.settles_in)
        language = said[0].lang
        if given.secrets_removed:
            said.insert(0, NewLine("bot", lines.secrets_removed(language), language))
        if first:
            said.insert(0, NewLine("bot", lines.greeting(language), language))
        return said, answer

    async def _learn(self, button: PressedButton | None) -> None:
        """Label what was unclear with the meaning that was pressed; no answer depends on it."""
        if button is None or button.meaning is None or button.shown_in_turn is None:
            return
        asked_in, meaning = button.shown_in_turn, button.meaning
        try:
            await _off_loop(lambda: self._services.choose_meaning(asked_in, meaning))
        except StoreUnavailable as error:
            log.warning("meaning_not_kept", turn=asked_in, reason=str(error))

    async def _finish(
        self, conversation: Conversation, turn_id: str, said: list[NewLine], answer: Answer | None
    ) -> list[Line]:
        kept = await _off_loop(
            lambda: self._store.end_turn(
                conversation.id,
                turn_id,
                lines=said,
                language=said[-1].lang,
                failed=answer is None,
                intent=answer.intent if answer else None,
                confidence=answer.confidence if answer else None,
                now=_now(),
            )
        )
        self._metrics.turn("answered" if answer else "failed")
        self._notifier.wake(conversation.id)
        return kept

    async def _lost(
        self,
        conversation: Conversation,
        turn_id: str,
        button: PressedButton | None,
        settles_in: float | None,
    ) -> list[NewLine]:
        """What to say when no answer came: the record if there is one, else an apology."""
        language = conversation.language
        values = self._services.text_values(language)
        sure = settles_in is not None
        try:
            recorded = await self._recorded(conversation.id, turn_id, settles_in or 0.0)
        except StoreUnavailable:
            recorded, sure = None, False
        if recorded:
            case = recorded.case
            text = lines.recorded_all_the_same(
                language,
                case.kind,
                case.reference,
                self._services.moment(case, language),
                values["phones"],
            )
            return [NewLine("bot", text, language)]
        say = lines.failed_turn if sure else lines.unclear_turn
        # The same click again: recording is idempotent, so it can never count twice.
        again = ((lines.retry(language), button.payload),) if button else ()
        return [NewLine("bot", say(language, values["phones"]), language, again)]

    async def _recorded(
        self, conversation_id: str, turn_id: str, settles_in: float
    ) -> Recorded | None:
        """What the turn recorded, looked for until its action has surely ended."""
        deadline = time.monotonic() + settles_in
        while True:
            recorded = await _off_loop(
                lambda: self._services.recorded_in_turn(conversation_id, turn_id)
            )
            if recorded or time.monotonic() >= deadline:
                return recorded
            await asyncio.sleep(LOOK_AGAIN)

    @asynccontextmanager
    async def _in_turn(self, conversation: Conversation) -> AsyncIterator[None]:
        queue = self._queues[conversation.id]
        if queue.waiting >= MAX_WAITING:
            self._metrics.turn("refused")
            raise Problem(429, "busy", conversation.language)
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                self._queues.pop(conversation.id, None)


class _Queue:
    """The turns of one conversation, in the order they came (asyncio's lock is fair)."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


def _as_lines(answer: Answer, language: Language) -> list[NewLine]:
    return [
        NewLine("bot", said.text, language, said.buttons, said.attachments)
        for said in answer.messages
    ]


async def _off_loop(work: Callable[[], T]) -> T:
    """Database work, off the event loop."""
    return await to_thread.run_sync(work)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
