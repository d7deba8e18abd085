"""The doctor finds what is missing and says what to do about it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.config import Settings
from fairwell.processes import doctor, model
from fairwell.processes.doctor import Finding, examine
from fairwell.processes.parts import free_port, port_is_taken
from tests.support.tables import table


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "state", database_url="", port=0)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def finding(settings: Settings, check: str, *, running: bool = False) -> Finding:
    (found,) = [f for f in examine(settings, running=running) if f.check.startswith(check)]
    return found


def test_a_taken_port_is_named_with_a_way_out(settings: Settings, taken_port: int) -> None:
    found = finding(settings.model_copy(update={"port": taken_port}), "port")

    assert not found.ok
    assert str(taken_port) in found.advice
    assert "FAIRWELL_PORT=" in found.advice
    assert "\n" not in found.advice


def test_a_free_port_and_any_port_are_well(settings: Settings) -> None:
    assert finding(settings, "port").ok
    assert finding(settings.model_copy(update={"port": free_port()}), "port").ok


def test_the_products_own_port_is_rightly_taken_while_it_runs(
    settings: Settings, taken_port: int
) -> None:
    found = examine(settings.model_copy(update={"port": taken_port}), running=True)

    assert not [f for f in found if f.check.startswith("port")]


def test_a_port_is_taken_only_while_somebody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert port_is_taken("127.0.0.1", port)
    assert not port_is_taken("127.0.0.1", port)


def test_a_state_folder_under_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(home=tmp_path / "file" / "state", database_url="sqlite://", port=0)

    found = finding(settings, "state folder")

    assert not found.ok
    assert "FAIRWELL_HOME" in found.advice


def test_too_little_room_is_told_in_megabytes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = doctor.shutil.disk_usage("/")._replace(free=12_000_000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)

    found = finding(settings, "state folder")

    assert not found.ok
    assert "only 12 MB" in found.advice


def test_a_broken_policy_is_named_with_file_and_line(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (paths.POLICY / "facts.yml").read_text("utf-8")
    (tmp_path / "facts.yml").write_text(shipped.replace("value: 120", "value: none"), "utf-8")
    monkeypatch.setattr(paths, "POLICY", tmp_path)

    found = finding(settings, "policy")

    assert not found.ok
    assert f"correct {tmp_path / 'facts.yml'}:" in found.advice
    assert "data_kept_days" in found.advice


def test_a_database_that_does_not_answer_names_its_setting(settings: Settings) -> None:
    away = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"

    found = finding(settings.model_copy(update={"database_url": away}), "database")

    assert not found.ok
    assert "FAIRWELL_DATABASE_URL" in found.advice
    assert "nobody" not in found.advice


@table("url", ["nonsense", "mysql://x", "postgresql://[half", "sqlite://"])
def test_a_database_url_that_is_none_names_its_setting(settings: Settings, url: str) -> None:
    found = finding(settings.model_copy(update={"database_url": url}), "database")

    assert not found.ok
    assert "FAIRWELL_DATABASE_URL" in found.advice


def test_a_missing_engine_widget_and_model_say_which_command_helps(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "ENGINE_PYTHON", tmp_path / "python")
    monkeypatch.setattr(doctor, "STATIC", tmp_path / "static")
    monkeypatch.setattr(paths, "MODELS", tmp_path)

    assert finding(settings, "engine") == Finding(
        "engine is installed", ok=False, advice="run `make install`"
    )
    assert finding(settings, "widget").advice == "run `make install`"
    assert "make train" in finding(settings, "model").advice


def test_a_model_of_other_data_does_not_count(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "MODELS", tmp_path)
    (tmp_path / "fairwell-000000000000.tar.gz").touch()
    assert not finding(settings, "model").ok

    (tmp_path / f"fairwell-{model.fingerprint()}.tar.gz").touch()
    assert finding(settings, "model").ok


def test_a_healthy_machine_has_nothing_to_report_about_itself(settings: Settings) -> None:
    found = {f.check: f for f in examine(settings)}

    for check in ("Python 3.11 or newer", "state folder can be written", "policy is valid"):
        assert found[check].ok, found[check].advice
    assert found["database answers"].ok
