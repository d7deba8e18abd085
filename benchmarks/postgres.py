"""PostgreSQL for a phase: an own server that waits for the disk, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres_server import running_server


@contextmanager
def throwaway_database() -> Iterator[dict[str, str]]:
    """The settings that make the product use a fresh PostgreSQL while the block lasts."""
    with running_server(durable=True) as url:
        yield {"FAIRWELL_DATABASE_URL": url}
