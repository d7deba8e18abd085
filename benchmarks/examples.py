"""Training examples: reading, the split into training and test part, writing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from fairwell import paths
from fairwell.cli.nlu.intents import Labelled

HELD_OUT = 10  # one example in so many
_EXAMPLE = re.compile(r"^\s*-\s(.*)$", re.MULTILINE)
_ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Example:
    """One training example, entities still marked in it."""

    text: str
    intent: str
    language: str

    @property
    def plain(self) -> str:
        """Strip the annotations, as a customer would type it."""
        return _ANNOTATED.sub(r"\1", self.text)

    @property
    def rank(self) -> int:
        """Hash the text to a number: the same split on every machine."""
        return int.from_bytes(hashlib.sha256(self.plain.casefold().encode()).digest()[:8], "big")


def read_examples(folder: Path = paths.ROOT / "data" / "nlu") -> list[Example]:
    """Read all examples, in the order of their files."""
    return [
        Example(text.strip(), block["intent"], file.parent.name)
        for file in sorted(folder.glob("*/*.yml"))
        for block in yaml.safe_load(file.read_text())["nlu"]
        for text in _EXAMPLE.findall(block["examples"])
    ]


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Split off every tenth example as test data; equal texts stay on one side."""
    trained: list[Example] = []
    held_out: list[Example] = []
    for example in examples:
        (trained if example.rank % HELD_OUT else held_out).append(example)
    return trained, held_out


def at_most(examples: Sequence[Example], count: int) -> list[Example]:
    """Draw an even sample of every intent and language, at least two of each."""
    if count <= 0 or count >= len(examples):
        return list(examples)
    share = count / len(examples)
    groups: dict[tuple[str, str], list[Example]] = {}
    for example in sorted(examples, key=lambda example: example.rank):
        groups.setdefault((example.intent, example.language), []).append(example)
    return [
        example
        for group in groups.values()
        for example in group[: max(round(share * len(group)), 2)]
    ]


def labelled(examples: Iterable[Example]) -> list[Labelled]:
    """Convert examples to labelled messages."""
    return [Labelled(e.plain, e.intent, e.language, hard=False) for e in examples]


def write_examples(examples: Iterable[Example], file: Path) -> None:
    """Write Rasa's training file of the examples."""
    groups: dict[str, list[str]] = {}
    for example in examples:
        groups.setdefault(example.intent, []).append(f"- {example.text}\n")
    content = {
        "version": "3.1",
        "nlu": [{"intent": intent, "examples": "".join(lines)} for intent, lines in groups.items()],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))
