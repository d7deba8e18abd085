"""The table of events, as Rasa's own SQL store has it, on SQLite or PostgreSQL.

One connection reads and one writes, both kept open until one of them has an error. Blocking; the
store decides in which thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import sqlalchemy as sa
import ujson
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

EventRow = dict[str, Any]
Result = TypeVar("Result")

_BUSY_TIMEOUT_MS = 3000
_EVENTS = SQLTrackerStore.SQLEvent.__table__
_ID, _SENDER = _EVENTS.c.id, _EVENTS.c.sender_id
_OF_ONE = sa.bindparam("sender") == _SENDER
_LAST = sa.select(_ID).where(_OF_ONE).order_by(_ID.desc()).limit(1)
_LAST_IN_SQLITE = "SELECT id FROM events WHERE sender_id = ? ORDER BY id DESC LIMIT 1"
_NOBODY = "fairwell:can-write"
_ALL = sa.select(_ID, _EVENTS.c.type_name, _EVENTS.c.data).where(_OF_ONE).order_by(_ID)


class CommitFailed(Exception):
    """The database refused to commit, or is gone: whether the rows are there is not known."""


class EventRows:
    """Reads and appends events; errors of the database are raised, never hidden."""

    def __init__(self, url: str) -> None:
        self.embedded = make_url(url).get_backend_name() == "sqlite"
        self._engine = _open(url, embedded=self.embedded)
        try:
            SQLTrackerStore.Base.metadata.create_all(self._engine)
        except (sa.exc.OperationalError, sa.exc.IntegrityError, sa.exc.ProgrammingError):
            # Engines that start together may all want to make it; by now one of them has.
            SQLTrackerStore.Base.metadata.create_all(self._engine)
        if not self.embedded:
            # SQLite's index on the conversation ends with the row's id by itself.
            self._engine.execute(
                "CREATE INDEX IF NOT EXISTS ix_events_sender_id_id ON events (sender_id, id)"
            )
        # Each statement for itself, so that no transaction stays open between turns.
        self._reader = _KeptConnection(self._engine, isolation_level="AUTOCOMMIT")
        self._writer = _KeptConnection(self._engine)

    def last_id(self, conversation_id: str) -> int | None:
        """The id of the conversation's last event; ``None`` if there is none."""
        if self.embedded:  # every turn asks: SQLite answers sooner than SQLAlchemy could ask
            with self._reader.used() as reader:
                found = reader.connection.execute(_LAST_IN_SQLITE, (conversation_id,)).fetchone()
            return found[0] if found else None
        return self._reading(
            lambda reader: reader.execute(_LAST, {"sender": conversation_id}).scalar()
        )

    def read(
        self, conversation_id: str, *, all_sessions: bool = False
    ) -> tuple[list[dict[str, Any]], int | None]:
        """The events of the last session (or of all), and the id of the last."""
        rows = self._reading(lambda reader: reader.execute(_ALL, {"sender": conversation_id}).all())
        start = 0
        if not all_sessions:
            starts = (i for i, row in enumerate(rows) if row.type_name == SessionStarted.type_name)
            start = max(starts, default=0)
        return [json.loads(row.data) for row in rows[start:]], rows[-1].id if rows else None

    def conversations(self) -> list[str]:
        """All conversations that have events."""
        statement = sa.select(_SENDER).distinct()
        return self._reading(lambda reader: list(reader.execute(statement).scalars()))

    def append(self, batch: Sequence[tuple[str, list[EventRow]]]) -> list[int]:
        """Write several turns in one transaction; the id of each conversation's last event.

        Raises:
            CommitFailed: the rows may be there or not; to write them again could double them.
        """

        def write(writer: sa.engine.Connection) -> list[int]:
            writer.execute(_EVENTS.insert(), [row for _, rows in batch for row in rows])
            return [writer.execute(_LAST, {"sender": each}).scalar_one() for each, _ in batch]

        return self._writing(write)

    def try_to_write(self) -> None:
        """Commit a change that leaves nothing: any error says that a turn could not be kept."""

        def leave_nothing(writer: sa.engine.Connection) -> None:
            writer.execute(_EVENTS.insert(), {"sender_id": _NOBODY, "type_name": "", "data": ""})
            writer.execute(_EVENTS.delete().where(_SENDER == _NOBODY))

        self._writing(leave_nothing)

    def _reading(self, action: Callable[[sa.engine.Connection], Result]) -> Result:
        def read() -> Result:
            with self._reader.used() as reader:
                return action(reader)

        return _again_if_cut_off(read)

    def _writing(self, action: Callable[[sa.engine.Connection], Result]) -> Result:
        def write() -> Result:
            with self._writer.used() as writer:
                transaction = writer.begin()
                result = action(writer)
                try:
                    transaction.commit()
                except DBAPIError as error:
                    raise CommitFailed from error
                return result

        return _again_if_cut_off(write)

    def close(self) -> None:
        """Close both connections."""
        self._reader.close()
        self._writer.close()
        self._engine.dispose()


class _KeptConnection:
    """One connection, opened when it is first needed and again after any error.

    What an error leaves behind (a transaction that neither ended nor can go on, a dead session)
    goes with the connection; the database rolls back what was not committed.
    """

    def __init__(self, engine: sa.engine.Engine, **options: Any) -> None:
        self._engine = engine
        self._options = options
        self._connection: sa.engine.Connection | None = None

    @contextmanager
    def used(self) -> Iterator[sa.engine.Connection]:
        """The connection; an error in the block is its last."""
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**self._options)
        try:
            yield self._connection
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give it up; not back to the pool, whatever state it is in."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # a dead one may refuse even that
                connection.invalidate()
            with suppress(Exception):
                connection.close()


def _again_if_cut_off(action: Callable[[], Result]) -> Result:
    """Once more if the connection was found dead: a server that was started again."""
    try:
        return action()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return action()


def rows_of(conversation_id: str, events: Iterable[Event]) -> list[EventRow]:
    """The rows that Rasa's store would write for these events."""
    rows = []
    for event in events:
        data = event.as_dict()
        rows.append(
            {
                "sender_id": conversation_id,
                "type_name": event.type_name,
                "timestamp": data.get("timestamp"),
                "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
                "action_name": data.get("name"),
                "data": ujson.dumps(data),
            }
        )
    return rows


def _open(url: str, *, embedded: bool) -> sa.engine.Engine:
    """An engine whose errors carry no parameters: those are customers' words."""
    if not embedded:
        parsed = make_url(url).set(drivername="postgresql+psycopg2")
        return sa.create_engine(parsed, pool_size=2, max_overflow=2, hide_parameters=True)
    # Two connections, used by one thread at a time each.
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        pool_size=2,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        # FULL: NORMAL may lose the last turns when the machine loses power.
        for pragma in (
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
