"""Log formatting that never writes customers' messages.

Rasa, sanic and aiohttp put texts into log messages and error descriptions. So once the server
accepts requests, a line from any other package is written without its message: only its location
(logger, file, line) and the classes and locations of its error remain. Our own lines are written
in full: they never contain message text.
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
from contextlib import suppress
from typing import Any, TextIO

OWN = "fairwell_engine"
WITHHELD = "(words withheld)"

# Rasa's structured events carry a fixed key such as "processor.extract.slots"; the key may be
# shown, its values may not.
_EVENT_KEY = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
_NOISE = ("Limited tf.", "DeprecationWarning", "FutureWarning", "Slot auto-fill")
_FRAMES = 4


class SafeFormatter(logging.Formatter):
    """Formatter of one JSON line per record; ``serving`` is true once customers may write."""

    def __init__(self) -> None:
        super().__init__()
        self.serving = False

    def format(self, record: logging.LogRecord) -> str:
        """Format the record; while ``serving``, only our own loggers' messages appear in it."""
        time = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line: dict[str, Any] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if self.shows_words(record) else WITHHELD,
            "where": f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def shows_words(self, record: logging.LogRecord) -> bool:
        """Return whether the message is safe: our own, a fixed key, or before the first request."""
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        return own or not self.serving or getattr(record, "fixed_key", False)


class _SafeHandler(logging.StreamHandler[TextIO]):
    """Handler that withholds lines it cannot write; the stock one prints their messages."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        with suppress(Exception):
            self.stream.write(
                f'{{"level": "error", "event": "a log line of {record.module} was lost"}}\n'
            )


def describe(error: BaseException) -> list[dict[str, Any]]:
    """Describe an error and its causes by class and location; messages may quote customers."""
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-_FRAMES:]
        places = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ]
        chain.append({"class": type(current).__name__, "places": places})
        current = current.__cause__ or current.__context__
    return chain


def configure_logging(level: int, stream: TextIO | None = None) -> SafeFormatter:
    """Send every log through one safe formatter to stderr; call before Rasa is imported."""
    formatter = SafeFormatter()
    handler = _SafeHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_is_no_noise)
    # A line without its message is useful only from a warning on, or at DEBUG, where everything
    # was requested.
    handler.addFilter(
        lambda record: (
            record.levelno >= logging.WARNING
            or level <= logging.DEBUG
            or formatter.shows_words(record)
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("apscheduler", "asyncio", "matplotlib", "sanic.root", "spacy", "tensorflow"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    configure_structlog(level)
    return formatter


def silence_side_channels() -> None:
    """Remove handlers that libraries gave their own loggers at import: they print in full."""
    warnings.simplefilter("ignore", DeprecationWarning)
    for name in list(logging.root.manager.loggerDict):
        other = logging.getLogger(name)
        other.handlers.clear()
        other.propagate = True


def _is_no_noise(record: logging.LogRecord) -> bool:
    if record.name not in ("root", "py.warnings"):
        return True
    return not any(each in record.getMessage() for each in _NOISE)


def configure_structlog(level: int) -> None:
    """Reduce Rasa's structured events to their keys; by default they are printed with values."""
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.dev.set_exc_info, _key_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def _key_only(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> tuple[tuple[str], dict[str, Any]]:
    """Pass the event's key to the standard logger and drop its values."""
    key = str(event.get("event", ""))
    fixed = bool(_EVENT_KEY.fullmatch(key))
    return (key if fixed else WITHHELD,), {
        "extra": {"fixed_key": fixed},
        "exc_info": event.get("exc_info"),
    }
