"""Time limits on PostgreSQL: a server that hangs fails the turn instead of the engine."""

from __future__ import annotations

import select
import time

from psycopg2 import OperationalError, extensions

CONNECT_WITHIN = 2  # seconds
STATEMENT_WITHIN = 3.0  # seconds; the server's own limit
ANSWER_WITHIN = 4.0  # seconds; for a server that cannot keep its limits, below a turn's ten
_LIMITS = {"statement_timeout": STATEMENT_WITHIN, "lock_timeout": 2.0}

CONNECT_ARGUMENTS = {
    "connect_timeout": CONNECT_WITHIN,
    "tcp_user_timeout": int(ANSWER_WITHIN * 1000),
    "options": " ".join(f"-c {name}={int(value * 1000)}" for name, value in _LIMITS.items()),
}


def answer_in_time() -> None:
    """Make every connection of psycopg2 in this process fail without an answer in time."""
    extensions.set_wait_callback(_wait)


def _wait(connection: extensions.connection) -> None:
    """Wait until the server has answered; psycopg2 closes a connection whose wait fails.

    Raises:
        OperationalError: no answer in time.
    """
    deadline = time.monotonic() + ANSWER_WITHIN
    while True:
        state = connection.poll()
        if state == extensions.POLL_OK:
            return
        ready = select.poll()
        wanted = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        ready.register(connection.fileno(), wanted)
        left = max(0.0, deadline - time.monotonic())
        if not ready.poll(left * 1000):
            raise OperationalError("the server does not answer")
