"""Our own examples: what the teacher says of the English ones, and pairs for German ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

# "[anna@laden.example](email)" is read as what stands in the brackets.
_ANNOTATION = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_BLOCK, _PARTS = 25, 5


def is_held_out(number: int) -> bool:
    """Whether an example is left out to measure with: every fifth block, neighbours being alike."""
    return number // _BLOCK % _PARTS == 0


def messages(folder: Path) -> list[str]:
    """All examples below ``folder`` (``data/nlu/en``), without annotations, each once."""
    return list(labelled(folder))


def labelled(folder: Path) -> dict[str, str]:
    """The same with the intent each stands under first."""
    found: dict[str, str] = {}
    for text, intent in _examples(folder):
        found.setdefault(text, intent)
    return found


def parallel(folder: Path) -> list[tuple[str, str]]:
    """Pairs from every ``*.tsv`` in ``folder``: German, tab, English."""
    lines = [
        line
        for file in sorted(folder.glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line
    ]
    pairs = []
    for line in lines:
        german, tab, english = line.partition("\t")
        if not (german and tab and english) or "\t" in english:
            raise ValueError(f"not a pair: {line!r}")
        pairs.append((german, english))
    return pairs


def _examples(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                if line.startswith("- ") and (text := _ANNOTATION.sub(r"\1", line[2:]).strip()):
                    yield text, block["intent"]
