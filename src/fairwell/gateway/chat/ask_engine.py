"""Engine request of a turn: the answer as lines, or what to say when none came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from fairwell.dialogue.outcome import TurnOutcome
from fairwell.gateway.chat import fixed_lines as lines
from fairwell.gateway.chat.engine_client import Answer, EngineClient, EngineFailed
from fairwell.gateway.chat.lost_answers import LostAnswers, SettledTurn
from fairwell.policy.facts import Proof
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.language import Language
from fairwell.services.pools import Pool
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.messages import NewLine
from fairwell.store.chats.standing import Conversation, PressedButton

log = structlog.get_logger()


@dataclass(frozen=True)
class Answered:
    """What to say in a turn.

    ``wanted``: an agent is wanted, and why; where one is present, only ``before`` is said.
    ``answer`` is ``None`` where the engine gave none. ``outcome`` is what the turn came to.
    """

    lines: list[NewLine]
    language: Language
    wanted: Reason | None
    at: int
    answer: Answer | None
    outcome: TurnOutcome

    @classmethod
    def without_engine(cls, lost: SettledTurn, conversation: Conversation) -> Answered:
        """Return what was found on record instead of the engine's answer.

        With a record nothing is open any more; without one, what was open before.
        """
        process = None if lost.recorded else conversation.process
        outcome = TurnOutcome(process, lost.recorded)
        wanted = None if lost.recorded else Reason.FAILED
        return cls(lost.lines, conversation.language, wanted, len(lost.lines), None, outcome)

    @property
    def before(self) -> list[NewLine]:
        """The lines before the wish for an agent; their buttons lead nowhere any more."""
        return [replace(line, buttons=()) for line in self.lines[: self.at]]


class Asking:
    """Requests to one engine, for any conversation."""

    def __init__(
        self,
        store: Conversations,
        engine: EngineClient,
        lost: LostAnswers,
        pool: Pool,
        proof: Callable[[], Proof],
    ) -> None:
        self._pool = pool
        self._store = store
        self._engine = engine
        self._lost = lost
        self._proof = proof

    async def ask(
        self,
        conversation: Conversation,
        turn_id: str,
        *,
        text: str | None,
        button: PressedButton | None,
        first: bool,
        secrets_removed: bool,
    ) -> Answered:
        """Return the engine's answer, or what to say without one; our own lines come before it."""
        answered = await self._engines(conversation, turn_id, text, button, first=first)
        language = answered.lines[0].lang
        ours = []
        if first:
            ours.append(NewLine("bot", lines.greeting(language), language))
        if conversation.proof_ended:
            ended = lines.proof_ended(language, conversation.proof_ended, self._proof())
            ours.append(NewLine("bot", ended, language))
        if secrets_removed:
            ours.append(NewLine("bot", lines.secrets_removed(language), language))
        return replace(answered, lines=[*ours, *answered.lines], at=answered.at + len(ours))

    async def _engines(
        self,
        conversation: Conversation,
        turn_id: str,
        text: str | None,
        button: PressedButton | None,
        *,
        first: bool,
    ) -> Answered:
        try:
            await self._freshen(conversation)
            answer = await self._engine.send(
                conversation.id,
                turn_id,
                text=text,
                payload=button.payload if button else None,
                language_hint=conversation.language if first else None,
            )
        except EngineFailed as failure:
            log.warning("turn_failed", turn=turn_id, reason=str(failure))
            lost = await self._lost.settle(conversation, turn_id, button, failure.settles_in)
            return Answered.without_engine(lost, conversation)
        language = answer.language or conversation.language
        said = [
            NewLine("bot", message.text, language, message.buttons, message.attachments)
            for message in answer.messages
        ]
        for at, message in enumerate(answer.messages):
            if message.handoff:
                return Answered(said, language, message.handoff, at, answer, answer.outcome)
        return Answered(said, language, None, len(said), answer, answer.outcome)

    async def _freshen(self, conversation: Conversation) -> None:
        """Reset where the engine was, before its first turn after an agent's."""
        if conversation.engine_stale:
            await self._engine.reset(conversation.id, conversation.language)
            await self._pool.run(self._store.engine_is_fresh, conversation.id)
