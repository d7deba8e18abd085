"""What the desk's own canned replies need from the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class OwnReply:
    """What the desk says of a key: its own pair of texts, or (``removed``) that it is not offered.

    It goes before the shipped reply of the same key.
    """

    key: str
    de: str
    en: str
    removed: bool
    changed_at: dt.datetime
    changed_by: str


class OwnReplies(Protocol):
    """The desk's own replies."""

    def all(self) -> Sequence[OwnReply]:
        """All of them, by key."""
        ...

    def put(self, reply: OwnReply) -> None:
        """Keep one, in place of what was kept of its key."""
        ...

    def forget(self, key: str) -> bool:
        """Say nothing of a key any more; whether anything was."""
        ...
