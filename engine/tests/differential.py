"""Drives random conversations through the fast parts and through Rasa's own, side by side.

A program, since it needs the real action server beside it (tests/integration starts both):
``python differential.py MODEL ACTIONS_URL FOLDER TURNS SEED``. Prints a JSON object a line: one
for every turn that differs, and at last how many turns there were.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

from fairwell_engine.environment import prepare_environment

prepare_environment()

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.core.tracker_store import SQLTrackerStore  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.shared.core.events import ActionExecutionRejected  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from fairwell_engine.rasa.action_endpoint import ActionEndpoint  # noqa: E402
from fairwell_engine.rasa.rule_policy import FastRulePolicy  # noqa: E402
from fairwell_engine.rasa.tracker_store import ConversationStore  # noqa: E402
from fairwell_engine.rasa.turns import (  # noqa: E402
    StrictAgent,
    TooManyActions,
    TurnOutput,
    break_circuit,
    build_agent,
)
from fairwell_engine.server.incoming import read_payload  # noqa: E402
from fairwell_engine.server.privacy import configure_structlog  # noqa: E402

HEADERS = {"X-Actions-Key": os.environ["FAIRWELL_ACTIONS_KEY"]}
TURNS_OF_A_CONVERSATION = 30

WISHES = (
    "Ich möchte meinen Account kündigen", "I want to cancel my account", "Bitte kündigen",
    "I'd like to pause my account", "Ich will eine Pause machen", "delete all my data please",
    "Ich widerrufe meinen Vertrag", "cancel the add-on", "Ihr habt trotz Kündigung abgebucht",
)  # fmt: skip
QUESTIONS = (
    "Wann wird abgebucht?", "When am I billed?", "Do I get a refund?", "Kann ich exportieren?",
    "Was passiert mit meinen Daten?", "How does the trial end?", "What's your phone number?",
    "Sind Sie ein Mensch?", "Hallo", "thanks", "Hilfe", "Ich will mit einem Menschen reden",
)  # fmt: skip
ANSWERS = (
    "firma-sonne, post@firma-sonne.example", "harbor-bakery", "emma.clark@harbor-bakery.example",
    "weiß ich nicht", "zu teuer", "too expensive", "ja", "no", "nein", "yes", "483920",
    "skip", "keine Angabe", "post@broken", "01234 567890", "my name is wrong, change it",
)  # fmt: skip
TURNS_OF_MIND = (
    "stop", "abbrechen", "doch nicht", "keep my account", "auf Englisch bitte", "in German please",
    "noch einmal bitte", "repeat that", "wo steht meine Kündigung?", "send the code again",
    "xkcd qwrt 77", "mein Hund mag Regen", "…", "👍", "the weather is nice in Rome today",
)  # fmt: skip
PRESSES = (
    '/press{"reason":"too_expensive"}', '/press{"reason":"none"}', '/press{"decision":"cancel"}',
    '/press{"decision":"pause"}', '/press{"decision":"change"}', '/press{"decision":"keep"}',
    '/press{"meant":"go_on"}', "/stop", "/cancel_addon", '/press{"score":"3"}',
    '/press{"decision":"to_cancel"}', '/cancel_account',
)  # fmt: skip
KINDS = ((WISHES, 2), (QUESTIONS, 3), (ANSWERS, 4), (TURNS_OF_MIND, 2), (PRESSES, 3))

# What two recordings of the same wish rightly have different: references, times of day, links.
_OWN = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{4}\b|\b\d{1,2}:\d\d(?::\d\d)?\b|[\w-]{20,}")


def stock_agent(model: Path, actions: str, folder: Path) -> Agent:
    """Rasa's own agent, processor, runner, store and policy; the archive names our policy."""
    agent = Agent(
        tracker_store=SQLTrackerStore(db=str(folder / "stock.db")),
        action_endpoint=ActionEndpoint(actions, headers=HEADERS, enable_selective_domain=True),
    )
    agent.load_model(model)
    agent.processor.on_circuit_break = break_circuit
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, FastRulePolicy):
            node._component.__class__ = RulePolicy
    return agent


