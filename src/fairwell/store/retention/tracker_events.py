"""The engine's tracker store: its table of events, which the engine never purges itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import column, delete, func, inspect, select, table
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.base.time_limits import BATCH

# Rasa 3.6's SQLTrackerStore: one row an event, the time as seconds since 1970 (a float).
_EVENTS = table("events", column("sender_id"), column("timestamp"))
_SENDER, _AT = _EVENTS.c.sender_id, _EVENTS.c.timestamp

_PAGE = 500

Alive = Callable[[Sequence[str]], Collection[str]]


class TrackerEvents:
    """The engine's database, if it exists; a running engine may be using it."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    def stale(self, not_after: dt.datetime, alive: Alive, at_most: int | None = None) -> list[str]:
        """Return conversations without an event after ``not_after``, except those still alive."""
        with self._session(read_only=True) as session:
            return self._stale(session, not_after, alive, at_most) if session else []

    def remove_stale(self, not_after: dt.datetime, alive: Alive, at_most: int) -> int:
        """Remove stale conversations; a concurrent turn runs before this, or finds no history."""
        with self._session() as session:
            if session is None:
                return 0
            found = self._stale(session, not_after, alive, at_most)
            session.execute(delete(_EVENTS).where(_SENDER.in_(found)))
            return len(found)

    def known(self, conversation_ids: Collection[str]) -> list[str]:
        """Return which of these conversations the engine has events of."""
        with self._session(read_only=True) as session:
            return _known(session, conversation_ids) if session else []

    def remove(self, conversation_ids: Collection[str]) -> int:
        """Remove these conversations; return how many there were."""
        with self._session() as session:
            if session is None:
                return 0
            found = _known(session, conversation_ids)
            session.execute(delete(_EVENTS).where(_SENDER.in_(found)))
            return len(found)

    def _stale(
        self, session: Session, not_after: dt.datetime, alive: Alive, at_most: int | None
    ) -> list[str]:
        """Page past conversations that are still alive, so that they cannot fill every batch."""
        found: list[str] = []
        last = ""
        while at_most is None or len(found) < at_most:
            page = session.scalars(
                select(_SENDER)
                .where(last < _SENDER)
                .group_by(_SENDER)
                .having(func.max(_AT) <= not_after.timestamp())
                .order_by(_SENDER)
                .limit(_PAGE)
            ).all()
            kept = alive(page) if page else ()
            found += [sender for sender in page if sender not in kept]
            if len(page) < _PAGE:
                break
            last = page[-1]
        return found[:at_most]

    @contextmanager
    def _session(self, *, read_only: bool = False) -> Iterator[Session | None]:
        """Open a session; yield ``None`` if the engine's table does not exist. Creates nothing.

        The database is opened for each use, so that a file that was replaced meanwhile is used.
        """
        if not self._is_there():
            yield None
            return
        engine = open_engine(self._url.render_as_string(hide_password=False), BATCH)
        try:
            with transaction(engine, read_only=read_only) as session:
                yield session if inspect(session.connection()).has_table("events") else None
        finally:
            engine.dispose()

    def _is_there(self) -> bool:
        sqlite = self._url.get_backend_name() == "sqlite"
        return not sqlite or Path(self._url.database or "").is_file()


def _known(session: Session, conversation_ids: Collection[str]) -> list[str]:
    rows = select(_SENDER).where(_SENDER.in_(conversation_ids)).distinct()
    return list(session.scalars(rows))
