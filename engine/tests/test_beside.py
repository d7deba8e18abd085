"""Work in a second process: its result, its errors, and its end come back."""

from __future__ import annotations

import os
import signal

import pytest

from fairwell_engine.hearing.beside import beside


def test_the_result_comes_from_another_process() -> None:
    found = beside(lambda: (os.getpid(), "x" * 1_000_000))

    process, large = found()

    assert process != os.getpid()
    assert len(large) == 1_000_000


def test_what_goes_wrong_there_goes_wrong_here() -> None:
    def work() -> None:
        raise ValueError("examples of at least two intents are needed")

    with pytest.raises(ValueError, match="two intents"):
        beside(work)()


def test_a_process_that_is_killed_is_an_error_not_a_wait() -> None:
    wait = beside(lambda: os.kill(os.getpid(), signal.SIGKILL))

    with pytest.raises(RuntimeError, match="ended with -9"):
        wait()
