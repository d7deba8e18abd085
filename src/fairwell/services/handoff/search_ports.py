"""What searching in conversations needs from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fairwell.services.handoff.ports import Handoff, TranscriptLine, Wanted


@dataclass(frozen=True)
class Hit:
    """A conversation that was found, with its newest line that fits the words (or the last)."""

    conversation_id: str
    handoff: Handoff
    line: TranscriptLine | None


class Search(Protocol):
    """Full text over the conversations that are or were with people."""

    def find(self, wanted: Wanted, limit: int) -> Sequence[Hit]:
        """The newest conversations that fit."""
        ...
