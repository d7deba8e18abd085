"""Structured logs as JSON lines: events carry ids and class names, never customers' words.

A log that cannot be written (its disk is full) loses lines; it never fails what is logged.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog


class SafeLogger:
    """Writes lines to standard output; says how many were lost once it can again."""

    lost = 0  # lines since the last one that was written, in the whole process

    def msg(self, line: str) -> None:
        """Write a line, or count it as lost."""
        try:
            if SafeLogger.lost:
                lost = {"event": "log_lines_lost", "level": "error", "count": SafeLogger.lost}
                print(json.dumps(lost), flush=True)  # noqa: T201 (standard output is the log)
                SafeLogger.lost = 0
            print(line, flush=True)  # noqa: T201
        except (OSError, ValueError):  # full, gone or closed
            SafeLogger.lost += 1

    debug = info = warning = error = critical = msg


def make_logger(*_: Any) -> SafeLogger:
    """Return a logger, as structlog asks for one."""
    return SafeLogger()


def configure() -> None:
    """Log one JSON object a line to standard output; libraries log from WARNING on.

    Below WARNING, HTTP clients log the full URL of every call, and servers clients' addresses.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    # Else a line that cannot be written is printed with its arguments, which may be anything.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=make_logger,
        cache_logger_on_first_use=True,
    )


def is_written() -> bool:
    """Return whether the last line could be written, and standard output could take another."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return SafeLogger.lost == 0
