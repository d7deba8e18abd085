"""One trained bot, one action server and one running engine for the whole session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from actions_stub import ActionsStub, failing
from bot import write_bot
from engine_process import EngineProcess, environment

from fairwell_engine.rasa.stand_ins import leave_connectors_out, leave_tensorflow_out

# As the launcher and the trainer do, before a test imports Rasa.
leave_tensorflow_out()
leave_connectors_out()


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny bot's files."""
    return write_bot(tmp_path_factory.mktemp("bot"))


@pytest.fixture(scope="session")
def training(bot: Path) -> subprocess.CompletedProcess[str]:
    """The trainer's run that made ``bot/models/tiny.tar.gz``."""
    return subprocess.run(
        [sys.executable, "-m", "fairwell_engine.train", "--out", "models/tiny.tar.gz"],
        cwd=bot,
        env=environment(bot),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="session")
def model(bot: Path, training: subprocess.CompletedProcess[str]) -> Path:
    assert training.returncode == 0, training.stdout + training.stderr
    return bot / "models" / "tiny.tar.gz"


@pytest.fixture(scope="session")
def actions() -> Iterator[ActionsStub]:
    stub = ActionsStub()
    stub.answers["action_break_down"] = failing
    yield stub
    stub.close()


@pytest.fixture(scope="session")
def engine(bot: Path, model: Path, actions: ActionsStub) -> Iterator[EngineProcess]:
    """The engine at its most talkative, so that a leak into the log would show."""
    process = EngineProcess(
        bot, model, FAIRWELL_ACTIONS_URL=actions.url, FAIRWELL_LOG_LEVEL="DEBUG"
    )
    yield process
    process.close()
