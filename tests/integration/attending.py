"""A desk without a gateway: its use cases on a database, at a time the test sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from fairwell import paths
from fairwell.policy.desk import load_desk_policy
from fairwell.policy.policy import Policy
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.replies import Template
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.handoff import queue
from fairwell.services.handoff.steps import HandoffRequest
from fairwell.services.live import Live
from fairwell.services.staff import presence
from fairwell.store.base.unit_of_work import Store
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.messages import NewLine
from tests.integration.records import NOW

ANNA = Agent("01ANNA", "anna@desk.example", "Anna Beispiel")
BEN = Agent("01BEN", "ben@desk.example", "Ben Muster")

REPLIES = (
    Template("greeting", {"de": "Guten Tag, {agent} hier.", "en": "Hello, {agent} here."}),
    Template("received", {"de": "Nummer {reference}.", "en": "Number {reference}."}),
)


class Chats(Live):
    """The customers' chats: those in ``open`` are, without a stream."""

    def __init__(self) -> None:
        super().__init__()
        self.open: set[str] = set()

    def is_followed(self, topic: str) -> bool:
        """Whether the test has opened it."""
        return topic in self.open


@dataclass
class Desk:
    """``now`` is the time, unless a clock goes by itself."""

    engine: Engine
    now: dt.datetime = NOW
    clock: Callable[[], dt.datetime] | None = None
    policy: Path = paths.POLICY

    def __post_init__(self) -> None:
        """Put the use cases together on the database."""
        policy = Policy(paths.POLICY)
        policy.desk, policy.replies = load_desk_policy(self.policy), REPLIES
        self.store = Conversations(self.engine)
        self.chats = Chats()
        self.app = Context(
            policy,
            lambda: Store(self.engine),
            clock=lambda: self.clock() if self.clock else self.now,
            live=self.chats,
            always_open=True,
        )

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**time)

    def come(self, *agents: Agent) -> None:
        """Agents open the desk, or are heard of again."""
        for agent in agents:
            presence.say_present(agent, "online", self.app)

    def talk(self, *words: str, language: Language = "de", channel: str = "widget") -> str:
        """A conversation with the bot in which a customer has said something."""
        conversation, _ = self.store.open(language, self.now, channel)
        for said in words or ("Hallo",):
            self.store.begin_turn(
                conversation.id,
                idempotency_key=None,
                request_hash="",
                line=NewLine("customer", said, language),
                button_id=None,
                now=self.now,
            )
        return conversation.id

    def asks(
        self,
        conversation_id: str,
        language: Language = "de",
        why: Reason = Reason.ASKED,
        **slots: str,
    ) -> bool:
        """A person is asked for in a conversation."""
        turn = self.store.begin_turn(
            conversation_id,
            idempotency_key=None,
            request_hash="",
            line=NewLine("customer", "Mensch bitte", language),
            button_id=None,
            now=self.now,
        )
        asked = HandoffRequest(conversation_id, turn, why, language, slots)
        return queue.request(asked, self.app)

    def queued(
        self,
        *words: str,
        language: Language = "de",
        channel: str = "widget",
        why: Reason = Reason.ASKED,
        **slots: str,
    ) -> str:
        """A conversation that waits."""
        conversation_id = self.talk(*words, language=language, channel=channel)
        assert self.asks(conversation_id, language, why, **slots)
        return conversation_id

    def writes(self, conversation_id: str, text: str) -> bool:
        """The customer writes while a person is asked for; whether it was kept."""
        kept = self.store.keep_for_people(
            conversation_id,
            idempotency_key=None,
            request_hash="",
            lines=[NewLine("customer", text, "de")],
            now=self.now,
        )
        return kept is not None

    def transcript(self, conversation_id: str) -> list[str]:
        """The texts of a conversation."""
        return [line.text for line in self.store.lines_after(conversation_id, 0)]

    def speaker(self, conversation_id: str) -> str:
        """Who answers now."""
        return self.store.speaking(conversation_id)[0].value
