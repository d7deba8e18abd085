"""Check of the ledger: is the chain intact, and do the cases follow from it?

The chain alone cannot show that its end was cut off, or that everything after a row was
recomputed. An earlier ``head`` noted elsewhere (a receipt, a printout) does: the chain must still
contain it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fairwell.rules.cases.case import Case, NotPossible, Status, next_status
from fairwell.rules.cases.ledger import (
    DECLARED,
    GENESIS,
    UNDOABLE,
    UNDONE,
    content_of,
    end_of,
    hash_content,
    hash_row,
)

_STATES = frozenset(status.value for status in Status)
ERASED = ""  # retention's value of a row's content; the hash stays, so the chain stays valid


class LedgerFault(StrEnum):
    """A fault of a row, or of its case."""

    CONTENT_CHANGED = "the content does not fit its hash"
    ROW_CHANGED = "the row does not fit its hash"
    CHAIN_BROKEN = "the row before it was removed, inserted or moved"
    OTHER_CASE = "the row names another case than its content"
    STEP_IMPOSSIBLE = "the case cannot have come to this state"
    CASE_CHANGED = "the case is not as its last row says"
    CASE_GONE = "the case was removed, but its row was not emptied by retention"
    CONTENT_GONE = "the content was removed, but the case is still there"
    NEVER_DECLARED = "the case has no row"
    HEAD_MISSING = "no row has the hash that was noted"


@dataclass(frozen=True)
class LedgerEntry:
    """A stored row of the ledger."""

    seq: int
    case_id: str
    reference: str
    event: str
    at: dt.datetime
    content: str
    content_hash: str
    previous_hash: str
    row_hash: str


@dataclass(frozen=True)
class Verdict:
    """Result of the check: intact, or the first broken row and why.

    ``broken_seq`` is ``None`` for a fault without a row. ``head`` is the hash of the last intact
    row: note it elsewhere to prove later that nothing before it changed.
    """

    ok: bool
    rows: int
    head: str
    broken_seq: int | None = None
    reference: str | None = None
    why: LedgerFault | None = None


class Checker:
    """Walks the chain row by row, then compares the cases with its result."""

    def __init__(self, noted: str | None = None) -> None:
        self._noted = noted
        self._noted_seen = noted is None
        self._rows = 0
        self._head = GENESIS
        self._last: dict[str, LedgerEntry] = {}

    def check(self, entries: Iterable[LedgerEntry], cases: Iterable[Case]) -> Verdict:
        """Check rows in the order of their numbers, and all cases."""
        for entry in entries:
            fault = self._fault_of(entry)
            if fault:
                return self._broken(fault, entry)
            self._rows += 1
            self._head = entry.row_hash
            self._noted_seen = self._noted_seen or entry.row_hash == self._noted
            self._last[entry.case_id] = entry
        faults = sorted(self._faults_of(cases), key=lambda found: found[1].seq if found[1] else 0)
        if faults:
            fault, last, reference = faults[0]
            return self._broken(fault, last, reference)
        if not self._noted_seen:
            return self._broken(LedgerFault.HEAD_MISSING, None)
        return Verdict(ok=True, rows=self._rows, head=self._head)

    def _fault_of(self, entry: LedgerEntry) -> LedgerFault | None:
        if entry.content != ERASED and hash_content(entry.content) != entry.content_hash:
            return LedgerFault.CONTENT_CHANGED
        own = hash_row(
            entry.previous_hash, entry.case_id, entry.event, entry.at, entry.content_hash
        )
        if own != entry.row_hash:
            return LedgerFault.ROW_CHANGED
        if entry.previous_hash != self._head:
            return LedgerFault.CHAIN_BROKEN
        if entry.content == ERASED:
            return None
        try:
            recorded = json.loads(entry.content)
            if (recorded["id"], recorded["reference"]) != (entry.case_id, entry.reference):
                return LedgerFault.OTHER_CASE
            possible = _can_follow(entry, self._last.get(entry.case_id))
        except (KeyError, TypeError, ValueError):  # forged content with a matching hash
            return LedgerFault.CONTENT_CHANGED
        return None if possible else LedgerFault.STEP_IMPOSSIBLE

    def _faults_of(
        self, cases: Iterable[Case]
    ) -> Iterable[tuple[LedgerFault, LedgerEntry | None, str]]:
        there = set()
        for case in cases:
            there.add(case.id)
            last = self._last.get(case.id)
            if last is None:
                yield LedgerFault.NEVER_DECLARED, None, case.reference
            elif last.content == ERASED:
                yield LedgerFault.CONTENT_GONE, last, case.reference
            elif not _same(self._as_left(last), json.loads(content_of(case))):
                yield LedgerFault.CASE_CHANGED, last, case.reference
        for case_id, last in self._last.items():
            if case_id not in there and last.content != ERASED:
                yield LedgerFault.CASE_GONE, last, last.reference

    def _as_left(self, last: LedgerEntry) -> dict[str, Any]:
        """Drop the link to an earlier case that retention deleted."""
        recorded: dict[str, Any] = json.loads(last.content)
        followed = self._last.get(str(recorded.get("follows_id")))
        return (
            recorded | {"follows_id": None} if followed and followed.content == ERASED else recorded
        )

    def _broken(
        self, fault: LedgerFault, entry: LedgerEntry | None, reference: str | None = None
    ) -> Verdict:
        return Verdict(
            ok=False,
            rows=self._rows,
            head=self._head,
            broken_seq=entry.seq if entry else None,
            reference=reference or (entry.reference if entry else None),
            why=fault,
        )


def _can_follow(entry: LedgerEntry, before: LedgerEntry | None) -> bool:
    """Check that an event may follow: declared first, then by the rules of the states."""
    status = _status(entry)
    if before is None:
        return entry.event == DECLARED and status in (Status.DECLARED, Status.VERIFIED)
    named_for_its_state = entry.event == status or entry.event not in _STATES
    if entry.event == DECLARED or not named_for_its_state or before.content == ERASED:
        return False
    try:
        if entry.event == UNDONE:
            next_status(status, _status(before))  # back where the step before came from
            return before.event in UNDOABLE
        next_status(_status(before), status)
    except NotPossible:
        return False
    return True


def _status(entry: LedgerEntry) -> Status:
    return Status(json.loads(entry.content)["status"])


def _same(recorded: dict[str, Any], now: dict[str, Any]) -> bool:
    """Compare the recorded fields only: later versions add fields to a case."""
    recorded = recorded | end_of(recorded)
    return all(now.get(name) == value for name, value in recorded.items())
