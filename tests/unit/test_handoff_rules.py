"""The pure rules of handing over: hours, holidays, what is concealed, what waiting calls for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fairwell import paths
from fairwell.policy.desk import Closed, load_desk_policy
from fairwell.policy.facts import PolicyError
from fairwell.policy.replies import load_replies
from fairwell.rules.handoff.hours import around_the_clock
from fairwell.rules.handoff.replies import Flaw, Template, faults_of
from fairwell.rules.handoff.speaker import MOVES, WITH_PEOPLE, Speaker, Step
from fairwell.rules.handoff.waiting import Pace, Patience, QueueAction, in_queue, pace
from fairwell.rules.privacy.conceal import conceal
from tests.support.tables import table

POLICY = load_desk_policy(paths.POLICY)
HOURS = POLICY.opening_hours
MINUTE = dt.timedelta(minutes=1)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def berlin(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=ZoneInfo("Europe/Berlin"))  # type: ignore[arg-type]


@table(
    "when, is_open",
    [
        (berlin(2026, 11, 24, 9), True),
        (berlin(2026, 11, 24, 8, 59), False),
        (berlin(2026, 11, 24, 17, 1), False),
        (berlin(2026, 11, 28, 12), False),  # a Saturday
        (berlin(2026, 12, 25, 12), False),  # a holiday on a Friday
        (dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC), True),  # half past nine in Berlin
    ],
)
def test_the_desk_is_open_in_its_hours_but_on_no_holiday(when: dt.datetime, is_open: bool) -> None:
    assert HOURS.is_open(when) is is_open


def test_after_the_holidays_it_opens_on_the_next_working_day() -> None:
    assert HOURS.next_opening(berlin(2026, 12, 24, 18)) == berlin(2026, 12, 28, 9)
    assert HOURS.next_opening(berlin(2026, 11, 24, 7)) == berlin(2026, 11, 24, 9)


def test_on_the_day_the_clocks_change_hours_are_those_on_the_wall() -> None:
    everyday = around_the_clock("Europe/Berlin")

    assert everyday.is_open(berlin(2027, 3, 28, 2, 30))
    assert HOURS.next_opening(berlin(2027, 3, 27, 12)) == berlin(2027, 3, 30, 9)


@table("year", [2027, 2031, 2040])
def test_every_german_holiday_of_any_year_is_there(year: int) -> None:
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(365)]

    assert sum(day in HOURS.holidays for day in days) == 9
    assert HOURS.holidays[dt.date(year, 10, 3)] == "Tag der Deutschen Einheit"


def test_a_state_and_the_desk_may_have_more_holidays() -> None:
    closed = Closed(country="DE", subdivision="BY", more={dt.date(2026, 12, 24): "Betriebsruhe"})

    assert closed.dates()[dt.date(2027, 1, 6)] == "Heilige Drei Könige"
    assert closed.dates()[dt.date(2026, 12, 24)] == "Betriebsruhe"
    assert dt.date(2027, 1, 1) not in Closed(country=None).dates()


def test_a_place_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="XX"):
        Closed(country="DE", subdivision="XX")


@table(
    "said, shown",
    [
        ("anna.mueller@blumen-mueller.example", "a***@b***.example"),
        ("Tel. +49 (171) 23 45 678.", "Tel. ***78."),
        ("am 24.11.2026 um 10:42", "am 24.11.2026 um 10:42"),
        ("Kontostand 84,00", "Kontostand 84,00"),
        ("ich bin Blumen-Mueller!", "ich bin b***!"),
        ("blumen-muellers Laden", "blumen-muellers Laden"),
    ],
)
def test_person_data_is_concealed_and_the_rest_is_not(said: str, shown: str) -> None:
    assert conceal(said, ["blumen-mueller"]) == shown


@given(st.emails(domains=st.just("shop.example")))
def test_no_address_is_left_whole(address: str) -> None:
    assert address not in conceal(f"Meine Adresse: {address}", [address])


def test_concealing_takes_linear_time_on_the_longest_message() -> None:
    for evil in ("a" * 2_000, "a@" * 1_000, "1 " * 1_000, "a." * 1_000 + "@"):
        conceal(evil, ["blumen"])


def patience(**changed: dt.timedelta) -> Patience:
    return Patience(
        **{
            "tell_after": 5 * MINUTE,
            "online_for": MINUTE,
            "agent_gone_after": 3 * MINUTE,
            "away_after": 10 * MINUTE,
            "first_answer": 2 * MINUTE,
            "next_answer": 3 * MINUTE,
            **changed,
        }
    )


@table(
    "minutes, told, is_open, may_take, due",
    [
        (1, False, True, 1, QueueAction.NOTHING),
        (5, False, True, 1, QueueAction.TELL),
        (50, True, True, 1, QueueAction.NOTHING),
        (0, False, True, 0, QueueAction.GIVE_UP),
        (0, True, False, 3, QueueAction.GIVE_UP),
    ],
)
def test_whoever_waits_is_told_once_or_freed(
    minutes: int, told: bool, is_open: bool, may_take: int, due: QueueAction
) -> None:
    found = in_queue(
        waiting_since=NOW - minutes * MINUTE,
        told=told,
        is_open=is_open,
        may_take=may_take,
        now=NOW,
        patience=patience(),
    )

    assert found is due


def test_the_pace_is_late_from_the_aim_on_and_soon_in_its_last_quarter() -> None:
    assert pace(None, 2 * MINUTE, NOW) is Pace.ANSWERED
    assert pace(NOW - MINUTE, 2 * MINUTE, NOW) is Pace.IN_TIME
    assert pace(NOW - 1.5 * MINUTE, 2 * MINUTE, NOW) is Pace.SOON
    assert pace(NOW - 2 * MINUTE, 2 * MINUTE, NOW) is Pace.LATE


def test_nothing_leaves_a_closed_conversation_and_only_people_close_one() -> None:
    assert all(Speaker.CLOSED not in move.starts for move in MOVES.values())
    assert MOVES[Step.CLOSE].starts == WITH_PEOPLE
    assert MOVES[Step.REQUEST].starts == {Speaker.BOT}


@table(
    "old, new, fault",
    [
        ('to: "17:00"', "to: 17:00", "in quotes"),
        ('to: "17:00"', 'to: "08:00"', "end after it begins"),
        ("value: Europe/Berlin", "value: Europe/Atlantis", "unknown time zone"),
        ("[mon, tue", "[moon, tue", "mon"),
        ("more: {}", "more: {2026-02-30: Betriebsruhe}", "no such date"),
        ("country: DE", "country: XX", "XX"),
    ],
)
def test_a_broken_desk_policy_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    text = (paths.POLICY / "desk.yml").read_text()
    assert old in text
    (tmp_path / "desk.yml").write_text(text.replace(old, new))

    with pytest.raises(PolicyError, match=rf"desk\.yml:\d+.*{fault}"):
        load_desk_policy(tmp_path)


@table(
    "de, en, fault",
    [
        ("Guten Tag, {agent}", "Hello", "same places"),
        ("{iban}", "{iban}", "nothing fills iban"),
        ("{agent.__class__}", "{agent}", "nothing else"),
    ],
)
def test_a_broken_canned_reply_is_refused(tmp_path: Path, de: str, en: str, fault: str) -> None:
    (tmp_path / "replies.yml").write_text(
        f'version: "1"\nreplies:\n  - key: hello\n    de: "{de}"\n    en: "{en}"\n'
    )

    with pytest.raises(PolicyError, match=rf"replies\.yml:\d+.*{fault}"):
        load_replies(tmp_path, ["phones"])


def test_a_key_stands_once(tmp_path: Path) -> None:
    reply = '  - key: hello\n    de: "x"\n    en: "y"\n'
    (tmp_path / "replies.yml").write_text(f'version: "1"\nreplies:\n{reply}{reply}')

    with pytest.raises(PolicyError, match="twice"):
        load_replies(tmp_path, [])


def flaws(de: str, en: str = "Hello {agent}", key: str = "hello") -> set[tuple[str, str]]:
    known = ["agent", "reference"]
    return {
        (fault.field, fault.flaw) for fault in faults_of(Template(key, {"de": de, "en": en}), known)
    }


@table(
    "de, expected",
    [
        ("Guten Tag, {agent}", set()),
        ("Kosten: {{agent}} {agent}", set()),  # braces as signs
        ("  ", {("de", Flaw.EMPTY)}),
        ("{agent} " + "x" * 500, {("de", Flaw.TOO_LONG)}),
        ("Guten Tag, {iban} {agent}", {("de", Flaw.UNKNOWN), ("en", Flaw.UNEVEN)}),
        ("Guten Tag", {("de", Flaw.UNEVEN)}),
        ("Guten Tag, {agent", {("de", Flaw.BRACES)}),
        ("Guten Tag, agent}", {("de", Flaw.BRACES)}),
        ("Guten Tag, {}", {("de", Flaw.BRACES)}),
        ("Guten Tag, {0}", {("de", Flaw.BRACES)}),
        ("{agent.__class__}", {("de", Flaw.BRACES)}),
        ("{agent[0]}", {("de", Flaw.BRACES)}),
        ("{agent!r}", {("de", Flaw.BRACES)}),
        ("{agent:>999999999}", {("de", Flaw.BRACES)}),
        ("{agent:{reference}}", {("de", Flaw.BRACES)}),
    ],
)
def test_a_text_may_name_known_places_and_nothing_else(
    de: str, expected: set[tuple[str, str]]
) -> None:
    assert flaws(de) == expected


@table("key", ["", "a", "Hello", "hello there", "../x", "hello2", "x" * 40])
def test_a_key_is_something_to_type_after_a_slash(key: str) -> None:
    assert flaws("{agent}", key=key) == {("key", Flaw.KEY)}
