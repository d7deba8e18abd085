"""Customer turn: one read that opens it, the engine's answer or an agent's turn, one write.

What the customer said is stored before the engine is asked; a false yes is never said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog

from fairwell.bootstrap import App
from fairwell.dialogue.outcome import NOTHING, TurnOutcome
from fairwell.gateway.chat import fixed_lines as lines
from fairwell.gateway.chat.ask_engine import Answered, Asking
from fairwell.gateway.chat.engine_client import EngineClient
from fairwell.gateway.chat.handoff import People
from fairwell.gateway.chat.in_order import InOrder, TooManyWaiting
from fairwell.gateway.chat.learning import learn
from fairwell.gateway.chat.lost_answers import LostAnswers
from fairwell.gateway.chat.request import Given, Opens, Request, given_in
from fairwell.gateway.ops.admission import Admission
from fairwell.gateway.ops.metrics import Metrics
from fairwell.gateway.problems import Problem
from fairwell.rules.cases.case import Knowledge
from fairwell.rules.handoff.speaker import WITH_PEOPLE, Speaker
from fairwell.services.handoff import texts
from fairwell.store.chats.messages import Line, NewLine
from fairwell.store.chats.standing import Conversation, OpenedTurn, PressedButton

log = structlog.get_logger()


class ConversationClosed(Exception):
    """The conversation has ended: the message begins a new one."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__(conversation.id)
        self.conversation = conversation


@dataclass(frozen=True)
class TurnAnswer:
    """The answer to a turn, who answers the next one, and what the turn came to."""

    lines: Sequence[Line]
    speaker: Speaker
    conversation: Conversation
    outcome: TurnOutcome = NOTHING