def fast_agent(model: Path, actions: str, folder: Path) -> StrictAgent:
    """Ours; so few conversations stay in memory that many are read from the database."""
    endpoints = AvailableEndpoints(
        action=EndpointConfig(actions, headers=HEADERS, enable_selective_domain=True)
    )
    agent = build_agent(endpoints)
    agent.tracker_store = ConversationStore(host=f"sqlite:///{folder / 'fast.db'}", hot=2)
    agent.load_model(model)
    return agent


async def turn(agent: Agent, conversation: str, number: int, text: str, parse: Any) -> Any:
    """What there is to compare after a turn."""
    output = TurnOutput()
    message = UserMessage(
        text, output, conversation, parse_data=json.loads(parse), input_channel="fairwell",
        message_id=f"t{number}", metadata={"turn_id": f"t{number}"},
    )  # fmt: skip
    try:
        await agent.handle_message(message)
    except TooManyActions:
        # Rules that go round in a circle: whatever Rasa's policy does, ours has to do as well.
        return {"failed": True}
    tracker = await agent.tracker_store.retrieve(conversation)
    return {
        "messages": _plain(output.messages),
        "slots": _plain(tracker.current_slot_values()),
        "form": tracker.active_loop_name,
        "latest_action": tracker.latest_action_name,
    }


def _plain(value: Any) -> str:
    return _OWN.sub("*", json.dumps(value, ensure_ascii=False, sort_keys=True))


async def history(agent: Agent, conversation: str) -> list[tuple[str, str]]:
    """All events as stored, without what is each run's own."""
    tracker = await agent.tracker_store.retrieve_full_tracker(conversation)
    events = []
    for event in tracker.events:
        data = event.as_dict()
        data.pop("timestamp")
        data.pop("metadata", None)
        data["policy"] = (data.get("policy") or "").replace("Fast", "")
        data.get("parse_data", {}).pop("message_id", None)
        events.append((event.type_name, _plain(data)))
    return events


def _report(**fields: Any) -> None:
    print(json.dumps(fields, ensure_ascii=False))


async def main(model: Path, actions: str, folder: Path, turns: int, seed: int) -> None:
    """Compare; see above."""
    configure_structlog(logging.ERROR)
    stock, fast = stock_agent(model, actions, folder), fast_agent(model, actions, folder)
    chance = random.Random(seed)
    parses: dict[str, str] = {}
    done = forms = interruptions = fallbacks = circles = 0
    # Three conversations at a time take turns, so that memory cannot hold them all.
    while done < turns:
        names = [f"c{seed}-{done}-{each}" for each in range(3)]
        for number in range(TURNS_OF_A_CONVERSATION):
            for name in names:
                (source,) = chance.choices([k for k, _ in KINDS], [w for _, w in KINDS])
                text = chance.choice(source)
                if text not in parses:
                    parse = read_payload(text) if text[0] == "/" else await fast.parse_message(text)
                    parses[text] = json.dumps(parse)
                expected = await turn(stock, f"stock-{name}", number, text, parses[text])
                found = await turn(fast, f"fast-{name}", number, text, parses[text])
                done += 1
                forms += expected.get("form") is not None
                circles += "failed" in expected
                fallbacks += '"nlu_fallback"' in parses[text]
                if found != expected:
                    _report(turn=number, text=text, stock=expected, fast=found)
        for name in names:
            one, other = await history(stock, f"stock-{name}"), await history(fast, f"fast-{name}")
            interruptions += sum(kind == ActionExecutionRejected.type_name for kind, _ in one)
            if one != other:
                pairs = enumerate(zip(one, other, strict=False))
                at = next(
                    (i for i, (left, right) in pairs if left != right), min(map(len, (one, other)))
                )
                _report(history=name, event=at, stock=one[at : at + 2], fast=other[at : at + 2])
    counts = {"turns": done, "in_form": forms, "interrupted": interruptions}
    counts |= {"fallback": fallbacks, "circles": circles}
    _report(**counts)
    await stock.action_endpoint.close()
    await fast.action_endpoint.close()


if __name__ == "__main__":
    asyncio.run(
        main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    )
