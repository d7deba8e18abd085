"""Starting: refusals in one clear line, a private database file, no service without a model."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from engine_process import EngineProcess, environment, launch
from tables import table

from fairwell_engine.environment import prepare_environment
from fairwell_engine.server.launcher import prepare_stores


@table("key", ["", "   ", None])
def test_it_refuses_to_start_without_a_key(key: str | None, bot: Path) -> None:
    env = environment(bot)
    env.pop("FAIRWELL_ENGINE_KEY")
    if key is not None:
        env["FAIRWELL_ENGINE_KEY"] = key

    run = launch(bot, env)

    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "FAIRWELL_ENGINE_KEY is not set" in run.stderr


@pytest.mark.parametrize(("set_by_operator", "kept"), [(None, "1"), ("2", "2")])
def test_sums_are_done_on_one_thread_unless_an_operator_says_otherwise(
    set_by_operator: str | None, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "OPENBLAS_NUM_THREADS"
    monkeypatch.setenv(name, set_by_operator or "")
    if set_by_operator is None:
        monkeypatch.delenv(name)

    prepare_environment()

    assert os.environ[name] == kept


def test_it_names_a_missing_variable(bot: Path) -> None:
    env = environment(bot)
    del env["FAIRWELL_ACTIONS_URL"]

    run = launch(bot, env)

    assert run.returncode == 2
    assert "FAIRWELL_ACTIONS_URL" in run.stderr
    assert "Traceback" not in run.stderr


def test_it_names_a_missing_file(bot: Path) -> None:
    run = launch(bot, environment(bot), "--endpoints", "nowhere.yml")

    assert run.returncode == 2
    assert "nowhere.yml is missing" in run.stderr


def test_without_a_model_every_request_is_a_503_and_it_stops_when_told(bot: Path) -> None:
    engine = EngineProcess(bot, Path("no-models-here"))

    answers = [
        engine.call("/webhooks/fairwell/", key=None),
        engine.turn("c", "t", "hallo"),
        engine.call("/webhooks/fairwell/parse", {"texts": ["hallo"]}),
    ]
    code = engine.close()

    assert answers == [
        (503, {"status": "no model", "model": None}),
        (503, {"error": "NoModel"}),
        (503, {"error": "NoModel"}),
    ]
    assert code == 0
    assert "no model in no-models-here" in engine.log


def test_every_line_of_the_log_is_json(engine: EngineProcess) -> None:
    lines = engine.log.splitlines()

    assert any(json.loads(line)["event"].endswith("is loaded") for line in lines)


def test_the_conversations_file_is_private_and_has_a_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "deep" / "conversations.db"
    monkeypatch.setenv("FAIRWELL_TRACKER_URL", f"sqlite:///{file}")

    prepare_stores()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_the_conversations_file_lies_in_the_state_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRWELL_HOME", str(tmp_path))
    monkeypatch.setenv("FAIRWELL_TRACKER_URL", "")
    monkeypatch.delenv("FAIRWELL_TRACKER_URL")

    prepare_stores()

    assert (tmp_path / "conversations.db").is_file()


def test_a_file_that_is_no_database_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear customer, " * 100)
    monkeypatch.setenv("FAIRWELL_TRACKER_URL", f"sqlite:///{file}")

    with pytest.raises(SystemExit):
        prepare_stores()
    assert "cannot be used" in capsys.readouterr().err
