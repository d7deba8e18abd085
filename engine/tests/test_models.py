"""Which model is served: the preferred one, else the newest that loads; broken ones are skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_process import EngineProcess, environment

from fairwell_engine.server.models import LIVE, archives

PATIENCE = 60.0  # seconds, on a busy machine


def put(folder: Path, name: str, age: int, content: Path | bytes = b"no archive") -> Path:
    """An archive, so many seconds old; a broken one by default."""
    file = folder / name
    if isinstance(content, Path):
        shutil.copyfile(content, file)
    else:
        file.write_bytes(content)
    then = time.time() - age
    os.utime(file, (then, then))
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def started(bot: Path, folder: Path, tmp_path: Path) -> Iterator[EngineProcess]:
    """An engine on the folder as the test has filled it when it asks for this."""
    engine = EngineProcess(bot, folder, FAIRWELL_HOME=str(tmp_path))
    yield engine
    engine.close()


def served(home: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((home / LIVE).read_text())
    return said


def test_the_preferred_archive_comes_first_then_the_newest(folder: Path) -> None:
    for name, age in [("old.tar.gz", 30), ("fits.tar.gz", 20), ("new.tar.gz", 10)]:
        put(folder, name, age)
    put(folder, ".half.tar.gz", 0)

    names = [file.name for file in archives(folder, "fits.tar.gz")]

    assert names == ["fits.tar.gz", "new.tar.gz", "old.tar.gz"]


@pytest.mark.usefixtures("two_archives")
def test_a_broken_archive_is_skipped_and_the_next_older_one_is_served(
    started: EngineProcess, tmp_path: Path
) -> None:
    status, answer = started.turn("c", "t", "hello")
    said = served(tmp_path)

    assert status == 200, answer
    assert said["model"] == "older.tar.gz"
    assert list(said["skipped"]) == ["newer.tar.gz"]  # type: ignore[call-overload]
    assert "model newer.tar.gz cannot be loaded" in started.log


@pytest.fixture
def two_archives(folder: Path, model: Path) -> None:
    put(folder, "older.tar.gz", 20, model)
    put(folder, "newer.tar.gz", 10)


@pytest.mark.usefixtures("only_a_broken_one")
def test_an_engine_without_a_model_takes_the_first_that_comes(
    started: EngineProcess, folder: Path, model: Path, tmp_path: Path
) -> None:
    assert started.turn("c", "t", "hello")[0] == 503
    assert served(tmp_path)["model"] is None

    put(folder, "trained.tar.gz", 0, model)
    deadline = time.monotonic() + PATIENCE
    while started.call("/webhooks/fairwell/", key=None)[0] != 200:
        assert time.monotonic() < deadline, started.log

    assert served(tmp_path)["model"] == "trained.tar.gz"
    assert started.turn("c", "t", "hello")[0] == 200


@pytest.fixture
def only_a_broken_one(folder: Path) -> None:
    put(folder, "broken.tar.gz", 10)


@pytest.mark.usefixtures("two_archives")
def test_texts_are_parsed_by_the_model_that_would_be_served(bot: Path, folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "fairwell_engine.parse", "--model", str(folder)],
        cwd=bot,
        env=environment(bot),
        input='["hello"]',
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "nlu: newer.tar.gz does not load" in run.stderr
    assert json.loads(run.stdout)[0]["intent"]["name"] == "greet"
