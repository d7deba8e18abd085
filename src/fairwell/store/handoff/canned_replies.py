"""The desk's own canned replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.services.staff.reply_ports import OwnReplies, OwnReply
from fairwell.store.handoff.tables import CannedReplyRow

_FIELDS = [field.name for field in fields(OwnReply)]


class SqlOwnReplies(OwnReplies):
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
