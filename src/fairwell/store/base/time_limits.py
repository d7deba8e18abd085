"""Time limits on PostgreSQL, kept by the server and, where it hangs, by the client.

A server that is stopped, or behind a network that swallows packets, cannot keep its own limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

R = TypeVar("R")

IDLE = 60.0  # seconds in a transaction without a statement; also a busy machine goes on by then
_INTERVAL = 0.1  # seconds between looks at the time; answers do not wait for it


@dataclass(frozen=True)
class TimeLimits:
    """Limits in seconds; 0 = none, except where it says otherwise."""

    connect: int  # at least 2: libpq knows no shorter one
    statement: float
    lock: float
    answer: float  # of the server, to anything; longer than ``statement``
    pool: float  # waiting for a free connection


# A customer waits: below an action's five seconds, so that it can still apologize.
INTERACTIVE = TimeLimits(connect=2, statement=3.0, lock=2.0, answer=4.0, pool=2.0)
# Migrations, retention and checks of everything; nobody waits, but nothing may hang for ever.
BATCH = TimeLimits(connect=10, statement=0, lock=10.0, answer=900.0, pool=30.0)


def connect(limits: TimeLimits, *arguments: Any, **options: Any) -> psycopg.Connection[Any]:
    """Connect within the limits, and hold the connection to them.

    Raises:
        psycopg.OperationalError: no connection in time.
    """
    opened = _TimedConnection.connect(
        *arguments,
        **{
            **options,
            "connect_timeout": limits.connect,
            "tcp_user_timeout": int(limits.answer * 1000),
            "options": f"{options.get('options', '')} {_server_options(limits)}".strip(),
        },
    )
    opened.answer_within = limits.answer
    return opened


@contextmanager
def without_limits(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Let statements of the block take their time, whatever limits the connection has."""
    timed = connection if isinstance(connection, _TimedConnection) else None
    connection.execute("SET statement_timeout = 0")
    connection.commit()
    if timed:
        within, timed.answer_within = timed.answer_within, BATCH.answer
    try:
        yield
    finally:
        if timed:
            timed.answer_within = within
        if not connection.closed:
            connection.rollback()
            connection.execute("RESET statement_timeout")
            connection.commit()


def _server_options(limits: TimeLimits) -> str:
    values = {
        "statement_timeout": limits.statement,
        "lock_timeout": limits.lock,
        # Of a process that was stopped in the middle: its locks must not stay.
        "idle_in_transaction_session_timeout": IDLE,
    }
    return " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in values.items())


class _TimedConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer in time."""

    answer_within: float = INTERACTIVE.answer

    def wait(self, gen: PQGen[R], interval: float = _INTERVAL, timeout: float | None = None) -> R:
        """Wait for the server; psycopg sends every statement, COMMIT and ROLLBACK through here.

        Raises:
            psycopg.OperationalError: no answer in time; the connection is closed.
        """
        given, timeout = timeout, self.answer_within if timeout is None else timeout
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.errors._WaitTimeout:
            if given is not None:
                raise
            self.close()
            raise psycopg.OperationalError("the server does not answer") from None
