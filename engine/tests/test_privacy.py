"""No customer's words in a log line, whoever writes it."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from fairwell_engine.server.privacy import (
    WITHHELD,
    configure_logging,
    describe,
    silence_side_channels,
)

CANARY = "canary anna@firma.example"


class Logs:
    """Logging as the launcher sets it up, written to memory."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.formatter = configure_logging(logging.DEBUG, self.stream)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def logs() -> Iterator[Logs]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield Logs()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def serving(logs: Logs) -> Logs:
    logs.formatter.serving = True
    return logs


def failed() -> Exception:
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        return error


def test_before_serving_every_line_is_shown(logs: Logs) -> None:
    logging.getLogger("rasa.core.run").info("Starting on port %s", 5005)

    assert [line["event"] for line in logs.lines] == ["Starting on port 5005"]


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "root", "fairwell_engines"])
def test_while_serving_other_packages_lose_their_words(
    level: str, name: str, serving: Logs
) -> None:
    getattr(logging.getLogger(name), level)(f"parsed '{CANARY}' %s", CANARY)

    assert [line["event"] for line in serving.lines] == [WITHHELD]
    assert CANARY not in serving.text


def test_our_own_lines_are_shown_while_serving(serving: Logs) -> None:
    logging.getLogger("fairwell_engine.server.channel").error("request failed: %s", "ActionFailed")

    assert serving.lines[0]["event"] == "request failed: ActionFailed"


def test_a_line_that_cannot_be_written_is_not_printed_in_full(
    logs: Logs, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.makeLogRecord({"name": "rasa.core", "msg": "%d", "args": (CANARY,)})

    logging.getLogger().handlers[0].emit(record)

    assert "lost" in logs.lines[0]["event"]
    assert CANARY not in logs.text + capsys.readouterr().err


def test_an_error_is_told_by_class_and_place_with_its_causes(serving: Logs) -> None:
    logging.getLogger("fairwell_engine.server.channel").error("failed", exc_info=failed())

    (line,) = serving.lines
    assert [each["class"] for each in line["error"]] == ["RuntimeError", "ValueError"]
    assert line["error"][0]["places"][0].startswith("test_privacy.py:")
    assert CANARY not in serving.text


def test_a_circle_of_causes_ends() -> None:
    error = failed()
    assert error.__cause__ is not None
    error.__cause__.__cause__ = error

    assert [each["class"] for each in describe(error)] == ["RuntimeError", "ValueError"]


def test_structured_events_keep_their_key_only(serving: Logs) -> None:
    log = structlog.get_logger("rasa.core.processor")

    log.debug("processor.message.parse", parse_data_text=CANARY)
    log.error("rest.message.received.exception", text=CANARY, exc_info=failed())
    log.warning(f"could not read {CANARY}")

    assert [line["event"] for line in serving.lines] == [
        "processor.message.parse",
        "rest.message.received.exception",
        WITHHELD,
    ]
    assert serving.lines[1]["error"][0]["class"] == "RuntimeError"
    assert CANARY not in serving.text


def test_warnings_lose_their_words_too(serving: Logs) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(CANARY, UserWarning, stacklevel=1)
        logging.captureWarnings(False)

    assert [line["event"] for line in serving.lines] == [WITHHELD]
    assert CANARY not in serving.text


def test_handlers_that_libraries_brought_along_are_removed(serving: Logs) -> None:
    chatty = logging.getLogger("some.library")
    chatty.addHandler(logging.StreamHandler(serving.stream))
    chatty.propagate = False

    silence_side_channels()
    chatty.error(CANARY)

    assert [line["event"] for line in serving.lines] == [WITHHELD]
