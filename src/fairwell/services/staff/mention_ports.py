"""What naming colleagues in notes needs from the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mention:
    """A note in which somebody is named and which they have not marked as read."""

    id: str
    conversation_id: str
    author: str
    text: str
    at: dt.datetime


class Mentions(Protocol):
    """Who was named where."""

    def add(
        self, conversation_id: str, note_id: str, agent_ids: Sequence[str], now: dt.datetime
    ) -> None:
        """Keep that these were named in a note."""
        ...

    def unread(self, agent_id: str) -> Sequence[Mention]:
        """Where somebody is named, newest first."""
        ...

    def mark_read(self, mention_id: str, agent_id: str, now: dt.datetime) -> bool:
        """Whether it was theirs and unread."""
        ...
