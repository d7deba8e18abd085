"""Evidence of lost turns from the system itself, independent of the load's results."""

from __future__ import annotations

import re

import httpx
from sqlalchemy import func, select

from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.cases.tables import CaseRow

_FAILED = re.compile(r'^fairwell_turns_total\{outcome="failed"\} ([0-9.e+]+)$', re.MULTILINE)


def recorded_cases(database_url: str) -> int:
    """Count the declarations in the store."""
    database = open_engine(database_url)
    try:
        with transaction(database, read_only=True) as session:
            return session.scalar(select(func.count()).select_from(CaseRow)) or 0
    finally:
        database.dispose()


def apologies(gateway_url: str) -> int:
    """Count turns that the gateway answered with an apology, by its own metric.

    Raises:
        ValueError: the gateway does not count them.
    """
    answer = httpx.get(f"{gateway_url}/metrics", trust_env=False).raise_for_status().text
    found = _FAILED.search(answer)
    if found is None:
        raise ValueError("the gateway's metrics do not count failed turns")
    return int(float(found[1]))
