"""Canned replies of the desk, in German and English, loaded from ``policy/replies.yml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import Field

from fairwell.policy.facts import PolicyFault, Strict, load_file
from fairwell.rules.handoff.replies import KEY, LONGEST, OWN_PLACES, Flaw, Template, faults_of

_FLAWS = {
    Flaw.BRACES: "braces hold the name of a place and nothing else",
    Flaw.UNKNOWN: "nothing fills {}",
    Flaw.UNEVEN: "does not have the same places as the other language: {}",
}


class CannedReply(Strict):
    """An answer in both languages; agents type ``key`` to find it."""

    key: str = Field(pattern=f"^{KEY.pattern}$")
    de: str = Field(min_length=1, max_length=LONGEST)
    en: str = Field(min_length=1, max_length=LONGEST)


class CannedReplies(Strict):
    """The content of ``policy/replies.yml``, in the order of the offer."""

    version: str = Field(min_length=1, max_length=10)
    replies: tuple[CannedReply, ...]


def load_replies(folder: Path, facts: Collection[str]) -> CannedReplies:
    """Read ``replies.yml`` of a policy folder; ``facts`` are further placeholders it may use.

    Raises:
        PolicyError: missing file, broken YAML, a duplicate key, a placeholder of one language
            only, or an unknown one; with file and line.
    """
    known = OWN_PLACES | set(facts)

    def faults(loaded: CannedReplies) -> Iterator[PolicyFault]:
        seen: set[str] = set()
        for place, reply in enumerate(loaded.replies):
            if reply.key in seen:
                yield ("replies", place, "key"), f"{reply.key} is listed twice"
            seen.add(reply.key)
            for fault in faults_of(Template(reply.key, {"de": reply.de, "en": reply.en}), known):
                told = _FLAWS.get(fault.flaw, str(fault.flaw)).format(", ".join(fault.names))
                yield ("replies", place, fault.field), told

    return load_file(folder / "replies.yml", CannedReplies, faults)
