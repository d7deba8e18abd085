"""Asking a model from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bot import write_bot
from engine_process import ENGINE, environment
from tables import table

from fairwell_engine.parse import read_requests
from fairwell_engine.server.incoming import BadRequest
from fairwell_engine.server.understanding import heard

ECHOING = "  - name: echoing.Echoing\n\npolicies:"
EMPTY = heard({})


def variables(folder: Path) -> dict[str, str]:
    return environment(folder, PYTHONPATH=os.pathsep.join([str(ENGINE), str(ENGINE / "tests")]))


def run(bot: Path, model: str, texts: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fairwell_engine.parse", "--model", model],
        cwd=bot,
        env=variables(bot),
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_texts_from_standard_input_are_understood(bot: Path, model: Path) -> None:
    done = run(bot, str(model), ["guten Tag", "482913"])

    greeting, code = json.loads(done.stdout)
    assert greeting["intent"]["name"] == greeting["ranking"][0]["name"] == "greet"
    assert code["entities"] == [{"entity": "code", "value": "482913", "start": 0, "end": 6}]
    assert (greeting["text"], code["text"]) == ("guten Tag", "482913")
    details = EMPTY["details"] | {"code": "482913"}
    assert {name: code[name] for name in EMPTY} == EMPTY | {"details": details}


@pytest.fixture(scope="module")
def echoing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bot whose pipeline ends with a component that hears what it is told."""
    folder = write_bot(tmp_path_factory.mktemp("echoing"))
    config = (folder / "config.yml").read_text("utf-8")
    assert config.count("\npolicies:") == 1
    (folder / "config.yml").write_text(config.replace("\npolicies:", ECHOING), "utf-8")
    subprocess.run(
        [sys.executable, "-m", "fairwell_engine.train", "--out", "models/echoing.tar.gz"],
        cwd=folder,
        env=variables(folder),
        check=True,
        timeout=180,
        capture_output=True,
    )
    return folder


def test_what_is_known_of_the_conversation_reaches_hearing_and_what_it_heard_comes_back(
    echoing: Path,
) -> None:
    asked = {"text": "ja", "asked": "cancel", "today": "2026-11-30", "country": "DE"}
    unasked = {"text": "hallo", "asked": None, "today": None}

    done = run(echoing, "models/echoing.tar.gz", [asked, unasked, "hello"])

    assert done.returncode == 0, done.stderr
    first, second, third = json.loads(done.stdout)
    assert first["tags"] == ["asked cancel", "country DE", "today 2026-11-30"]
    assert (first["text"], first["language"], first["reason"]) == ("ja", "de", "cancel")
    assert (second["tags"], third["tags"]) == ([], [])
    assert third["intent"]["name"] == "greet"
    assert first["stances"] == EMPTY["stances"]  # what the component leaves out is empty


@table(
    "value, read",
    [
        ("ja", ("ja", {})),
        ({"text": "ja"}, ("ja", {})),
        ({"text": "ja", "asked": None, "country": "GB"}, ("ja", {"country": "GB"})),
    ],
)
def test_a_request_is_a_text_or_an_object(value: Any, read: tuple[str, dict[str, str]]) -> None:
    assert read_requests([value]) == [read]


@table(
    "values, why",
    [
        ({"text": "ja"}, "not a list"),
        (["ja", 3], "neither a text nor an object with a text"),
        ([{"asked": "cancel"}], "neither a text nor an object with a text"),
        ([{"text": "ja", "aksed": "cancel"}], "unknown field aksed"),
        ([{"text": "ja", "today": 20261130}], "asked, page, today, country are texts or null"),
    ],
)
def test_a_broken_request_is_named(values: Any, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        read_requests(values)


def test_broken_requests_end_with_one_line(bot: Path, model: Path) -> None:
    done = run(bot, str(model), {"text": "ja"})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nlu: standard input: not a list\n"


def test_a_missing_model_is_named(bot: Path) -> None:
    done = run(bot, "nowhere.tar.gz", [])

    assert done.returncode == 2
    assert "nowhere.tar.gz" in done.stderr
