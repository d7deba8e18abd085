"""Several engines: what they are called, and which of them has a conversation."""

from __future__ import annotations

from pathlib import Path

from fairwell.config import Settings
from fairwell.gateway.chat.engine_client import engine_of
from fairwell.processes.parts import plan

ENGINES = ("http://127.0.0.1:1", "http://127.0.0.1:2")


def test_a_conversation_always_has_the_same_engine_and_all_engines_have_some() -> None:
    conversations = [f"conversation-{number}" for number in range(1_000)]
    first = [engine_of(each, ENGINES) for each in conversations]

    assert first == [engine_of(each, ENGINES) for each in conversations]
    assert all(first.count(engine) > 400 for engine in ENGINES)


def test_each_engine_has_a_port_and_the_gateway_knows_them_all(tmp_path: Path) -> None:
    parts = {part.name: part for part in plan(Settings(home=tmp_path, engines=2), Path("m.tar.gz"))}

    ports = [parts[name].command[-1] for name in ("engine", "engine-2")]
    urls = parts["gateway"].environment["FAIRWELL_ENGINE_URL"].split(",")
    assert len(set(ports)) == 2
    assert urls == [f"http://127.0.0.1:{port}" for port in ports]


def test_by_default_there_is_one(tmp_path: Path) -> None:
    names = [part.name for part in plan(Settings(home=tmp_path), Path("m.tar.gz"))]

    assert [name for name in names if name.startswith("engine")] == ["engine"]
