"""Canned replies of the desk, German and English in pairs, loaded from ``policy/replies.yml``."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field

from fairwell.policy import Fault, Strict, load_file

OWN_PLACES = frozenset({"agent", "reference"})


class CannedReply(Strict):
    """An answer in both languages; ``key`` is what agents type to find it."""

    key: str = Field(pattern=r"^[a-z][a-z_]{1,30}$")
    de: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)


class CannedReplies(Strict):
    """All of them, in the order in which they are offered."""

    version: str = Field(min_length=1, max_length=10)
    replies: tuple[CannedReply, ...]


def load_replies(folder: Path, facts: Collection[str]) -> CannedReplies:
    """Read ``replies.yml`` of a policy folder; ``facts`` are the places it may name beside its own.

    Raises:
        PolicyError: missing file, broken YAML, a key that stands twice, a place that one language
            has and the other has not, or that nothing fills; with file and line.
    """
    known = OWN_PLACES | set(facts)

    def faults(loaded: CannedReplies) -> Iterator[Fault]:
        seen: set[str] = set()
        for place, reply in enumerate(loaded.replies):
            if reply.key in seen:
                yield ("replies", place, "key"), f"{reply.key} stands here and before"
            seen.add(reply.key)
            german, english = places(reply.de), places(reply.en)
            if german != english:
                yield ("replies", place, "en"), "does not have the same places as the German"
            if unknown := (german | english) - known:
                yield ("replies", place, "de"), f"nothing fills {', '.join(sorted(unknown))}"

    return load_file(folder / "replies.yml", CannedReplies, faults)


def places(text: str) -> set[str]:
    """The names in braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
