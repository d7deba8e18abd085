"""Conversations of the load, six turns each, in German and English."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from benchmarks.folders import HERE
from benchmarks.schedule import Kind, Language


@dataclass(frozen=True)
class Step:
    """What a customer does: types ``text``, or presses the button ``title`` with its payload.

    The gateway knows buttons by their ids only, the engines by their payloads.
    """

    text: str = ""
    title: str = ""
    payload: str = ""
    concludes: bool = False


def conversation(kind: Kind, language: Language, rng: random.Random) -> list[Step]:
    """Build the six turns of one conversation."""
    words = _words()[language]
    if kind == "form":
        return [
            Step(rng.choice(words["wishes"])),
            _details(rng),
            Step(rng.choice(words["between"])),
            Step(title=words["no_reason"], payload='/press{"reason": "none"}'),
            Step(title=words["decide"], payload='/press{"decision": "cancel"}', concludes=True),
            Step(rng.choice(words["thanks"])),
        ]
    if kind == "question":
        return [
            Step(rng.choice(words[part]))
            for part in ("talk", "looked_up", "general", "looked_up", "general", "thanks")
        ]
    return [
        Step(rng.choice(words[part]))
        for part in ("talk", "general", "general", "talk", "general", "thanks")
    ]


def long_conversation(turns: int, rng: random.Random) -> list[Step]:
    """Build a conversation of many turns: rounds of six, each with a request that is stopped."""
    words = _words()["de"]
    steps: list[Step] = []
    while len(steps) < turns:
        steps += [
            Step(rng.choice(words["general"])),
            Step(words["wishes"][0]),
            _details(rng),
            Step(words["between"][0]),
            Step(words["stop"]),
            Step(rng.choice(words["looked_up"])),
        ]
    return steps[:turns]


def _details(rng: random.Random) -> Step:
    name = f"kiosk-{''.join(rng.choices('abcdefghijklmnoprstuvw', k=9))}"
    return Step(f"{name}, post@{name}.example")


@cache
def _words() -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "conversations.yml").read_text())
    return words
