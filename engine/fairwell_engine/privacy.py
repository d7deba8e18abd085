"""Logging without customers' words.

Rasa, sanic and aiohttp put texts into messages and error descriptions. So once the server takes requests, a line from any
other package keeps its place (logger, file, line) and the classes and places of its error, and loses its words. Our own
lines are written in full: they never contain message text.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from typing import Any

OWN = "fairwell_engine"
WITHHELD = "(words withheld)"

# Rasa's structured events carry a fixed key such as "processor.extract.slots"; the key may be shown, its values not.
_EVENT_KEY = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
_NOISE = ("Limited tf.", "DeprecationWarning", "FutureWarning")


class SafeFormatter(logging.Formatter):
    """One JSON line a record. ``serving`` says whether customers' texts may be around already."""

    def __init__(self) -> None:
        super().__init__()
        self.serving = False

    def format(self, record: logging.LogRecord) -> str:
        """The line; only our own loggers' words appear in it while ``serving``."""
        time = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line: dict[str, Any] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._words(record),
            "where": f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def _words(self, record: logging.LogRecord) -> str:
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        if own or not self.serving or getattr(record, "fixed_key", False):
            return record.getMessage()
        return WITHHELD


def describe(error: BaseException) -> list[dict[str, Any]]:
    """An error and its causes as classes and places, without their messages (those quote customers)."""
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append({"class": type(current).__name__, "places": places})
        current = current.__cause__ or current.__context__
    return chain


def configure_logging(level: int) -> SafeFormatter:
    """Send every log of the process through one safe formatter to stderr; call before Rasa is imported."""
    formatter = SafeFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_is_no_noise)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("apscheduler", "asyncio", "matplotlib", "tensorflow"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    warnings.simplefilter("ignore", DeprecationWarning)
    configure_structlog(level)
    return formatter


def _is_no_noise(record: logging.LogRecord) -> bool:
    return record.name not in ("root", "py.warnings") or not any(each in record.getMessage() for each in _NOISE)


def configure_structlog(level: int) -> None:
    """Reduce Rasa's structured events to their keys; unconfigured, each debug event is printed with its values."""
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.dev.set_exc_info, _key_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def _key_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """Hand the event's key to the standard logger and drop its values."""
    key = str(event.get("event", ""))
    fixed = bool(_EVENT_KEY.fullmatch(key))
    return (key if fixed else WITHHELD,), {"extra": {"fixed_key": fixed}, "exc_info": event.get("exc_info")}
