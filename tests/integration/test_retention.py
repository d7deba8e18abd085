"""Retention: what is too old goes, all of it; what is younger stays, all of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, update

from fairwell.mail import queue
from fairwell.rules.cases.case import Kind
from fairwell.rules.privacy.retention import Retained
from fairwell.services.retention import retention, total, would_remove
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.cases.ledger_check import list_entries, verify
from fairwell.store.cases.tables import (
    CaseLinkRow,
    CaseRow,
    LedgerRow,
    OfferRow,
    UsedIdentityRow,
    VerificationRow,
)
from fairwell.store.retention.erasures import ErasureList
from fairwell.store.tables import METADATA
from tests.integration.keeping import (
    CANARY,
    LIMITS,
    MONTH,
    TICK,
    all_of,
    archive,
    chat,
    chats,
    due,
    engine_events,
    identity,
    offer,
    remembered,
)
from tests.integration.records import NOW, cases, mails, put_accounts, record
from tests.support.schema import copy_schema
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

NEW_YEAR = dt.datetime(
    2032, 12, 31, 23, tzinfo=dt.UTC
)  # in Berlin, where NOW's cases were declared


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


def keep(
    engine: Engine, tracker: Path, now: dt.datetime = NOW, batch: int = 2
) -> Counter[Retained]:
    """A whole run, in batches small enough that there are several."""
    erasures = ErasureList(tracker.parent / "erasures.jsonl")
    steps = retention(due(now), archive=archive(engine, tracker), erasures=erasures, batch=batch)
    return total(steps)


def ledger_is_whole(engine: Engine) -> bool:
    with transaction(engine, read_only=True) as session:
        return verify(session).ok


def test_conversations_go_thirty_days_after_their_last_activity(
    database: Engine, tracker: Path
) -> None:
    for number in range(5):
        chat(database, f"old{number}", at=NOW - MONTH)
    chat(database, "young", at=NOW - MONTH + TICK)
    chat(database, "turn under way", at=NOW - 2 * MONTH, turn_at=NOW, state="running")
    chat(database, "a person wrote", at=NOW - 2 * MONTH, said_at=NOW - MONTH + TICK)

    assert keep(database, tracker)[Retained.TRANSCRIPTS] == 5
    assert chats(database) == {"young", "turn under way", "a person wrote"}
    assert keep(database, tracker) == {}


def test_the_engine_forgets_by_age_but_nothing_that_is_kept(
    database: Engine, tracker: Path
) -> None:
    chat(database, "1 kept", at=NOW)
    chat(database, "3 old", at=NOW - MONTH)
    engine_events(
        tracker,
        ("1 kept", NOW - 2 * MONTH),
        ("2 of nobody", NOW - MONTH),
        ("3 old", NOW - 2 * MONTH),
        ("4 goes on", NOW - 2 * MONTH),
        ("4 goes on", NOW - MONTH + dt.timedelta(milliseconds=1)),
        ("5 of nobody", NOW - MONTH),
        ("6 of nobody", NOW - MONTH),
    )

    assert keep(database, tracker)[Retained.ENGINE] == 4
    assert remembered(tracker) == {"1 kept", "4 goes on"}


def test_an_engine_that_never_ran_is_no_fault_and_gets_no_file(
    database: Engine, tracker: Path
) -> None:
    assert keep(database, tracker) == {}
    assert not tracker.exists()
    tracker.touch()
    assert keep(database, tracker) == {}


def test_codes_go_a_day_after_they_expired(database: Engine, tracker: Path) -> None:
    record(database, a_declaration())
    expired = all_of(database, VerificationRow)[0].expires_at  # type: ignore[attr-defined]
    day = dt.timedelta(days=1)

    assert keep(database, tracker, expired + day - TICK) == {}
    assert keep(database, tracker, expired + day) == {Retained.CODES: 1}
    assert all_of(database, VerificationRow) == []


def test_used_identities_go_when_they_expired(database: Engine, tracker: Path) -> None:
    identity(database, "usable to this moment", NOW)
    identity(database, "expired", NOW - TICK)

    assert keep(database, tracker) == {Retained.IDENTITIES: 1}
    (left,) = all_of(database, UsedIdentityRow)
    assert left.token_id == "usable to this moment"  # type: ignore[attr-defined]


def send(engine: Engine, how: str, now: dt.datetime) -> None:
    """The one mail as a worker leaves it."""
    (mail,) = queue.claim(engine, now)
    if how == "sent":
        queue.mark_sent(engine, mail, now)
    elif how == "dead":
        queue.mark_dead(engine, mail, "550 no such user anna.mueller@blumen-mueller.example")
    elif how == "pending":
        queue.mark_failed(engine, mail, "421", now)


@pytest.mark.parametrize("how", ["sent", "dead"])
def test_mails_are_emptied_thirty_days_after_they_left(
    database: Engine, tracker: Path, how: str
) -> None:
    put_accounts(database)
    case = record(database, a_declaration()).case
    left = NOW + dt.timedelta(hours=5)
    send(database, how, left)

    assert Retained.MAILS not in keep(database, tracker, left + MONTH - TICK)
    (full,) = mails(database)
    assert full.body_text
    assert keep(database, tracker, left + MONTH) == {Retained.MAILS: 1}
    assert keep(database, tracker, left + MONTH) == {}

    (mail,) = mails(database)
    assert (mail.body_text, mail.body_html, mail.last_error) == ("", "", None)
    assert mail.recipient == "a***@b***.example"
    assert (mail.reference, mail.sent_at) == (case.reference, left if how == "sent" else None)


@pytest.mark.parametrize("how", ["pending", "leased"])
def test_a_mail_that_is_still_to_leave_stays_whole(
    database: Engine, tracker: Path, how: str
) -> None:
    put_accounts(database)
    record(database, a_declaration())
    send(database, how, NOW)

    assert Retained.MAILS not in keep(database, tracker, NOW + 10 * MONTH)
    assert mails(database)[0].body_text


def test_cases_go_with_all_that_is_theirs_and_the_chain_holds(
    database: Engine, tracker: Path
) -> None:
    put_accounts(database)
    record(database, a_declaration(kind=Kind.PAUSE))
    for number in range(4):
        record(database, a_declaration(turn_id=f"t{number}", conversation_id=f"c{number}"))
    offer(database, "c0", account_id="01ACCOUNT")
    young = record(
        database, a_declaration(conversation_id="young"), now=NOW + dt.timedelta(days=60)
    ).case
    assert young.follows_id

    keep(database, tracker, NEW_YEAR - TICK)
    assert len(cases(database)) == 6
    assert len(all_of(database, OfferRow)) == 1
    assert keep(database, tracker, NEW_YEAR)[Retained.CASES] == 5
    assert Retained.CASES not in keep(database, tracker, NEW_YEAR)

    (left,) = cases(database)
    assert (left.id, left.follows_id) == (young.id, None)
    assert [mail.reference for mail in mails(database)] == [young.reference]
    assert {row.case_id for row in all_of(database, CaseLinkRow)} == {young.id}  # type: ignore[attr-defined]
    assert all_of(database, OfferRow) == []
    with transaction(database, read_only=True) as session:
        contents = {entry.case_id: entry.content for entry in list_entries(session)}
    assert [case_id for case_id, content in contents.items() if content] == [young.id]
    assert ledger_is_whole(database)


@pytest.mark.parametrize("case_there", [True, False])
def test_the_chain_check_still_sees_what_was_no_retention(
    database: Engine, tracker: Path, case_there: bool
) -> None:
    put_accounts(database)
    first = record(database, a_declaration()).case
    second = record(database, a_declaration(conversation_id="02")).case
    with transaction(database) as session:
        if case_there:
            emptied = update(LedgerRow).where(LedgerRow.case_id == first.id).values(content="")
            session.execute(emptied)
        else:  # the link is gone, though the case it leads to was not removed by retention
            cut = update(CaseRow).where(CaseRow.id == second.id).values(follows_id=None)
            session.execute(cut)

    assert not ledger_is_whole(database)


def test_a_case_stays_as_long_as_its_jurisdiction_wants(database: Engine, tracker: Path) -> None:
    case = record(database, a_declaration()).case
    with transaction(database) as session:
        session.execute(update(CaseRow).values(jurisdiction="CH"))

    keep(database, tracker, NEW_YEAR.replace(year=2036) - TICK)
    assert [kept.id for kept in cases(database)] == [case.id]
    keep(database, tracker, NEW_YEAR.replace(year=2036))
    assert cases(database) == []


def test_an_offer_stays_with_the_case_and_goes_with_a_chat_that_declared_nothing(
    database: Engine, tracker: Path
) -> None:
    record(database, a_declaration(conversation_id="declared"))
    for name in ("declared", "just asked"):
        chat(database, name)
        offer(database, name)

    keep(database, tracker, NOW + MONTH)

    (left,) = all_of(database, OfferRow)
    assert left.conversation_id == "declared"  # type: ignore[attr-defined]


def test_the_dry_run_counts_the_same_and_changes_nothing(database: Engine, tracker: Path) -> None:
    put_accounts(database)
    case = record(database, a_declaration(conversation_id="old")).case
    send(database, "sent", NOW)
    identity(database, "expired", NOW)
    chat(database, "old")
    engine_events(tracker, ("old", NOW))
    erasures = ErasureList(tracker.parent / "erasures.jsonl")
    later = due(NOW + 2 * MONTH)

    told = would_remove(later, archive=archive(database, tracker), erasures=erasures)

    assert chats(database) == {"old"}
    assert (cases(database), mails(database)[0].body_text != "") == ([case], True)
    assert +told == keep(database, tracker, NOW + 2 * MONTH)
    assert set(+told) == set(Retained) - {
        Retained.CASES,
        Retained.ERASURES,
        Retained.LOGINS,
        Retained.AUDIT,
    }
    after = due(NEW_YEAR)
    told = would_remove(after, archive=archive(database, tracker), erasures=erasures)
    assert +told == keep(database, tracker, NEW_YEAR) == {Retained.CASES: 1}


def test_a_run_cut_off_between_two_steps_is_finished_by_the_next(
    database: Engine, tracker: Path
) -> None:
    for number in range(5):
        chat(database, f"old{number}", at=NOW - MONTH)
    erasures = ErasureList(tracker.parent / "erasures.jsonl")
    steps: Iterator[tuple[Retained, int]] = retention(
        due(), archive=archive(database, tracker), erasures=erasures, batch=2
    )
    assert next(steps) == (Retained.TRANSCRIPTS, 2)
    steps.close()  # type: ignore[attr-defined]
    assert len(chats(database)) == 3

    assert keep(database, tracker) == {Retained.TRANSCRIPTS: 3}


def test_several_runs_at_once_beside_new_chats(database: Engine, tracker: Path) -> None:
    for number in range(20):
        chat(database, f"old{number}", at=NOW - MONTH)
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(keep, database, tracker) for _ in range(3)]
        fresh = [pool.submit(chat, database, f"new{number}") for number in range(10)]
        for work in (*runs, *fresh):
            work.result()
    keep(database, tracker)

    assert chats(database) == {f"new{number}" for number in range(10)}


def test_nothing_of_a_removed_chat_is_left_in_the_files(tmp_path: Path, tracker: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'fairwell.db'}")
    copy_schema(engine)
    chat(engine, "old", at=NOW - MONTH)
    engine_events(tracker, ("old", NOW - MONTH))
    keep(engine, tracker)
    engine.dispose()  # the last connection puts the log back into the file

    for file in tmp_path.iterdir():
        assert CANARY.encode() not in file.read_bytes(), file.name


AGES = st.lists(
    st.one_of(
        st.sampled_from([MONTH, MONTH - TICK, MONTH + TICK, dt.timedelta(0)]),
        st.timedeltas(dt.timedelta(0), 3 * MONTH),
        st.timedeltas(dt.timedelta(0), dt.timedelta(days=4000)),
    ),
    max_size=8,
)
MOMENTS = st.one_of(
    st.sampled_from(
        [
            dt.datetime(2028, 3, 30, tzinfo=dt.UTC),  # thirty days before: a leap day
            dt.datetime(2026, 4, 1, 1, 30, tzinfo=dt.UTC),  # summer time began in between
            dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),  # the hour that comes twice in Berlin
            dt.datetime(2032, 12, 31, 23, 0, tzinfo=dt.UTC),  # the year has turned in Berlin only
            dt.datetime(2033, 1, 1, 0, 0, tzinfo=dt.UTC),
        ]
    ),
    st.integers(0, 30 * 365 * 24 * 3600).map(lambda s: NOW + dt.timedelta(seconds=s)),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples; each empties it first."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'fairwell.db'}")
    copy_schema(engine)
    yield engine
    engine.dispose()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(now=MOMENTS, ages=AGES, language=st.sampled_from(["de", "en"]))
def test_nothing_younger_goes_and_nothing_older_stays(
    shared: Engine, tracker: Path, now: dt.datetime, ages: list[dt.timedelta], language: str
) -> None:
    tracker.unlink(missing_ok=True)
    with transaction(shared) as session:
        for table in reversed(METADATA.sorted_tables):
            session.execute(delete(table))
    for number, age in enumerate(ages):
        name = f"c{number}"
        chat(shared, name, at=now - age)
        record(shared, a_declaration(conversation_id=name, language=language), now=now - age)
    engine_events(tracker, *((f"c{number}", now - age) for number, age in enumerate(ages)))
    there = {case.id: case for case in cases(shared)}

    keep(shared, tracker, now, batch=3)

    young = {f"c{number}" for number, age in enumerate(ages) if age < LIMITS.transcripts}
    assert chats(shared) == young
    assert remembered(tracker) == young
    kept = {case.id for case in cases(shared)}
    ended = {
        id_ for id_, case in there.items() if due(now).case(case.requested_at, case.time_zone, "DE")
    }
    assert kept == set(there) - ended
    assert ledger_is_whole(shared)
