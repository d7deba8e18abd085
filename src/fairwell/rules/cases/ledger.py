"""Hash chain over the events of all cases: arithmetic only.

Each row's hash covers its own content and the hash before it, so that a row that is
changed, removed or moved breaks every later hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from typing import Any

from fairwell.rules.cases.case import Case

GENESIS = "0" * 64  # the first row's predecessor


def content_of(case: Case) -> str:
    """Serialize a case as canonical JSON: sorted keys, no spaces, times as ISO 8601."""
    values: dict[str, Any] = asdict(case)
    return json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def hash_content(content: str) -> str:
    """Hash a row's content by SHA-256; the customer's receipt shows the same hash."""
    return hashlib.sha256(content.encode()).hexdigest()


def hash_row(
    previous_hash: str, case_id: str, event: str, at: dt.datetime, content_hash: str
) -> str:
    """Hash a row together with the one before it, by SHA-256."""
    parts = (previous_hash, case_id, event, at.astimezone(dt.UTC).isoformat(), content_hash)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a ledger row cannot hold {type(value).__name__}")
