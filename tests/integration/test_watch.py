"""The confirmation watch: a mail that does not leave is seen, told once, without its data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, update

from fairwell import bootstrap
from fairwell.gateway.ops import mail_watch
from fairwell.mail import worker
from fairwell.mail.watch import Watch, worst
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.mails.outbox import Level, Overdue, overdue
from fairwell.store.mails.tables import OutboxRow
from tests.integration.serving import gateway
from tests.support.commands import Run
from tests.support.outbox import NOW, Clock, a_mail, only_row, put, rows, settings_for
from tests.support.smtp import ScriptedSmtp, eventually

pytest_plugins = ("tests.support.postgres",)

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
ALARM_AFTER = 24 * HOUR
CANARY = "kanarienvogel@b.example"


def found(engine: Engine, after: dt.timedelta) -> list[Overdue]:
    with transaction(engine, read_only=True) as session:
        return overdue(session, NOW + after, ALARM_AFTER)


def levels(engine: Engine, after: dt.timedelta) -> list[Level]:
    return [mail.level for mail in found(engine, after)]


def set_state(engine: Engine, state: str) -> None:
    with transaction(engine) as session:
        session.execute(update(OutboxRow).values(state=state))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (dt.timedelta(0), []),
        (HOUR - dt.timedelta(microseconds=1), []),
        (HOUR, [Level.WARNING]),
        (24 * HOUR - dt.timedelta(microseconds=1), [Level.WARNING]),
        (24 * HOUR, [Level.ALARM]),
        (1000 * HOUR, [Level.ALARM]),
    ],
)
def test_a_waiting_mail_warns_after_an_hour_and_alarms_after_a_day(
    database: Engine, after: dt.timedelta, expected: list[Level]
) -> None:
    put(database, a_mail())

    assert levels(database, after) == expected


@pytest.mark.parametrize(
    ("state", "at_once", "after_two_hours"),
    [
        ("pending", [], [Level.WARNING]),
        ("leased", [], [Level.WARNING]),
        ("dead", [Level.ALARM], [Level.ALARM]),
        ("sent", [], []),
    ],
)
def test_what_was_sent_is_no_matter_and_what_was_given_up_is_an_alarm_at_once(
    database: Engine, state: str, at_once: list[Level], after_two_hours: list[Level]
) -> None:
    put(database, a_mail())
    set_state(database, state)

    assert levels(database, dt.timedelta(0)) == at_once
    assert levels(database, 2 * HOUR) == after_two_hours


def test_the_hours_are_the_policys(database: Engine) -> None:
    put(database, a_mail())

    with transaction(database, read_only=True) as session:
        (mail,) = overdue(session, NOW + 3 * HOUR, alarm_after=2 * HOUR)

    assert mail.level is Level.ALARM


def test_it_is_told_which_row_of_which_case_and_how_old_the_oldest_first(database: Engine) -> None:
    put(database, a_mail(2), now=NOW + HOUR)
    put(database, a_mail(1), now=NOW)
    by_age = sorted(rows(database), key=lambda row: row.created_at)

    late = found(database, 3 * HOUR)

    assert [mail.id for mail in late] == [row.id for row in by_age]
    assert [mail.age for mail in late] == [3 * HOUR, 2 * HOUR]
    assert {mail.reference for mail in late} == {"K7M-4Q2X"}


def test_the_worst_level_counts() -> None:
    def mail(level: Level) -> Overdue:
        return Overdue("01", None, "pending", HOUR, level)

    assert worst([]) is None
    assert worst([mail(Level.WARNING)]) is Level.WARNING
    assert worst([mail(Level.ALARM), mail(Level.WARNING)]) is Level.ALARM


# --- what the worker logs ---------------------------------------------------------------------


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as captured:
        yield captured


def told(logs: list[Any]) -> list[tuple[str, str]]:
    return [(log["log_level"], log["level"]) for log in logs if log["event"] == "mail_overdue"]


def test_each_mail_is_told_once_a_level(database: Engine, logs: list[Any]) -> None:
    put(database, a_mail(recipient=CANARY))
    watch = Watch(database, ALARM_AFTER)

    for minutes in range(0, 26 * 60, 7):
        watch.look(NOW + minutes * MINUTE)

    assert told(logs) == [("warning", "warning"), ("error", "alarm")]
    first = next(log for log in logs if log["event"] == "mail_overdue")
    assert first["row"] == only_row(database).id
    assert first["minutes"] >= 60


def test_a_line_carries_no_personal_data(database: Engine, logs: list[Any]) -> None:
    put(database, a_mail(recipient=CANARY))
    Watch(database, ALARM_AFTER).look(NOW + 2 * HOUR)

    assert told(logs)
    assert "kanarienvogel" not in str(logs)
    assert "K7M-4Q2X" not in str(logs)


def test_it_looks_once_a_minute(database: Engine, logs: list[Any]) -> None:
    watch = Watch(database, ALARM_AFTER)
    watch.look(NOW + 2 * HOUR)
    put(database, a_mail())

    watch.look(NOW + 2 * HOUR + MINUTE - dt.timedelta(seconds=1))
    assert told(logs) == []

    watch.look(NOW + 2 * HOUR + MINUTE)
    assert told(logs) == [("warning", "warning")]


def test_a_clock_that_is_put_back_does_not_stop_it(database: Engine, logs: list[Any]) -> None:
    watch = Watch(database, ALARM_AFTER)
    watch.look(NOW + 50 * HOUR)
    put(database, a_mail())

    watch.look(NOW + 2 * HOUR)

    assert told(logs) == [("warning", "warning")]


def test_a_mail_that_left_is_forgotten_and_told_again_if_it_comes_back(
    database: Engine, logs: list[Any]
) -> None:
    put(database, a_mail())
    watch = Watch(database, ALARM_AFTER)
    for number, state in enumerate(("pending", "sent", "pending")):
        set_state(database, state)
        watch.look(NOW + 2 * HOUR + number * MINUTE)

    assert told(logs) == [("warning", "warning")] * 2


def test_the_gateway_watches_whatever_the_worker_does(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[dt.datetime] = []
    look = Watch.look

    def shaky(self: Watch, now: dt.datetime) -> None:
        looks.append(now)
        if len(looks) == 1:
            raise StoreUnavailable("OperationalError")
        look(self, now)

    monkeypatch.setattr(Watch, "look", shaky)
    monkeypatch.setattr(mail_watch, "LOOK_EVERY", 0.01)
    put_old(home, 2 * HOUR)
    with structlog.testing.capture_logs() as logs, gateway(home):
        eventually(lambda: "mail_overdue" in [log["event"] for log in logs])

    assert {log["error"] for log in logs if log["event"] == "mails_not_looked_after"} == {
        "StoreUnavailable"
    }


# --- the commands -----------------------------------------------------------------------------


def put_old(home: Path, age: dt.timedelta) -> None:
    engine = open_engine(f"sqlite:///{home / 'fairwell.db'}")
    put(engine, a_mail(round(age.total_seconds())), now=dt.datetime.now(dt.UTC) - age)
    engine.dispose()


@pytest.mark.parametrize(
    ("age", "status", "level"),
    [(MINUTE, 0, None), (2 * HOUR, 1, "warning"), (25 * HOUR, 2, "alarm")],
)
def test_the_status_of_the_command_tells_how_bad_it_is(
    run: Run, home: Path, age: dt.timedelta, status: int, level: str | None
) -> None:
    put_old(home, age)

    printed, told = run("watch"), run("watch", "--json")

    assert (printed.exit_code, told.exit_code) == (status, status)
    mails = json.loads(told.output)
    assert [mail["level"] for mail in mails] == ([level] if level else [])
    if level:
        assert level in printed.output
        assert mails[0]["reference"] == "K7M-4Q2X"
        assert mails[0]["minutes"] == age // MINUTE
        assert "anna.mueller" not in printed.output + told.output
    else:
        assert "Every mail left in time" in printed.output


def test_one_alarm_among_warnings_makes_it_an_alarm(run: Run, home: Path) -> None:
    for age in (2 * HOUR, 25 * HOUR, MINUTE):
        put_old(home, age)

    result = run("watch", "--json")

    assert result.exit_code == 2
    assert [mail["level"] for mail in json.loads(result.output)] == ["alarm", "warning"]


def test_the_outbox_tells_which_mails_are_overdue(run: Run, home: Path) -> None:
    for age in (25 * HOUR, 2 * HOUR, MINUTE):
        put_old(home, age)

    mails = json.loads(run("outbox", "--json").output)

    assert [mail["overdue"] for mail in mails] == ["alarm", "warning", None]


def test_the_alarm_follows_the_policys_hours(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_old(home, 2 * HOUR)
    facts = bootstrap.current_app().policy.facts
    hours = facts.confirmation_within_hours.model_copy(update={"value": 1})
    changed = facts.model_copy(update={"confirmation_within_hours": hours})
    monkeypatch.setitem(bootstrap.current_app().policy.__dict__, "facts", changed)

    assert run("watch").exit_code == 2


def test_the_watch_looks_at_what_the_queue_leaves(database: Engine) -> None:
    """A refused mail is given up by the worker itself, and stands in the watch at once."""
    put(database, a_mail())
    with ScriptedSmtp("rcpt 550 5.1.1 unknown") as server:
        assert worker.drain(database, settings_for(server.port), Clock()) == ["dead"]

    assert levels(database, MINUTE) == [Level.ALARM]
