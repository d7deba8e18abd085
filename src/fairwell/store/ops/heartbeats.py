"""Heartbeats: each part commits the time now and then, so that one that hangs is noticed."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Collection
from typing import cast

from sqlalchemy import Engine, TableClause, column, delete, insert, select, table, update

from fairwell.store.base.engine import connection
from fairwell.store.ops.tables import HeartbeatRow

EVERY_SECONDS = 5.0

_OURS = cast("TableClause", HeartbeatRow.__table__)

# The engines' own, beside their conversations: they have no access to the product's database.
ENGINES = table("engine_heartbeat", column("part"), column("at"))

# Set by the supervisor, for each part it starts.
_VARIABLE = "FAIRWELL_PART"


def part_name(kind: str) -> str:
    """Return the name under which this process reports: the supervisor's, or kind and host."""
    return os.environ.get(_VARIABLE) or f"{kind}@{socket.gethostname()}"


class Heartbeats:
    """The heartbeats in one database; every method is one transaction.

    All raise StoreUnavailable when the database cannot be used.
    """

    def __init__(self, engine: Engine, rows: TableClause = _OURS) -> None:
        self._engine = engine
        self._rows = rows

    def beat(self, part: str, at: float | None = None) -> None:
        """Commit that ``part`` works, by default now."""
        values = {"part": part, "at": time.time() if at is None else at}
        with connection(self._engine) as connected:
            known = update(self._rows).where(self._rows.c.part == part).values(values)
            if connected.execute(known).rowcount == 0:
                connected.execute(insert(self._rows).values(values))

    def all(self) -> dict[str, float]:
        """Return the last heartbeat of each part, in seconds since 1970."""
        with connection(self._engine, read_only=True) as connected:
            return {row.part: row.at for row in connected.execute(select(self._rows))}

    def remove(self, parts: Collection[str]) -> None:
        """Remove the heartbeats of parts that have ended."""
        with connection(self._engine) as connected:
            connected.execute(delete(self._rows).where(self._rows.c.part.in_(parts)))
