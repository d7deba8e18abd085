"""A conversation on the level of actions: the real actions and rules, without the classifier.

Stands in for Rasa's bookkeeping only: which rule fits, when the form asks, when it ends. The real
engine does the same in tests/dialogue; here a thousand conversations fit into the time of one.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from fairwell.dialogue import slots
from tests.unit.samples import a_message, a_tracker, domain, empty_slots
from tests.unit.texts import payload_parts, responses, rules

EXECUTOR = ActionExecutor()
EXECUTOR.register_package("actions")

_BUTTONS = {(said.response, said.language): said.payloads for said in responses()}
_counter = itertools.count(1)


@dataclass(frozen=True)
class Said:
    """One message of the assistant: the response's name and the values in it."""

    response: str
    values: dict[str, Any]


@dataclass
class State:
    """What Rasa keeps of a conversation."""

    slots: dict[str, Any] = field(default_factory=empty_slots)
    form: str | None = None


class Dialogue:
    """One conversation; ``buttons`` are the payloads under the last answer."""

    def __init__(self, language: str) -> None:
        self.id = f"01DIALOGUE{next(_counter):06d}"
        self.state = State()
        self.state.slots[slots.LANGUAGE] = language
        self.said: list[Said] = []
        self.buttons: tuple[str, ...] = ()

    @property
    def question(self) -> str | None:
        """The open question."""
        asked: str | None = self.state.slots[slots.REQUESTED]
        return asked if self.state.form else None

    def press(self, payload: str, *, lost: bool = False) -> str:
        """Press a button; see ``hear``."""
        intent, values = payload_parts(payload)
        return self.hear(a_message(payload, intent, 1.0, **values), lost=lost)

    def hear(self, message: dict[str, Any], *, lost: bool = False) -> str:
        """One turn; returns its id.

        With ``lost`` the engine dies after its actions: what they recorded stays recorded, what
        Rasa would have kept is gone, and nobody hears the answer.
        """
        turn_id = f"01TURN{next(_counter):08d}"
        message["metadata"]["turn_id"] = turn_id
        before = copy.deepcopy(self.state)
        said = self._turn(message)
        if lost:
            self.state = before
        else:
            self.said = said
            language = self.state.slots[slots.LANGUAGE]
            self.buttons = tuple(
                payload
                for one in said
                for payload in (
                    *_BUTTONS.get((one.response, language), ()),
                    *(button["payload"] for button in one.values["buttons"]),
                )
            )
        return turn_id

    def _turn(self, message: dict[str, Any]) -> list[Said]:
        said: list[Said] = []
        if self.state.form and self._answers(message, said):
            self._go_on(message, said)
            return said
        intent = message["intent"]["name"]
        fitting = [r for r in rules() if r.form == self.state.form and intent in r.intents]
        # Rasa falls back where no rule fits; in a form nothing else happens then.
        steps = list(fitting[0].actions) if fitting else ["action_default_fallback"]
        for step in steps:  # grows when an action names the one that shall follow
            if step == slots.FORM:
                if self.state.form is None:
                    self.state.form = slots.FORM
                    self._answers(message, said)
                self._go_on(message, said)
            elif step.startswith("utter_"):
                said.append(Said(step, {"buttons": []}))
            else:
                events = self._run(step, message, said)
                steps += [event["name"] for event in events if event["event"] == "followup"]
        return said

    def _answers(self, message: dict[str, Any], said: list[Said]) -> bool:
        """Let the form read the message; whether it was an answer to the open question."""
        before = dict(self.state.slots)
        events = self._run(f"validate_{slots.FORM}", message, said)
        set_slots = {event["name"] for event in events if event["event"] == "slot"}
        if set_slots - {slots.REQUESTED}:
            return True
        if before[slots.REQUESTED] is not None:
            self.state.slots = before  # a rejected form leaves no trace
        return False

    def _go_on(self, message: dict[str, Any], said: list[Said]) -> None:
        """Ask the next question, or carry out what was decided."""
        question = self.state.slots[slots.REQUESTED]
        if question is not None:
            self._run(f"action_ask_{question}", message, said)
        else:
            self.state.form = None
            self._run("action_conclude", message, said)

    def _run(self, action: str, message: dict[str, Any], said: list[Said]) -> list[dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        tracker = a_tracker(
            message, conversation_id=self.id, form=self.state.form, **self.state.slots
        )
        result = EXECUTOR.actions[action](dispatcher, tracker, {})
        events: list[dict[str, Any]] = (
            asyncio.run(result) if asyncio.iscoroutine(result) else result
        )
        for event in events:
            if event["event"] == "slot":
                assert event["name"] in empty_slots(), event
                self.state.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.state.form = event["name"]
        for one in dispatcher.messages:
            name = one["response"]
            assert name is None or name in domain()["responses"], name
            said.append(Said(name or "", one))
        return events