class Turns:
    """Runner of turns, in order of arrival for each conversation."""

    def __init__(
        self,
        app: App,
        engine: EngineClient,
        metrics: Metrics | None = None,
        admission: Admission | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self.admission = admission or Admission(app.settings)
        self._app = app
        self._live = app.live
        self._store = app.conversations
        self._people = People(app, engine)
        self._lost = LostAnswers(app)
        self._pool = app.pools.chat
        self._asking = Asking(
            self._store, engine, self._lost, self._pool, lambda: app.policy.facts.proof
        )
        self._order = InOrder()

    async def run(self, opens: Opens, request: Request, client: str | None) -> TurnAnswer:
        """Answer a request; a repeated one gets the answer it got the first time.

        ``client`` is whose share of the places is used; ``None`` needs no place.

        Raises:
            ConversationClosed: it has ended; nothing was stored.
            Problem: the request cannot be accepted; its text says what the customer can do.
            StoreUnavailable: nothing was stored.
        """
        try:
            async with (
                self._order.turn(opens.queue),
                self.place(client, opens.language),
            ):
                opened = await self._open(opens, request)
                repeated = await self._repeated(opened, request)
                if repeated is not None:
                    self._metrics.turn("repeated")
                    return repeated
                return await self._take(opened, request)
        except TooManyWaiting:
            self._metrics.turn("refused")
            language = (await self._open(opens, request)).conversation.language
            raise Problem(429, "busy", language) from None

    @asynccontextmanager
    async def place(self, client: str | None, language: str) -> AsyncIterator[None]:
        """Hold a place for a turn within the block; ``run`` takes one by itself.

        Raises:
            Problem: overload; nothing was stored.
        """
        try:
            async with self.admission.turn_place(client, language):
                yield
        except Problem as refused:
            if refused.code == "overloaded":
                self._metrics.turn("refused")
            raise

    async def run_first(self, conversation: Conversation, request: Request) -> TurnAnswer:
        """Answer the first request of a conversation that was opened for it, as ``run`` does.

        The caller holds a place.
        """
        return await self._take(OpenedTurn.of_new(conversation), request)

    async def _take(self, opened: OpenedTurn, request: Request) -> TurnAnswer:
        """Route by the current speaker, which an agent may change while a message is stored."""
        while True:
            conversation = await self._still_proven(opened.conversation)
            given = given_in(opened, request)
            if given.button and given.button.used_in_turn:
                return await self._answered(opened, given.button, given.button.used_in_turn)
            if given.payload.startswith(texts.SCORE):
                return await self._score(conversation, request, given)
            if conversation.speaker is Speaker.CLOSED:
                raise ConversationClosed(conversation)
            if given.payload in (texts.LEAVE_QUEUE, texts.CALL_ME):
                return await self._leave(conversation, request, given)
            if conversation.speaker not in WITH_PEOPLE:
                turn_id = await self._begin(conversation, request, given)
                return await self._answer(conversation, turn_id, given, first=opened.is_first)
            kept = await self._keep(conversation, request, given)
            if kept is not None:
                self._metrics.turn("kept")
                return TurnAnswer(kept, conversation.speaker, conversation)
            again = Opens(conversation.language, conversation_id=conversation.id)
            opened = await self._open(again, request)

    async def _still_proven(self, conversation: Conversation) -> Conversation:
        """Return the conversation, anonymous if what it has proven is too long ago."""
        was, proven_at, active_at = (
            conversation.knowledge,
            conversation.proven_at,
            conversation.last_active_at,
        )
        if was is Knowledge.ANONYMOUS or proven_at is None or active_at is None:
            return conversation
        if not self._app.policy.facts.proof.limits.are_over(proven_at, active_at, _now()):
            return conversation
        await self._pool.run(self._store.end_proof, conversation.id)
        return replace(
            conversation,
            knowledge=Knowledge.ANONYMOUS,
            engine_stale=True,
            process=None,
            proof_ended=was,
        )

    async def _answered(
        self, opened: OpenedTurn, button: PressedButton, turn_id: str
    ) -> TurnAnswer:
        """Return the answer to a press; finish its turn now if a crash left it open."""
        conversation = opened.conversation
        if opened.answer:
            return TurnAnswer(opened.answer, conversation.speaker, conversation, opened.outcome)
        return await self._finish_lost(conversation, turn_id, button)

    async def _open(self, opens: Opens, request: Request) -> OpenedTurn:
        opened = await self._pool.run(
            lambda: self._store.open_turn(
                token=opens.token,
                conversation_id=opens.conversation_id,
                idempotency_key=request.idempotency_key,
                press=request.press,
            )
        )
        if opened is None:  # it never existed, or retention or an erasure was quicker
            raise Problem(401, "unknown_conversation", opens.language)
        return opened

    async def _repeated(self, opened: OpenedTurn, request: Request) -> TurnAnswer | None:
        conversation, turn = opened.conversation, opened.repeated
        if turn is None:
            return None
        if turn.request_hash != request.fingerprint:
            raise Problem(422, "other_content", conversation.language)
        if not opened.answer and turn.state == "running":
            # We hold the conversation, so the process that ran this turn is gone. Finish its turn
            # with what is on record instead of asking the engine the same thing twice.
            return await self._finish_lost(conversation, turn.id, None)
        return TurnAnswer(opened.answer, conversation.speaker, conversation, opened.outcome)

    async def _begin(
        self, conversation: Conversation, request: Request, given: Given, *, silent: bool = False
    ) -> str:
        line = None if silent else NewLine("customer", given.shown, conversation.language)
        turn_id = await self._pool.run(
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
        self, conversation: Conversation, request: Request, given: Given
    ) -> list[Line] | None:
        language = conversation.language
        kept = [NewLine("customer", given.shown, language)]
        if conversation.proof_ended:
            proof = self._app.policy.facts.proof
            ended = lines.proof_ended(language, conversation.proof_ended, proof)
            kept.append(NewLine("system", ended, language))
        if given.secrets_removed:
            kept.append(NewLine("system", lines.secrets_removed(language), language))
        return await self._people.keep(
            conversation, kept, request.idempotency_key, request.fingerprint
        )

    async def _score(
        self, conversation: Conversation, request: Request, given: Given
    ) -> TurnAnswer:
        turn_id = await self._begin(conversation, request, given, silent=True)
        thanks = await self._people.keep_score(conversation, given.payload)
        said = await self._finish(conversation, turn_id, [thanks])
        return TurnAnswer(said, conversation.speaker, conversation, _unchanged(conversation))

    async def _leave(
        self, conversation: Conversation, request: Request, given: Given
    ) -> TurnAnswer:
        """Leave the queue; one who asked for a call continues with the bot's question for it."""
        asks_for_call = given.payload == texts.CALL_ME
        waits = conversation.speaker is Speaker.QUEUED
        if not waits and not (asks_for_call and conversation.speaker is Speaker.BOT):
            raise Problem(409, "button_gone", conversation.language)
        turn_id = await self._begin(conversation, request, given)
        if waits and not await self._people.leave_queue(conversation, turn_id, given.payload):
            await self._finish(conversation, turn_id, [])  # an agent was quicker
            return TurnAnswer([], (await self._reread(conversation)).speaker, conversation)
        if asks_for_call and given.button:
            call = replace(given, button=replace(given.button, payload=texts.CALL_INTENT))
            return await self._answer(await self._reread(conversation), turn_id, call, first=False)
        await self._finish(conversation, turn_id, [])
        said = await self._lines_of(turn_id)
        return TurnAnswer(said, Speaker.BOT, conversation, _unchanged(conversation))

    async def _answer(
        self, conversation: Conversation, turn_id: str, given: Given, *, first: bool
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
                # The engine forgets what was open before its next turn.
                answered = replace(answered, outcome=replace(answered.outcome, process=None))
                await self._finish(conversation, turn_id, [], answered)
                said = await self._lines_of(turn_id)
                return TurnAnswer(said, Speaker.QUEUED, conversation, answered.outcome)
            said = await self._finish(conversation, turn_id, answered.lines, answered)
            if given.payload == texts.CALL_INTENT:  # after what was said on leaving the queue
                said = await self._lines_of(turn_id)
            return TurnAnswer(said, Speaker.BOT, conversation, answered.outcome)
        except Exception as error:
            # The turn may have recorded something, so nothing may be said of that here. The same
            # request again, or the button, finds what is on record.
            log.error("answer_lost", turn=turn_id, error=type(error).__name__)
            raise Problem(503, "unclear", conversation.language) from error

    async def _finish_lost(
        self, conversation: Conversation, turn_id: str, button: PressedButton | None
    ) -> TurnAnswer:
        lost = await self._lost.settle(conversation, turn_id, button, None)
        answered = Answered.without_engine(lost, conversation)
        said = await self._finish(conversation, turn_id, lost.lines, answered)
        return TurnAnswer(said, conversation.speaker, conversation, answered.outcome)

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
        kept = await self._pool.run(
            lambda: self._store.end_turn(
                conversation.id,
                turn_id,
                lines=said,
                language=answered.language if answered else conversation.language,
                failed=failed,
                intent=answer.intent if answer else None,
                confidence=answer.confidence if answer else None,
                outcome=answered.outcome if answered else _unchanged(conversation),
                now=_now(),
            )
        )
        self._metrics.turn("failed" if failed else "answered")
        self._live.ring(conversation.id)
        return kept

    async def _lines_of(self, turn_id: str) -> list[Line]:
        return await self._pool.run(lambda: self._store.lines_of_turn(turn_id))

    async def _reread(self, conversation: Conversation) -> Conversation:
        now = await self._pool.run(lambda: self._store.by_id(conversation.id))
        if now is None:  # retention or an erasure was quicker
            raise Problem(401, "unknown_conversation", conversation.language)
        return now


def _unchanged(conversation: Conversation) -> TurnOutcome:
    """Return the outcome of a turn that the engine has no part in."""
    return TurnOutcome(conversation.process)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
