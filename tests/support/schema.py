"""The current schema without running the migrations again: they take a while."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from fairwell.store.base.engine import open_engine
from fairwell.store.base.migrate import upgrade


def copy_schema(engine: Engine) -> None:
    """Make the SQLite file of an engine that has not opened it yet, with every table empty."""
    assert engine.url.database is not None
    file = Path(engine.url.database)
    assert not file.exists(), f"{file} is there already"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory(prefix="fairwell-schema-") as folder:
        file = Path(folder) / "fairwell.db"
        engine = open_engine(f"sqlite:///{file}")
        upgrade(engine)
        engine.dispose()  # the last connection puts the log back into the file
        return file.read_bytes()
