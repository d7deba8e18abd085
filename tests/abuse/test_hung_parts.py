"""A part that hangs, with its process alive, is started again without anybody's help."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.chat import Chat
from tests.support.product import Product, running


@pytest.fixture(scope="module")
def impatient(trained: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product that waits for heartbeats as briefly as a busy machine allows."""
    yield from running(Product(tmp_path_factory.mktemp("hung"), hung_after="15"))


def column(file: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        return [row[0] for row in connection.execute(sql)]


def test_the_canary_of_readiness_leaves_nothing_in_either_database(impatient: Product) -> None:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%{}%'"
    assert impatient.readiness() == (200, impatient.readiness()[1] | {"turn": True})

    assert column(impatient.tracker, "SELECT sender_id FROM events") == []
    for table in ("conversation", "turn", "message", "offer", "utterance", "cancellation_case"):
        assert column(impatient.database, tables.format(table)), table
        assert column(impatient.database, f"SELECT count(*) FROM {table}") == [0], table


@pytest.mark.timeout(600)
def test_45_parts_that_hang_are_restarted_and_the_next_turn_is_answered(
    impatient: Product,
) -> None:
    with (
        impatient.frozen("worker") as worker,
        impatient.frozen("actions") as actions,
        impatient.frozen("engine") as engine,
    ):
        for part, old in (("worker", worker), ("actions", actions), ("engine", engine)):
            impatient.wait_until_restarted(part, old, within=120)

    assert Chat(impatient).say("Wie ist der Stand meiner Kündigung?").status == 200
    beating = column(impatient.database, "SELECT part FROM heartbeat")
    assert {"worker", "actions"} <= {part.partition("@")[0] for part in beating}
    (engine_part,) = {
        part.partition("@")[0]
        for part in column(impatient.tracker, "SELECT part FROM engine_heartbeat")
    } - {"supervisor"}
    assert engine_part == "engine"
