"""Whether an account exists cannot be told from how long a recording takes: the work is the same.

A look-up or a row more is lost in what any two turns differ by. What would show is a transaction
more, which waits for the disk, or talking to another server.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from fairwell.rules.cases.case import Declaration
from fairwell.store.base.engine import open_engine
from tests.integration.records import put_accounts, record
from tests.support.schema import copy_schema
from tests.unit.samples import ACCOUNT, a_declaration


@pytest.fixture
def stocked(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    put_accounts(engine)
    yield engine
    engine.dispose()


@contextmanager
def counted(engine: Engine) -> Iterator[Counter[str]]:
    """What an engine is asked in the block: how many statements and transactions."""
    asked: Counter[str] = Counter()

    def statement(*_: object) -> None:
        asked["statements"] += 1

    def commit(*_: object) -> None:
        asked["transactions"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def work_of(engine: Engine, declaration: Declaration) -> Counter[str]:
    with counted(engine) as asked:
        record(engine, declaration)
    return asked


def test_known_and_unknown_details_cost_the_same_transactions_and_no_other_server(
    stocked: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object) -> None:
        raise AssertionError("a server was asked in the turn")

    record(stocked, a_declaration(turn_id="00", conversation_id="00", user_name="first"))
    monkeypatch.setattr(socket.socket, "connect", nobody)

    known = work_of(stocked, a_declaration(turn_id="01", conversation_id="01"))
    unknown = work_of(
        stocked, a_declaration(turn_id="02", conversation_id="02", user_name="nobodys")
    )

    assert ACCOUNT.user_name == a_declaration().user_name
    assert known["transactions"] == unknown["transactions"] == 1
    assert abs(known["statements"] - unknown["statements"]) <= 3, (known, unknown)
