"""Logs as JSON lines, without customers' words: events carry ids and class names only."""

from __future__ import annotations

import logging

import structlog


def configure() -> None:
    """One JSON object a line on standard output; libraries from WARNING on.

    Below, HTTP clients name the full URL of every call, and servers the addresses of clients.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
