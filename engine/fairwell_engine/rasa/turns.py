"""Atomic turns: a turn succeeds entirely or leaves no trace.

Stock Rasa hides failures: a failed action is logged and the conversation continues as if it had
run, and a failed tracker store is replaced by memory. Here both end the turn with an error before
anything is saved, so that the gateway can retry it under the same turn id.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, NoReturn

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from fairwell_engine.hearing.heard import NO_PAGE, NOTHING
from fairwell_engine.rasa.action_endpoint import ActionEndpoint
from fairwell_engine.rasa.graph_runner import DirectGraphRunner
from fairwell_engine.rasa.patches import patch_rasa


class ActionFailed(Exception):
    """A failed action; the cause is chained."""


class TooManyActions(Exception):
    """A turn whose rules predicted actions in an endless loop."""


class TurnOutput(CollectingOutputChannel):
    """Output channel of one turn: text, buttons and custom data of a message stay together."""

    def __init__(self) -> None:
        super().__init__()
        self.tracker: DialogueStateTracker | None = None

    @classmethod
    def name(cls) -> str:
        return "fairwell"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        kept = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if kept:
            await self._persist_message(kept)


class StrictProcessor(MessageProcessor):
    """Rasa's processor without its swallowing of errors."""

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Tell hearing what was asked last; the stored message keeps its own metadata."""
        if tracker is not None:
            message = copy.copy(message)
            message.metadata = {**(message.metadata or {}), **setting_of(tracker)}
        return await super().parse_message(message, tracker, only_output_properties)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _WatchedAction(action)
        goes_on = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.error is not None:
            raise ActionFailed(action.name()) from watched.error
        return goes_on

    async def _run_prediction_loop(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> None:
        await super()._run_prediction_loop(output_channel, tracker)
        if isinstance(output_channel, TurnOutput):
            # The channel reports the state after the turn; reading it from the store again would
            # replay every event.
            output_channel.tracker = tracker

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Skip the check: the trainer refuses unknown intents, and Rasa would build a domain."""

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Log nothing: no log line may contain what customers said."""


class StrictAgent(Agent):
    """An agent whose processor and store report their errors."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        super().load_model(model_path, fingerprint)
        if self.processor is not None:
            # Agent builds the stock class itself; the two differ in methods only.
            self.processor.__class__ = StrictProcessor
            self.processor.on_circuit_break = break_circuit
            self.processor.graph_runner = DirectGraphRunner.of(self.processor.graph_runner)


def build_agent(endpoints: AvailableEndpoints) -> StrictAgent:
    """Build an agent without a model, connected to the configured store and action server."""
    patch_rasa()
    agent = StrictAgent(
        generator=endpoints.nlg,
        tracker_store=TrackerStore.create(endpoints.tracker_store),
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=ActionEndpoint.like(endpoints.action) if endpoints.action else None,
    )
    # Agent wraps the store so that errors fall back to memory: a lost turn would look like a
    # stored one.
    agent.tracker_store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    return agent


def setting_of(tracker: DialogueStateTracker) -> dict[str, str]:
    """Return what hearing may know of a conversation, see ``heard.Setting``."""

    def slot(name: str) -> str | None:
        return tracker.slots[name].value if name in tracker.slots else None

    asked = slot("requested_slot") if tracker.active_loop_name else None
    page = slot("kind") if asked == "decision" else None
    if (slot("pending") or "").startswith("revoke:"):
        page = "revoke"
    if asked in ("user_name", "email") and not (slot("user_name") or slot("email")):
        asked = "details"
    setting = {"asked": asked or NOTHING, "page": page or NO_PAGE, "subject": slot("subject")}
    return {name: value for name, value in setting.items() if value}


class _WatchedAction(Action):
    """Wrapper that runs an action and records the error that the processor swallows."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.error: Exception | None = None

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise  # a form's ordinary way of saying "this message was not an answer"
        except Exception as error:
            self.error = error
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self._action.event_for_successful_execution(prediction)


def break_circuit(*_: Any) -> NoReturn:
    """Fail the turn, since the messages of its actions so far would be half an answer."""
    raise TooManyActions
