"""Canned replies that the desk has changed, added or removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.store.handoff.tables import CannedReplyRow


@dataclass(frozen=True)
class OwnReply:
    """The desk's version of a reply: its own two texts, or (``removed``) that it is not offered.

    It overrides the shipped reply of the same key.
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
        """Return all of the desk's replies, by key."""
        rows = self._session.scalars(select(CannedReplyRow).order_by(CannedReplyRow.key))
        return [OwnReply(**{name: getattr(row, name) for name in _FIELDS}) for row in rows]

    def put(self, reply: OwnReply) -> None:
        """Insert or replace the reply of its key."""
        self._session.merge(CannedReplyRow(**asdict(reply)))
        self._session.flush()

    def forget(self, key: str) -> bool:
        """Delete the desk's reply of a key; return whether there was one."""
        row = self._session.get(CannedReplyRow, key)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
        return row is not None
