"""No customer's words in a log line, whoever writes it."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from fairwell_engine.privacy import (
    WITHHELD,
    SafeFormatter,
    configure_logging,
    describe,
    silence_side_channels,
)

CANARY = "canary anna@firma.example"


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[SafeFormatter]:
    """Logging as the launcher sets it up, undone afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield configure_logging(logging.DEBUG)
    root.handlers[:], root.level = before
    logging.captureWarnings(False)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    printed = capsys.readouterr()
    assert printed.out == ""
    return [json.loads(line) for line in printed.err.splitlines()]


def failed() -> Exception:
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        return error


def test_before_serving_every_line_is_shown(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("rasa.core.run").info("Starting on port %s", 5005)

    (line,) = lines(capsys)

    assert line["event"] == "Starting on port 5005"


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "root", "fairwell_engines"])
def test_while_serving_other_packages_lose_their_words(
    level: str, name: str, logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True

    getattr(logging.getLogger(name), level)(f"parsed '{CANARY}' %s", CANARY)

    printed = lines(capsys)
    assert [line["event"] for line in printed] == [WITHHELD]
    assert CANARY not in json.dumps(printed)


def test_our_own_lines_are_shown_while_serving(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True

    logging.getLogger("fairwell_engine.channel").error("request failed: %s", "ActionFailed")

    assert lines(capsys)[0]["event"] == "request failed: ActionFailed"


def test_an_error_is_told_by_class_and_place_with_its_causes(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True

    logging.getLogger("fairwell_engine.channel").error("failed", exc_info=failed())

    (line,) = lines(capsys)
    assert [each["class"] for each in line["error"]] == ["RuntimeError", "ValueError"]
    assert line["error"][0]["places"][0].startswith("test_privacy.py:")
    assert CANARY not in json.dumps(line)


def test_a_circle_of_causes_ends() -> None:
    error = failed()
    assert error.__cause__ is not None
    error.__cause__.__cause__ = error

    assert [each["class"] for each in describe(error)] == ["RuntimeError", "ValueError"]


def test_structured_events_keep_their_key_only(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True
    log = structlog.get_logger("rasa.core.processor")

    log.debug("processor.message.parse", parse_data_text=CANARY)
    log.error("rest.message.received.exception", text=CANARY, exc_info=failed())
    log.warning(f"could not read {CANARY}")

    printed = lines(capsys)
    assert [line["event"] for line in printed] == [
        "processor.message.parse",
        "rest.message.received.exception",
        WITHHELD,
    ]
    assert CANARY not in json.dumps(printed)


def test_warnings_lose_their_words_too(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(CANARY, UserWarning, stacklevel=1)
        logging.captureWarnings(False)

    printed = capsys.readouterr().err
    assert WITHHELD in printed
    assert CANARY not in printed


def test_handlers_that_libraries_brought_along_are_removed(
    logs: SafeFormatter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.serving = True
    chatty = logging.getLogger("some.library")
    chatty.addHandler(logging.StreamHandler())
    chatty.propagate = False

    silence_side_channels()
    chatty.error(CANARY)

    assert [line["event"] for line in lines(capsys)] == [WITHHELD]
