"""Recording: once for each wish, whole, for known and unknown details alike, on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine
from ulid import ULID

from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.rules.cases.case import Declaration, Kind, Knowledge, Plan, Status
from fairwell.rules.cases.reference import PATTERN
from fairwell.services.cases.record_declaration import record_declaration, recorded_in_turn
from fairwell.store.base.engine import open_engine
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.tables import CaseLinkRow, LedgerRow, VerificationRow
from tests.integration.records import (
    NOW,
    OTHER,
    POLICY,
    at,
    cases,
    count,
    mails,
    put_accounts,
    record,
)
from tests.unit.samples import ACCOUNT, a_declaration, an_account

pytest_plugins = ("tests.support.postgres",)


def utc(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.fixture
def stocked(database: Engine) -> Engine:
    """A database with two accounts."""
    put_accounts(database, ACCOUNT, OTHER)
    return database


def test_a_declaration_becomes_a_case_with_everything_that_was_said(stocked: Engine) -> None:
    declared = a_declaration(reason="too_expensive", language="en")

    case = record(stocked, declared).case

    assert cases(stocked) == [case]
    assert PATTERN.fullmatch(case.reference)
    assert (case.kind, case.status) == (Kind.CANCEL, Status.DECLARED)
    assert (case.user_name, case.email) == (ACCOUNT.user_name, ACCOUNT.email)
    assert (case.language, case.reason) == ("en", "too_expensive")
    assert (case.requested_at, case.time_zone) == (NOW, "America/New_York")
    assert case.account_id == ACCOUNT.id
    assert case.effective_on == ACCOUNT.next_billing_on
    assert case.knowledge is Knowledge.ANONYMOUS
    assert case.policy_version == f"{POLICY.facts.version}+{POLICY.jurisdictions.version}"
    assert case.follows_id is None


def test_the_mail_goes_to_the_address_on_file_in_the_language_spoken(stocked: Engine) -> None:
    case = record(stocked, a_declaration(email=None, language="en")).case

    (mail,) = mails(stocked)
    assert mail.recipient == ACCOUNT.email
    assert mail.language == "en"
    assert mail.reference == case.reference


@pytest.mark.parametrize("turn", ["01TURN", "02TURN"])
def test_the_same_wish_again_is_the_first_case(stocked: Engine, turn: str) -> None:
    first = record(stocked, a_declaration()).case

    again = record(stocked, a_declaration(turn_id=turn), now=NOW + dt.timedelta(minutes=5)).case

    assert again == first
    assert len(cases(stocked)) == len(mails(stocked)) == 1
    assert count(stocked, LedgerRow) == 1


def test_a_changed_reason_or_language_is_still_the_same_wish(stocked: Engine) -> None:
    first = record(stocked, a_declaration()).case

    changed = a_declaration(turn_id="02TURN", reason="switching", language="en")

    assert record(stocked, changed).case == first


def test_a_repeated_turn_is_the_first_case_even_with_other_content(stocked: Engine) -> None:
    first = record(stocked, a_declaration()).case

    assert record(stocked, a_declaration(email=OTHER.email)).case == first


def test_other_details_are_another_wish(stocked: Engine) -> None:
    first = record(stocked, a_declaration()).case

    second = record(
        stocked, a_declaration(turn_id="02TURN", user_name=OTHER.user_name, email=OTHER.email)
    ).case

    assert second.reference != first.reference
    assert second.account_id == OTHER.id
    assert second.follows_id is None
    assert {mail.recipient for mail in mails(stocked)} == {ACCOUNT.email, OTHER.email}


def test_a_second_cancellation_from_another_conversation_has_its_own_number_and_a_link(
    stocked: Engine,
) -> None:
    first = record(stocked, a_declaration()).case

    second = record(
        stocked,
        a_declaration(conversation_id="02CONVERSATION"),
        now=NOW + dt.timedelta(days=1),
    ).case
    third = record(
        stocked,
        a_declaration(conversation_id="03CONVERSATION"),
        now=NOW + dt.timedelta(days=2),
    ).case

    assert len({first.reference, second.reference, third.reference}) == 3
    assert second.follows_id == third.follows_id == first.id
    assert len(mails(stocked)) == 3


@pytest.mark.parametrize(
    "stated",
    [
        {"user_name": "nobody-here", "email": "nobody@nowhere.example"},
        {"user_name": "nobody-here"},
        {"email": "nobody@nowhere.example"},
        {"user_name": OTHER.user_name},
        {"user_name": None, "email": "nobody@nowhere.example"},
        {"user_name": None, "email": None},
    ],
)
def test_unmatched_details_are_recorded_and_mail_nobody(
    stocked: Engine, stated: dict[str, str | None]
) -> None:
    case = record(stocked, a_declaration(**stated)).case

    assert cases(stocked) == [case]
    assert case.account_id is None
    assert case.effective_on is None
    assert case.status is Status.DECLARED
    assert mails(stocked) == []


def test_known_and_unknown_details_leave_the_same_rows_but_for_the_mail(stocked: Engine) -> None:
    def rows() -> tuple[int, ...]:
        return tuple(count(stocked, table) for table in (VerificationRow, CaseLinkRow, LedgerRow))

    record(stocked, a_declaration())
    known = rows()
    record(stocked, a_declaration(conversation_id="02", user_name="no-one", email="no@one.example"))

    assert rows() == tuple(2 * number for number in known)
    assert len(mails(stocked)) == 1


def test_a_pause_then_a_cancellation_leaves_the_pause_revoked(stocked: Engine) -> None:
    pause = record(stocked, a_declaration(kind=Kind.PAUSE)).case
    record(stocked, a_declaration(turn_id="02TURN"), now=NOW + dt.timedelta(minutes=1))

    statuses = {case.kind: case.status for case in cases(stocked)}
    assert statuses == {Kind.PAUSE: Status.REVOKED, Kind.CANCEL: Status.DECLARED}

    # Wanting the pause after all is a new wish: the revoked one does not come back by itself.
    anew = record(
        stocked,
        a_declaration(kind=Kind.PAUSE, turn_id="03TURN"),
        now=NOW + dt.timedelta(minutes=2),
    ).case
    assert anew.reference != pause.reference
    assert anew.status is Status.DECLARED


def test_a_cancellation_of_other_details_leaves_a_pause_alone(stocked: Engine) -> None:
    record(stocked, a_declaration(kind=Kind.PAUSE))
    record(
        stocked,
        a_declaration(turn_id="02TURN", user_name=OTHER.user_name, email=OTHER.email),
        now=NOW + dt.timedelta(minutes=1),
    )

    assert {case.status for case in cases(stocked)} == {Status.DECLARED}


def test_one_turn_may_hold_two_kinds_only_by_turning_one_into_the_other(stocked: Engine) -> None:
    first = record(stocked, a_declaration(kind=Kind.PAUSE)).case

    assert record(stocked, a_declaration(kind=Kind.CANCEL)).case == first
    assert len(cases(stocked)) == 1


@pytest.mark.parametrize(
    ("country", "language", "moment", "end"),
    [
        # 23:30 UTC on 30 November is 1 December in Berlin, but still November in New York.
        ("DE", "de", utc(2026, 11, 30, 23, 30), dt.date(2026, 12, 1)),
        ("DE", "en", utc(2026, 11, 30, 23, 30), dt.date(2026, 12, 1)),
        ("GB", "en", utc(2026, 11, 30, 23, 30), dt.date(2026, 11, 30)),
        ("GB", "en", utc(2026, 12, 1, 4, 30), dt.date(2026, 12, 1)),
        ("US", "en", utc(2026, 12, 1, 4, 30), dt.date(2026, 11, 30)),
        ("US", "en", utc(2028, 3, 1, 4, 30), dt.date(2028, 2, 29)),
        ("US", "de", utc(2028, 3, 1, 4, 30), dt.date(2028, 2, 29)),
        ("DE", "de", utc(2026, 12, 31, 23, 0), dt.date(2027, 1, 1)),
        ("DE", "de", utc(2026, 10, 24, 22, 30), dt.date(2026, 10, 25)),
    ],
)
def test_the_calendar_of_the_account_decides_which_day_it_is(
    database: Engine, country: str, language: str, moment: dt.datetime, end: dt.date
) -> None:
    put_accounts(database, an_account(plan=Plan.PREPAID, country=country))

    case = record(database, a_declaration(language=language), now=moment).case

    assert case.effective_on == end


def test_what_a_turn_recorded_can_be_asked_for(stocked: Engine) -> None:
    store = Store(stocked)
    case = record(stocked, a_declaration()).case

    found = recorded_in_turn("01CONVERSATION", "01TURN", at(store, NOW))

    assert found is not None
    assert found.case == case
    assert recorded_in_turn("01CONVERSATION", "02TURN", at(store, NOW)) is None
    assert recorded_in_turn("02CONVERSATION", "01TURN", at(store, NOW)) is None


def test_many_at_once_each_get_their_own_case(stocked: Engine, database_url: str) -> None:
    references = at_once(
        database_url, [a_declaration(conversation_id=f"C{number}") for number in range(8)]
    )

    assert len(set(references)) == 8
    assert len(cases(stocked)) == len(mails(stocked)) == count(stocked, LedgerRow) == 8


@pytest.mark.parametrize("turns", [["01TURN"] * 6, [f"0{n}TURN" for n in range(6)]])
def test_one_wish_sent_many_times_at_once_is_one_case(
    stocked: Engine, database_url: str, turns: list[str]
) -> None:
    references = at_once(database_url, [a_declaration(turn_id=turn) for turn in turns])

    assert len(references) == 6
    assert len(set(references)) == 1
    assert len(cases(stocked)) == len(mails(stocked)) == 1


def at_once(url: str, declarations: list[Declaration]) -> list[str]:
    """Record all at the same moment, each as a process of its own would."""
    start = threading.Barrier(len(declarations))
    references: list[str] = []

    def work(declaration: Declaration) -> None:
        engine = open_engine(url)
        start.wait(20)
        references.append(record(engine, declaration).case.reference)
        engine.dispose()

    workers = [threading.Thread(target=work, args=(one,)) for one in declarations]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    return references


@pytest.mark.parametrize("kind", list(Kind))
def test_the_services_as_wired_record_every_kind_with_the_longest_details(
    database: Engine, database_url: str, tmp_path: Path, kind: Kind
) -> None:
    put_accounts(database, ACCOUNT, OTHER)
    app = App(Settings(home=tmp_path, database_url=database_url))
    longest = a_declaration(
        kind=kind,
        user_name="n" * 64,
        email=f"{'e' * 64}@{'h' * 60}.{'h' * 60}.{'h' * 55}.example",
        reason="ä" * 2000,
        subject="ä" * 2000,
        contact="c" * 254,
        conversation_id=str(ULID()),
        turn_id=str(ULID()),
    )

    unmatched = record_declaration(longest, app).case
    matched = record_declaration(a_declaration(kind=kind, conversation_id=str(ULID())), app).case

    assert (unmatched.account_id, matched.account_id) == (None, ACCOUNT.id)
    assert unmatched.policy_version.startswith(app.policy.facts.version)
    assert len(cases(database)) == 2
    app.database.dispose()
