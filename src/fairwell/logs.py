"""Structured logs as JSON lines: events carry ids and class names, never customers' words."""

from __future__ import annotations

import logging

import structlog


def configure() -> None:
    """Log one JSON object a line to standard output; libraries log from WARNING on.

    Below WARNING, HTTP clients log the full URL of every call, and servers clients' addresses.
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
