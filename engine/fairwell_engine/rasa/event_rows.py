"""Event table on SQLite or PostgreSQL, with the schema of Rasa's own SQL store.

One connection reads and one writes; each stays open until it has an error. All calls block: the
tracker store decides in which thread they run.
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

from fairwell_engine.rasa.time_limits import CONNECT_ARGUMENTS, CONNECT_WITHIN, answer_in_time

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


# When each engine last committed that it works; the supervisor reads it.
_BEATS = sa.Table(
    "engine_heartbeat",
    sa.MetaData(),
    sa.Column("part", sa.String(120), primary_key=True),
    sa.Column("at", sa.Float(53), nullable=False),
)


class CommitFailed(Exception):
    """A failed commit (refused, or the connection lost): it is unknown whether the rows exist."""


class EventRows:
    """Reader and writer of the event table; database errors are raised, never hidden."""

    def __init__(self, url: str) -> None:
        self.embedded = make_url(url).get_backend_name() == "sqlite"
        self._engine = _open(url, embedded=self.embedded)
        try:
            _create_tables(self._engine)
        except (sa.exc.OperationalError, sa.exc.IntegrityError, sa.exc.ProgrammingError):
            # Engines that start together may all try to create the table; by now one of them has.
            _create_tables(self._engine)
        if not self.embedded:
            # SQLite appends the row id to every index, so it needs no second one.
            self._engine.execute(
                "CREATE INDEX IF NOT EXISTS ix_events_sender_id_id ON events (sender_id, id)"
            )
        # Autocommit, so that no transaction stays open between turns.
        self._reader = _KeptConnection(self._engine, isolation_level="AUTOCOMMIT")
        self._writer = _KeptConnection(self._engine)

    def last_id(self, conversation_id: str) -> int | None:
        """Return the id of the conversation's last event, or ``None`` if it has none."""
        if self.embedded:  # on every turn: the raw query is faster than SQLAlchemy
            with self._reader.used() as reader:
                found = reader.connection.execute(_LAST_IN_SQLITE, (conversation_id,)).fetchone()
            return found[0] if found else None
        return self._reading(
            lambda reader: reader.execute(_LAST, {"sender": conversation_id}).scalar()
        )

    def read(
        self, conversation_id: str, *, all_sessions: bool = False
    ) -> tuple[list[dict[str, Any]], int | None]:
        """Return the events of the last session (or of all sessions) and the last event's id."""
        rows = self._reading(lambda reader: reader.execute(_ALL, {"sender": conversation_id}).all())
        start = 0
        if not all_sessions:
            starts = (i for i, row in enumerate(rows) if row.type_name == SessionStarted.type_name)
            start = max(starts, default=0)
        return [json.loads(row.data) for row in rows[start:]], rows[-1].id if rows else None

    def conversations(self) -> list[str]:
        """Return the ids of all conversations that have events."""
        statement = sa.select(_SENDER).distinct()
        return self._reading(lambda reader: list(reader.execute(statement).scalars()))

    def append(self, batch: Sequence[tuple[str, list[EventRow]]]) -> list[int]:
        """Write several turns in one transaction; return the last event id of each conversation.

        Raises:
            CommitFailed: the rows may or may not exist; writing them again could duplicate them.
        """

        def write(writer: sa.engine.Connection) -> list[int]:
            writer.execute(_EVENTS.insert(), [row for _, rows in batch for row in rows])
            return [writer.execute(_LAST, {"sender": each}).scalar_one() for each, _ in batch]

        return self._writing(write)

    def remove(self, conversation_id: str) -> None:
        """Delete all events of a conversation."""
        statement = _EVENTS.delete().where(conversation_id == _SENDER)
        self._writing(lambda writer: writer.execute(statement))

    def beat(self, part: str, at: float) -> None:
        """Commit that the engine works, ``at`` in seconds since 1970."""
        values = {"part": part, "at": at}

        def write(writer: sa.engine.Connection) -> None:
            known = _BEATS.update().where(part == _BEATS.c.part).values(values)
            if writer.execute(known).rowcount == 0:
                writer.execute(_BEATS.insert(), values)

        self._writing(write)

    def try_to_write(self) -> None:
        """Commit an insert and its delete; any error means that a turn could not be stored."""

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
    """One connection, opened on first use and reopened after any error.

    Whatever an error leaves behind (a transaction that can neither end nor continue, a dead
    session) is dropped with the connection; the database rolls back what was not committed.
    """

    def __init__(self, engine: sa.engine.Engine, **options: Any) -> None:
        self._engine = engine
        self._options = options
        self._connection: sa.engine.Connection | None = None

    @contextmanager
    def used(self) -> Iterator[sa.engine.Connection]:
        """Yield the connection; an error in the block closes it."""
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**self._options)
        try:
            yield self._connection
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Discard the connection instead of returning it to the pool: its state is unknown."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # a dead connection may refuse even that
                connection.invalidate()
            with suppress(Exception):
                connection.close()


def _again_if_cut_off(action: Callable[[], Result]) -> Result:
    """Run ``action``; retry it once if the connection was dead (a restarted database server)."""
    try:
        return action()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return action()


def rows_of(conversation_id: str, events: Iterable[Event]) -> list[EventRow]:
    """Return the rows that Rasa's store would write for these events."""
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


def _create_tables(engine: sa.engine.Engine) -> None:
    for metadata in (SQLTrackerStore.Base.metadata, _BEATS.metadata):
        metadata.create_all(engine)


def _open(url: str, *, embedded: bool) -> sa.engine.Engine:
    """Create an engine whose errors omit parameters, since those contain customers' messages."""
    if not embedded:
        parsed = make_url(url).set(drivername="postgresql+psycopg2")
        answer_in_time()
        return sa.create_engine(
            parsed,
            pool_size=2,
            max_overflow=2,
            pool_timeout=CONNECT_WITHIN,
            connect_args=CONNECT_ARGUMENTS,
            hide_parameters=True,
        )
    # Two connections, each used by one thread at a time.
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        pool_size=2,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        # FULL, because NORMAL may lose the last turns on a power failure.
        for pragma in (
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
