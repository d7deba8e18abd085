"""Rasa's own commands on the product's own files, as a Rasa developer types them first."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairwell import paths
from fairwell.processes.parts import ENGINE_PYTHON

COMMAND = [str(ENGINE_PYTHON), "-m", "fairwell_engine.cli"]
WITHIN = 150.0  # seconds, on a busy machine


def test_our_data_is_valid_and_nothing_is_warned_of() -> None:
    printed = rasa("data", "validate")

    assert "No story structure conflicts found" in printed
    assert "Warning" not in printed


def test_the_model_does_what_our_test_stories_say(trained: None, tmp_path: Path) -> None:
    rasa("test", "core", "--no-plot", "--out", str(tmp_path))

    failed = (tmp_path / "failed_test_stories.yml").read_text()
    assert failed == "# None of the test stories failed - all good!"


def test_a_chat_in_the_terminal_is_answered_by_our_actions(trained: None) -> None:
    with terminal("shell") as screen:
        screen.wait_for("Your input")
        screen.type("Ich möchte kündigen")
        screen.wait_for("Benutzernamen")
        screen.type("/stop")
        assert screen.ends_with() == 0


def rasa(*words: str) -> str:
    """What a command prints; it has to succeed."""
    run = subprocess.run(
        [*COMMAND, *words],
        cwd=paths.ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


class Terminal:
    """A command that believes it is used by a person."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self._process = process
        self._screen = screen
        self._deadline = time.monotonic() + WITHIN
        self._shown = ""

    def wait_for(self, text: str) -> None:
        """Wait until a text is shown that was not before."""
        while not re.search(text, self._shown):
            assert self._read(), f"never showed {text!r}: {self._shown}"
        self._shown = ""

    def type(self, line: str) -> None:
        os.write(self._screen, line.encode() + b"\r")

    def ends_with(self) -> int:
        """The exit code, once the command has ended."""
        while self._read():
            continue
        return self._process.wait(max(1.0, self._deadline - time.monotonic()))

    def _read(self) -> bool:
        """Show more; false when the command has ended or took too long."""
        ready, _, _ = select.select([self._screen], [], [], self._deadline - time.monotonic())
        try:
            new = os.read(self._screen, 65536) if ready else b""
        except OSError:  # what Linux says when the other side is closed
            new = b""
        self._shown += new.decode(errors="replace")
        return bool(new)


@contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    screen, inside = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *words],
        cwd=paths.ROOT,
        env=_environment() | {"TERM": "dumb", "PROMPT_TOOLKIT_NO_CPR": "1"},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    try:
        yield Terminal(process, screen)
    finally:
        process.terminate()
        process.wait(30)
        os.close(screen)


def _environment() -> dict[str, str]:
    ours = {name for name in os.environ if name.startswith("FAIRWELL_")}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"PYTHONPATH": str(paths.ROOT / "engine")}
