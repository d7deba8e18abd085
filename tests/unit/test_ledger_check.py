"""The check of the ledger: every kind of tampering is found, and the first broken row is named."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.case import Case, Kind, Knowledge, NotPossible, Status, next_status
from fairwell.rules.cases.ledger import GENESIS, content_of, hash_content, hash_row
from fairwell.rules.cases.ledger_check import Checker, LedgerEntry, LedgerFault, Verdict
from tests.support.tables import table

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
CASE = Case(
    id="01FIRST",
    reference="K7M-4Q2X",
    kind=Kind.CANCEL,
    status=Status.DECLARED,
    account_id=None,
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    language="de",
    reason="zu teuer",
    requested_at=NOW,
    effective_on=None,
    time_zone="Europe/Berlin",
    policy_version="2026-11-23",
    jurisdiction="default",
    knowledge=Knowledge.ANONYMOUS,
    conversation_id="01CONVERSATION",
    turn_id="01TURN",
    follows_id=None,
)
SECOND = replace(CASE, id="01SECOND", reference="R4D-W2BZ", kind=Kind.PAUSE)


@dataclass
class Book:
    """Cases and the ledger that belongs to them, as the store would keep both."""

    entries: list[LedgerEntry] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)

    def append(self, case: Case, event: str) -> None:
        self.cases[case.id] = case
        self.entries.append(
            sealed(
                LedgerEntry(
                    seq=len(self.entries) + 1,
                    case_id=case.id,
                    reference=case.reference,
                    event=event,
                    at=NOW + dt.timedelta(minutes=len(self.entries)),
                    content=content_of(case),
                    content_hash="",
                    previous_hash=self.entries[-1].row_hash if self.entries else GENESIS,
                    row_hash="",
                )
            )
        )

    def move(self, case: Case, status: Status) -> None:
        self.append(replace(self.cases[case.id], status=status), status.value)

    def check(self, noted: str | None = None) -> Verdict:
        return Checker(noted).check(self.entries, self.cases.values())


def sealed(entry: LedgerEntry) -> LedgerEntry:
    """With hashes that fit: what somebody who knows the arithmetic could write."""
    content_hash = hash_content(entry.content)
    row_hash = hash_row(entry.previous_hash, entry.case_id, entry.event, entry.at, content_hash)
    return replace(entry, content_hash=content_hash, row_hash=row_hash)


def rechained(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """The whole chain computed anew, as a forger with all rights would."""
    chain: list[LedgerEntry] = []
    for entry in entries:
        previous = chain[-1].row_hash if chain else GENESIS
        chain.append(sealed(replace(entry, previous_hash=previous)))
    return chain


def a_book() -> Book:
    """Two cases, five rows: declared, declared, verified, disputed, revoked."""
    book = Book()
    book.append(CASE, "declared")
    book.append(SECOND, "declared")
    book.move(CASE, Status.VERIFIED)
    book.move(SECOND, Status.DISPUTED)
    book.move(SECOND, Status.REVOKED)
    return book


@pytest.fixture
def book() -> Book:
    return a_book()


def test_an_untouched_ledger_is_in_order(book: Book) -> None:
    verdict = book.check()

    assert verdict == Verdict(ok=True, rows=5, head=book.entries[-1].row_hash)


def test_an_empty_ledger_without_cases_is_in_order() -> None:
    assert Book().check() == Verdict(ok=True, rows=0, head=GENESIS)


@table("place", range(5))
@table(
    "change, fault",
    [
        (lambda e: {"content": e.content.replace("K7M", "K8M").replace("R4D", "R5D")}, "content"),
        (lambda e: {"content_hash": "0" * 64}, "content"),
        (lambda e: {"row_hash": "0" * 64}, "row"),
        (lambda e: {"at": e.at + dt.timedelta(seconds=1)}, "row"),
        (lambda e: {"event": "effective"}, "row"),
        (lambda e: {"case_id": "01OTHER"}, "row"),
        (lambda e: {"previous_hash": "1" * 64}, "row"),
        (lambda e: {"reference": "AAA-2222"}, "case"),
    ],
)
def test_a_changed_row_is_named(
    place: int, change: Callable[[LedgerEntry], dict[str, object]], fault: str
) -> None:
    book = a_book()
    entry = book.entries[place]
    book.entries[place] = replace(entry, **change(entry))  # type: ignore[arg-type]

    verdict = book.check()

    why = {
        "content": LedgerFault.CONTENT_CHANGED,
        "row": LedgerFault.ROW_CHANGED,
        "case": LedgerFault.OTHER_CASE,
    }
    assert (verdict.ok, verdict.broken_seq, verdict.why) == (False, place + 1, why[fault])
    assert verdict.rows == place


@table("place", range(4))
def test_a_removed_row_shows_at_the_next_one(place: int) -> None:
    book = a_book()
    del book.entries[place]

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (place + 2, LedgerFault.CHAIN_BROKEN)


def test_a_removed_last_row_shows_in_its_case(book: Book) -> None:
    del book.entries[-1]

    verdict = book.check()

    assert verdict.why is LedgerFault.CASE_CHANGED
    assert (verdict.broken_seq, verdict.reference) == (4, SECOND.reference)


@table("one, other", list(itertools.combinations(range(5), 2)))
def test_moved_rows_are_found(one: int, other: int) -> None:
    book = a_book()
    rows = book.entries
    rows[one], rows[other] = (
        replace(rows[other], seq=one + 1),
        replace(rows[one], seq=other + 1),
    )

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (one + 1, LedgerFault.CHAIN_BROKEN)


def test_a_doubled_row_is_found(book: Book) -> None:
    book.entries.insert(3, replace(book.entries[2], seq=99))

    assert book.check().why is LedgerFault.CHAIN_BROKEN


def test_a_case_that_was_changed_past_the_ledger_is_named(book: Book) -> None:
    for change in ({"reason": "anders"}, {"status": Status.EFFECTIVE}, {"email": None}):
        tampered = Book(
            book.entries, {**book.cases, CASE.id: replace(book.cases[CASE.id], **change)}
        )
        verdict = tampered.check()
        assert (verdict.broken_seq, verdict.reference) == (3, CASE.reference)
        assert verdict.why is LedgerFault.CASE_CHANGED


def test_a_case_that_was_put_there_past_the_ledger_is_named(book: Book) -> None:
    book.cases["01NEW"] = replace(CASE, id="01NEW", reference="NEW-2222")

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (None, LedgerFault.NEVER_DECLARED)
    assert verdict.reference == "NEW-2222"


def test_a_removed_case_is_named(book: Book) -> None:
    del book.cases[CASE.id]

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (3, LedgerFault.CASE_GONE)


def erased(book: Book, case: Case) -> None:
    book.entries = [replace(e, content="") if e.case_id == case.id else e for e in book.entries]


def test_retention_may_empty_the_rows_of_a_case_that_is_gone(book: Book) -> None:
    erased(book, CASE)
    del book.cases[CASE.id]

    assert book.check().ok


def test_content_may_not_go_while_the_case_is_there(book: Book) -> None:
    erased(book, CASE)

    assert book.check().why is LedgerFault.CONTENT_GONE


def test_a_case_cannot_go_on_behind_rows_that_were_emptied(book: Book) -> None:
    book.entries[0] = replace(book.entries[0], content="")

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (3, LedgerFault.STEP_IMPOSSIBLE)


@table(
    "change",
    [
        {"event": "verified"},  # begins without being declared
        {"content": content_of(replace(CASE, status=Status.REVOKED))},
    ],
)
def test_a_chain_made_anew_must_still_begin_with_a_declaration(change: dict[str, str]) -> None:
    book = a_book()
    book.entries[0] = replace(book.entries[0], **change)  # type: ignore[arg-type]
    book.entries = rechained(book.entries)

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (1, LedgerFault.STEP_IMPOSSIBLE)


def test_a_chain_made_anew_must_still_follow_the_states_of_a_case(book: Book) -> None:
    book.append(replace(book.cases[SECOND.id], status=Status.VERIFIED), "verified")

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (6, LedgerFault.STEP_IMPOSSIBLE)


def test_an_event_must_be_named_for_the_state_it_leads_to(book: Book) -> None:
    book.append(replace(book.cases[CASE.id], status=Status.REVOKED), "effective")

    assert book.check().why is LedgerFault.STEP_IMPOSSIBLE


def test_an_event_of_another_kind_may_keep_the_state(book: Book) -> None:
    book.append(replace(book.cases[CASE.id], account_id="01MATCHED"), "matched")

    assert book.check().ok


@table("content", ["no JSON", "[]", "{}", '{"id":"01FIRST"}', "null"])
def test_content_that_is_no_case_is_named_even_with_hashes_that_fit(content: str) -> None:
    book = a_book()
    book.entries[2] = replace(book.entries[2], content=content)
    book.entries = rechained(book.entries)

    verdict = book.check()

    assert (verdict.broken_seq, verdict.why) == (3, LedgerFault.CONTENT_CHANGED)


def test_a_chain_made_anew_is_found_by_a_hash_that_was_noted(book: Book) -> None:
    noted = book.check().head
    forged = replace(book.cases[SECOND.id], reason="gefälscht")
    book.cases[SECOND.id] = forged
    book.entries[-1] = replace(book.entries[-1], content=content_of(forged))
    book.entries = rechained(book.entries)

    assert book.check().ok
    assert book.check(noted).why is LedgerFault.HEAD_MISSING


def test_a_noted_hash_stays_in_a_chain_that_has_grown(book: Book) -> None:
    noted = book.entries[1].row_hash

    assert book.check(noted).ok


def test_a_case_may_know_more_than_an_older_version_recorded(book: Book) -> None:
    older = json.loads(book.entries[-1].content)
    del older["wished_end_on"], older["manner"]
    book.entries[-1] = replace(book.entries[-1], content=json.dumps(older))
    book.entries = rechained(book.entries)

    assert book.check().ok


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Status)), max_size=12), st.data())
def test_whatever_happens_by_the_rules_is_in_order_and_any_change_of_it_is_found(
    steps: list[tuple[int, Status]], data: st.DataObject
) -> None:
    book = Book()
    for number in range(3):
        book.append(replace(CASE, id=f"01{number}", reference=f"AAA-222{number + 2}"), "declared")
    for number, status in steps:
        case = book.cases[f"01{number}"]
        try:
            next_status(case.status, status)
        except NotPossible:
            continue
        if status not in (case.status, Status.DECLARED):
            book.move(case, status)

    assert book.check().ok

    place = data.draw(st.integers(0, len(book.entries) - 1))
    if data.draw(st.booleans()):
        del book.entries[place]
    else:
        changed = book.entries[place].content.replace("zu teuer", "zu billig")
        book.entries[place] = replace(book.entries[place], content=changed)
    assert not book.check().ok
