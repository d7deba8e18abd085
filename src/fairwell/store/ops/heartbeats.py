"""Heartbeats: each part commits the time now and then, so that one that hangs is noticed."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Collection
from contextlib import suppress
from typing import cast

from sqlalchemy import Engine, TableClause, column, delete, insert, select, table, update
from sqlalchemy.exc import SQLAlchemyError

from fairwell.store.base.engine import connection
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.ops.tables import HeartbeatRow

EVERY_SECONDS = 5.0

_OURS = cast("TableClause", HeartbeatRow.__table__)

# The engines' own, beside their conversations: they have no access to the product's database.
ENGINES = table("engine_heartbeat", column("part"), column("at"))

# Set by the supervisor, for each part it starts.
VARIABLE = "FAIRWELL_PART"


def part_name(kind: str) -> str:
    """Return the name under which this process reports: the supervisor's, or kind and host."""
    return os.environ.get(VARIABLE) or f"{kind}@{socket.gethostname()}"


class Pulse:
    """The heartbeat of this process: at most one in ``EVERY_SECONDS``."""

    def __init__(self, beats: Heartbeats, kind: str) -> None:
        self._beats = beats
        self._part = part_name(kind)
        self._last: float | None = None

    def beat(self) -> None:
        """Commit a heartbeat, if one is due.

        Raises:
            StoreUnavailable: it could not be committed; the next call tries again.
        """
        now = time.monotonic()
        if self._last is None or now - self._last >= EVERY_SECONDS:
            self._beats.beat(self._part)
            self._last = now

    def end(self) -> None:
        """Remove it: this process ends on purpose."""
        self._beats.remove([self._part])


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

    def probe(self, own_part: str) -> dict[str, float] | None:
        """Beat for ``own_part`` and return all; ``None`` where nobody can beat now."""
        try:
            self.beat(own_part)
            return self.all()
        except (StoreUnavailable, SQLAlchemyError):  # the engine makes its table when it starts
            return None

    def clear(self, parts: Collection[str]) -> None:
        """Remove what earlier runs of ``parts`` left, where there is a table and it can be done."""
        with suppress(StoreUnavailable, SQLAlchemyError):
            self.remove(parts)

    def remove(self, parts: Collection[str]) -> None:
        """Remove the heartbeats of parts that have ended."""
        with connection(self._engine) as connected:
            connected.execute(delete(self._rows).where(self._rows.c.part.in_(parts)))
