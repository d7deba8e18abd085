"""Database engine and transactions: SQLite tuned for durability, PostgreSQL by URL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, Update, create_engine, event, text
from sqlalchemy.engine import URL, CursorResult, ExceptionContext, make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.time_limits import INTERACTIVE, TimeLimits, connect

BUSY_TIMEOUT_MS = 3000  # below an action's limit of 5 s, so that it can still apologize
TURN_TIMEOUT_SECONDS = BUSY_TIMEOUT_MS / 1000
POOL_SIZE = 5  # connections that stay open
MOST_CONNECTIONS = 25  # one for each thread of the gateway (services/pools.py)
_READ_ONLY_SERVER = "25006"  # read_only_sql_transaction
# What is wrong with a statement or its values is our fault; every other error is the database's.
_OUR_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
_READ_ONLY = {"read_only": True}
# On PostgreSQL each statement has its own snapshot either way: BEGIN and COMMIT around a read
# would only be two more round trips.
_EACH_BY_ITSELF = {"isolation_level": "AUTOCOMMIT"}
# SQLite has no queue for writers: a thread that finds it locked sleeps, longer each time, and may
# find it locked again. So only one thread of a process asks for the lock at a time.
_TURNS: WeakKeyDictionary[Dialect, threading.Lock] = WeakKeyDictionary()


def open_engine(url: str, limits: TimeLimits = INTERACTIVE) -> Engine:
    """Create an engine for ``url``. SQLite: WAL, ``synchronous=FULL``, write lock from BEGIN.

    ``BEGIN IMMEDIATE`` because a deferred transaction that turns into a writer gets SQLITE_BUSY
    in spite of the busy timeout; FULL because NORMAL may drop committed rows at power loss.
    Errors carry no parameters: those are customers' data, and errors end up in logs.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _open_postgresql(parsed, limits)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        pool_size=POOL_SIZE,
        max_overflow=MOST_CONNECTIONS - POOL_SIZE,
        pool_timeout=limits.pool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # pysqlite must not begin transactions by itself
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(
            "BEGIN" if connection.get_execution_options().get("read_only") else "BEGIN IMMEDIATE"
        )

    _TURNS[engine.dialect] = threading.Lock()
    return engine


def _open_postgresql(url: URL, limits: TimeLimits) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL_SIZE,
        max_overflow=MOST_CONNECTIONS - POOL_SIZE,
        pool_timeout=limits.pool,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_d: Any, _r: Any, arguments: Any, options: Any) -> Any:
        return connect(limits, *arguments, **options)

    @event.listens_for(engine, "handle_error")
    def _leave_a_replica(context: ExceptionContext) -> None:
        # After a failover, old connections lead to a server that only reads and answers pings.
        if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY_SERVER:
            context.is_disconnect = True

    return engine


def check_connection(url: str) -> None:
    """Connect and run ``SELECT 1``; errors of SQLAlchemy or the driver propagate."""
    engine = open_engine(url)
    with engine.connect() as connected:
        connected.execute(text("SELECT 1"))
    engine.dispose()


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Wait for this thread's turn to write; databases that queue writers need none."""
    lock = _TURNS.get(engine.dialect)
    if lock is None:
        yield
    elif lock.acquire(timeout=TURN_TIMEOUT_SECONDS):
        try:
            yield
        finally:
            lock.release()
    else:
        raise StoreUnavailable("locked")


@contextmanager
def transaction(engine: Engine, *, read_only: bool = False) -> Iterator[Session]:
    """Open a session that commits at the end and rolls back on any error.

    Raises:
        StoreUnavailable: the database is locked, full or gone; nothing was written.
    """
    with (
        _turn_to(engine, read_only),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        if read_only and engine.dialect in _TURNS:  # elsewhere the caller may still set options
            session.connection(execution_options=_READ_ONLY)
        yield session


@contextmanager
def connection(engine: Engine, *, read_only: bool = False) -> Iterator[Connection]:
    """Open a transaction without the ORM: half the cost, for what runs in every turn.

    On PostgreSQL reads run in autocommit mode: each statement is its own transaction.

    Raises:
        StoreUnavailable: the database is locked, full or gone; nothing was written.
    """
    with _turn_to(engine, read_only), engine.connect() as connected:
        if read_only:
            embedded = engine.dialect in _TURNS
            connected.execution_options(**(_READ_ONLY if embedded else _EACH_BY_ITSELF))
        with connected.begin():
            yield connected


@contextmanager
def _turn_to(engine: Engine, read_only: bool) -> Iterator[None]:
    try:
        with nullcontext() if read_only else _turn(engine):
            yield
    except PoolTimeout as error:
        raise StoreUnavailable("no free connection") from error
    except DBAPIError as error:
        if isinstance(error, _OUR_FAULTS) and not error.connection_invalidated:
            raise
        raise StoreUnavailable(type(error.orig).__name__) from error


def changes_one(session: Session, statement: Update) -> bool:
    """Return whether an UPDATE changed its one row; of several concurrent ones, one wins."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
