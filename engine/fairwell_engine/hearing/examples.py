"""Written examples beside Rasa's: messages that do several things, answers, and tagged messages.

``data/hearing/acts*.yml`` says what a message does, ``data/hearing/stance*.yml`` how an answer
stands to the page above it, ``data/hearing/tags*.yml`` which tags a message has. Their form is
described in docs/train.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAGES = ("cancel", "pause", "withdraw", "delete_data", "addon", "revoke", "access_request")
STANCES = ("yes", "no", "hold", "change", "ask", "none")
# A wish that words refuse has a label of its own: "never cancel my account".
REFUSED = "refuse:"


@dataclass(frozen=True)
class ActsExample:
    """A message and its labels: intents in the order of doing, then what it refuses."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class StanceExample:
    """An answer, the pages under which it stands so, and how."""

    text: str
    pages: tuple[str, ...]
    stance: str


@dataclass(frozen=True)
class TagsExample:
    """A message and its tags; it may have none."""

    text: str
    tags: tuple[str, ...]


def acts_examples(folder: Path) -> list[ActsExample]:
    """Read all ``acts*.yml`` in ``folder``.

    Raises:
        ValueError: an entry is malformed; the message names the file.
    """
    found = []
    for file, entry in _entries(folder, "acts"):
        acts, refuses = entry.get("acts"), entry.get("refuses", [])
        if not acts or not isinstance(acts, list) or not isinstance(refuses, list):
            raise ValueError(f"{file}: every entry needs a list of acts")
        labels = (*acts, *(REFUSED + wish for wish in refuses))
        found += [ActsExample(text, labels) for text in _texts(file, entry)]
    return found


def stance_examples(folder: Path) -> list[StanceExample]:
    """Read all ``stance*.yml`` in ``folder``.

    Raises:
        ValueError: an entry is malformed; the message names the file.
    """
    found = []
    for file, entry in _entries(folder, "stance"):
        pages, stance = tuple(entry.get("pages", ())), entry.get("stance")
        if not pages or not set(pages) <= set(PAGES):
            raise ValueError(f"{file}: pages are some of {', '.join(PAGES)}, not {pages}")
        if stance not in STANCES:
            raise ValueError(
                f'{file}: stance is one of {", ".join(STANCES)} in quotes ("yes"), not {stance}'
            )
        found += [StanceExample(text, pages, stance) for text in _texts(file, entry)]
    return found


def tags_examples(folder: Path) -> list[TagsExample]:
    """Read all ``tags*.yml`` in ``folder``.

    Raises:
        ValueError: an entry is malformed; the message names the file.
    """
    found = []
    for file, entry in _entries(folder, "tags"):
        tags = entry.get("tags")
        if tags is None or not isinstance(tags, list):
            raise ValueError(f"{file}: every entry needs a list of tags, which may be empty")
        found += [TagsExample(text, tuple(tags)) for text in _texts(file, entry)]
    return found


def _entries(folder: Path, key: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(folder.glob(f"{key}*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        entries = content.get(key) if isinstance(content, dict) else None
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            raise ValueError(f"{path.name}: expected a list under {key}")
        found += [(path.name, entry) for entry in entries]
    return found


def _texts(file: str, entry: dict[str, Any]) -> list[str]:
    texts = entry.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{file}: texts are strings in quotes")
    return texts
