"""The desk's own canned replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.store.handoff.tables import CannedReplyRow


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


_FIELDS = [field.name for field in fields(OwnReply)]


class OwnReplies:
    """The ``canned_reply`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[OwnReply]:
        """All of them, by key."""
        rows = self._session.scalars(select(CannedReplyRow).order_by(CannedReplyRow.key))
        return [OwnReply(**{name: getattr(row, name) for name in _FIELDS}) for row in rows]

    def put(self, reply: OwnReply) -> None:
        """Keep one, in place of what was kept of its key."""
        self._session.merge(CannedReplyRow(**asdict(reply)))
        self._session.flush()

    def forget(self, key: str) -> bool:
        """Say nothing of a key any more; whether anything was."""
        row = self._session.get(CannedReplyRow, key)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
        return row is not None
