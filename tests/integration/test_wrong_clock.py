"""A clock that jumps, and a ledger whose end is cut off: nothing is lost, and it is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, update
from structlog.testing import capture_logs

from fairwell import bootstrap
from fairwell.mail import queue
from fairwell.mail.schedule import Daily
from fairwell.mail.watch import Watch
from fairwell.rules.privacy.retention_guard import RetentionRefused
from fairwell.services.retention import due_at, guarded, total
from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import LedgerRow
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.tables import ConversationRow
from fairwell.store.mails.tables import OutboxRow
from tests.integration.records import NOW, POLICY, record
from tests.support.commands import Run
from tests.unit.samples import a_declaration

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def app(run: Run) -> bootstrap.App:
    """The services that the command line of the test uses."""
    return bootstrap.current_app()


def talks(app: bootstrap.App, count: int, at: dt.datetime) -> None:
    for _ in range(count):
        Conversations(app.database).open("de", at)


def left(app: bootstrap.App) -> int:
    with transaction(app.database, read_only=True) as session:
        return int(session.scalar(select(func.count(ConversationRow.id))) or 0)


def test_a_run_that_would_remove_too_much_is_refused_until_somebody_insists(
    run: Run, app: bootstrap.App
) -> None:
    talks(app, 30, app.clock() - dt.timedelta(days=40))

    refused = run("retention", "run")
    assert refused.exit_code == 1
    assert "30 of 30 transcripts" in refused.output
    assert "--yes" in refused.output
    assert left(app) == 30

    assert run("retention", "run", "--yes").exit_code == 0
    assert left(app) == 0


def test_a_clock_that_jumps_between_two_runs_removes_nothing(
    run: Run, app: bootstrap.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("retention", "run").exit_code == 0
    talks(app, 3, app.clock())
    ahead = app.clock() + dt.timedelta(days=400)
    monkeypatch.setattr(app, "clock", lambda: ahead)

    refused = run("retention", "run")
    assert (refused.exit_code, left(app)) == (1, 3)
    assert "the clock went on by" in refused.output

    monkeypatch.undo()
    assert run("retention", "run").exit_code == 0


def test_the_worker_says_that_it_refused_and_tries_again(app: bootstrap.App) -> None:
    talks(app, 30, app.clock() - dt.timedelta(days=40))

    daily = Daily(
        lambda now: guarded(
            due_at(now, POLICY),
            archive=app.archive,
            erasures=app.erasures,
            last_run=app.last_retention,
            most_percent=25,
        )
    )
    now = app.clock()
    with capture_logs() as logged:
        assert daily.step(now)
        assert not daily.step(now)
        assert daily.step(now + HOUR)

    assert [line["outcome"] for line in logged] == ["refused", "refused"]
    assert left(app) == 30
    with pytest.raises(RetentionRefused):
        total(
            guarded(
                due_at(now, POLICY),
                archive=app.archive,
                erasures=app.erasures,
                last_run=app.last_retention,
                most_percent=25,
            )
        )


def test_a_mail_that_a_wrong_clock_wrote_leaves(app: bootstrap.App) -> None:
    record(app.database, a_declaration(), now=NOW + dt.timedelta(days=400))

    (claimed,) = queue.claim(app.database, NOW)
    with transaction(app.database) as session:
        session.execute(update(OutboxRow).values(lease_until=NOW + dt.timedelta(days=400)))
    (again,) = queue.claim(app.database, NOW)

    assert again.id == claimed.id
    assert queue.mark_failed(app.database, again, "later", NOW)
    assert queue.claim(app.database, NOW) == []


def cut_off(engine: Engine) -> None:
    """Remove the last row, and with it the only trace in the chain."""
    with transaction(engine) as session:
        last = session.scalar(select(func.max(LedgerRow.seq)))
        session.execute(delete(LedgerRow).where(LedgerRow.seq == last))


@pytest.fixture
def noted(app: bootstrap.App) -> bootstrap.App:
    """Two declarations, whose last row the watch has noted."""
    record(app.database, a_declaration())
    record(app.database, a_declaration(conversation_id="02", turn_id="02"))
    Watch(app.database, HOUR, app.ledger_head).look(NOW)
    return app


def test_a_tail_that_was_cut_off_is_noticed_by_watch_and_verify(
    run: Run, noted: bootstrap.App
) -> None:
    cut_off(noted.database)

    with capture_logs() as logged:
        Watch(noted.database, HOUR, noted.ledger_head).look(NOW)
    assert [line["event"] for line in logged if "ledger" in line["event"]] == [
        "ledger_tail_missing"
    ]
    watched, verified = run("watch"), run("ledger", "verify")
    assert (watched.exit_code, verified.exit_code) == (2, 1)

    assert run("ledger", "accept").exit_code == 0
    Watch(noted.database, HOUR, noted.ledger_head).look(NOW)
    assert run("watch").exit_code == 0 or "ledger" not in run("watch").output


def test_the_note_follows_the_ledger_and_a_changed_note_is_noticed(
    run: Run, noted: bootstrap.App, home: Path
) -> None:
    file = home / "ledger-head.json"
    before = file.read_text()
    record(noted.database, a_declaration(conversation_id="03", turn_id="03"))
    Watch(noted.database, HOUR, noted.ledger_head).look(NOW)
    assert file.read_text() != before

    file.write_text(file.read_text().replace('"seq": 3', '"seq": 2'))

    assert run("ledger", "verify").exit_code == 1
    assert run("watch").exit_code == 2
    assert (home / "ledger.key").stat().st_mode & 0o077 == 0
