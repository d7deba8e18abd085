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
from fairwell.rules.cases.end import Bound, End, EndWish

GENESIS = "0" * 64  # the first row's predecessor
DECLARED = "declared"
END_CHANGED = "end_changed"
VERIFIED_BY_PHONE = "verified_by_phone"
UNDONE = "undone"  # an agent's last step; the case is again as it was before
# Steps of agents that can be undone: they record what somebody said or did, and may be wrong.
UNDOABLE = (VERIFIED_BY_PHONE, "effective", "revoked")


def content_of(case: Case) -> str:
    """Serialize a case as canonical JSON: sorted keys, no spaces, times as ISO 8601.

    The wished end is stored in the fields that the case's columns have.
    """
    values: dict[str, Any] = asdict(case)
    values |= {
        "ends": case.ends.kind,
        "wished_end_on": case.ends.day,
        "end_bound": case.ends.bound,
    }
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


def end_of(recorded: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the wished end of a row, as rows have them today.

    The first rows said "soonest" beside a wished date, and "balance_used_up".
    """
    ends, day = recorded.get("ends", End.SOONEST), recorded.get("wished_end_on")
    if day:
        ends = End.DATE
    elif ends == "balance_used_up":
        ends = End.BALANCE_USED
    bound = recorded.get("end_bound", Bound.AT)
    return {"ends": ends, "wished_end_on": day, "end_bound": bound}


def wish_of(recorded: dict[str, Any]) -> EndWish:
    """Return the wished end that a row recorded."""
    found = end_of(recorded)
    return EndWish.parse(found["wished_end_on"] or found["ends"], found["end_bound"])
