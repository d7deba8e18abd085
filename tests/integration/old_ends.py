"""Cases as the first release recorded them: the wished end in its own words, in row and ledger."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import Engine, MetaData, Table, insert

from fairwell.rules.cases import ledger
from fairwell.rules.cases.case import Case, Kind, Knowledge, Status

AT = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)

# reference, ends, wished_end_on: as that release wrote them
ROWS: tuple[tuple[str, str, str | None], ...] = (
    ("AAA-2222", "soonest", None),
    ("BBB-3333", "balance_used_up", None),
    ("CCC-4444", "soonest", "2027-03-31"),
)


def put_old_cases(engine: Engine) -> None:
    """Write the rows into a database of the schema before 0002."""
    metadata = MetaData()
    cases = Table("cancellation_case", metadata, autoload_with=engine)
    rows = Table("ledger", metadata, autoload_with=engine)
    assert "end_bound" not in cases.columns
    previous = ledger.GENESIS
    with engine.begin() as connection:
        for number, (reference, ends, wished) in enumerate(ROWS):
            content = _content(f"01CASE{number}", reference, ends, wished)
            written = json.dumps(content, sort_keys=True, separators=(",", ":"))
            content_hash = ledger.hash_content(written)
            row_hash = ledger.hash_row(previous, content["id"], "declared", AT, content_hash)
            connection.execute(insert(cases).values(**_columns(content, cases)))
            connection.execute(
                insert(rows).values(
                    case_id=content["id"],
                    reference=reference,
                    event="declared",
                    at=AT,
                    content=written,
                    content_hash=content_hash,
                    previous_hash=previous,
                    row_hash=row_hash,
                )
            )
            previous = row_hash


def _content(id_: str, reference: str, ends: str, wished: str | None) -> dict[str, Any]:
    case = Case(
        id=id_,
        reference=reference,
        kind=Kind.CANCEL,
        status=Status.DECLARED,
        account_id=None,
        user_name="blumen-mueller",
        email=None,
        language="de",
        reason=None,
        requested_at=AT,
        effective_on=None,
        time_zone="Europe/Berlin",
        policy_version="2026-11+2026-11",
        jurisdiction="default",
        knowledge=Knowledge.ANONYMOUS,
        conversation_id=f"CONVERSATION-{reference}",
        turn_id="01TURN",
        follows_id=None,
    )
    content: dict[str, Any] = json.loads(ledger.content_of(case))
    del content["end_bound"]
    return content | {"ends": ends, "wished_end_on": wished}


def _columns(content: dict[str, Any], cases: Table) -> dict[str, Any]:
    values = {name: value for name, value in content.items() if name in cases.columns}
    day = content["wished_end_on"]
    values["wished_end_on"] = dt.date.fromisoformat(day) if day else None
    values["requested_at"] = AT
    return values
