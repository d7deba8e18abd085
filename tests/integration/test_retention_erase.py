"""Forgetting a person: everything but the case, and again after a backup was restored."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fairwell import bootstrap
from fairwell.mail import queue, worker
from fairwell.mail.schedule import Daily
from fairwell.rules.cases.case import Case, Kind, Status
from fairwell.rules.privacy.retention import Retained
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.cases.verify_case import follow_link
from fairwell.services.retention import NoSuchCase, due_at, erase, retention, total, would_erase
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.ledger_check import verify
from fairwell.store.cases.tables import CaseLinkRow, OfferRow, VerificationRow
from fairwell.store.retention.erasures import ErasureList
from fairwell.store.retention.retention import Archive
from fairwell.store.retention.tracker_events import TrackerEvents
from tests.integration.keeping import (
    all_of,
    archive,
    chat,
    chats,
    due,
    engine_events,
    offer,
    remembered,
)
from tests.integration.records import NOW, OTHER, at, cases, mails, put_accounts, record
from tests.support.commands import Run
from tests.support.outbox import Clock, settings_for
from tests.support.schema import copy_schema
from tests.support.waiting import wait_until
from tests.unit.samples import ACCOUNT, a_declaration

pytest_plugins = ("tests.support.postgres",)

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def erasures(tmp_path: Path) -> ErasureList:
    return ErasureList(tmp_path / "erasures.jsonl")


def send_all(engine: Engine) -> None:
    for mail in queue.claim(engine, NOW):
        queue.mark_sent(engine, mail, NOW)


def stock(engine: Engine, tracker: Path) -> Case:
    """Two cases and three chats of one account, and a case and chat of another."""
    put_accounts(engine)
    case = record(engine, a_declaration(conversation_id="hers")).case
    record(engine, a_declaration(conversation_id="hers before"))
    record(
        engine,
        a_declaration(conversation_id="his", user_name=OTHER.user_name, email=OTHER.email),
    )
    chat(engine, "hers")
    chat(engine, "hers before")
    chat(engine, "hers signed in", account_id=ACCOUNT.id)
    chat(engine, "his", account_id=OTHER.id)
    chat(engine, "nobody's")
    for name in ("hers", "hers signed in", "his", "nobody's"):
        offer(engine, name, account_id=OTHER.id if name == "his" else ACCOUNT.id)
    engine_events(tracker, *((name, NOW) for name in chats(engine)))
    return case


def test_everything_goes_but_the_cases_and_what_is_of_others(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = stock(database, tracker)
    send_all(database)
    before = cases(database)
    kept = archive(database, tracker)

    told = would_erase(case.reference, archive=kept, now=NOW)
    assert len(chats(database)) == 5
    done = erase(case.reference, archive=kept, erasures=erasures, now=NOW)

    expected = {Retained.TRANSCRIPTS: 3, Retained.CODES: 2, Retained.MAILS: 2, Retained.ENGINE: 3}
    assert (told, done) == (expected, expected)
    assert chats(database) == remembered(tracker) == {"his", "nobody's"}
    full = [mail for mail in mails(database) if mail.body_text]
    assert [mail.recipient for mail in full] == [OTHER.email]
    assert {mail.recipient for mail in mails(database)} == {OTHER.email, "a***@b***.example"}
    assert cases(database) == before
    assert len(all_of(database, CaseLinkRow)) == 6
    assert {row.account_id for row in all_of(database, OfferRow)} == {None, OTHER.id}  # type: ignore[attr-defined]
    assert len(all_of(database, VerificationRow)) == 1
    with transaction(database, read_only=True) as session:
        assert verify(session).ok


def test_twice_removes_nothing_more(database: Engine, tracker: Path, erasures: ErasureList) -> None:
    case = stock(database, tracker)
    kept = archive(database, tracker)
    erase(case.reference, archive=kept, erasures=erasures, now=NOW)

    again = erase(case.reference, archive=kept, erasures=erasures, now=NOW + HOUR)

    assert sum(again.values()) == 0


def test_a_case_of_no_account_means_its_own_conversation_only(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = record(database, a_declaration(conversation_id="unmatched")).case
    for name in ("unmatched", "other stranger"):
        chat(database, name)
        offer(database, name)

    erase(case.reference, archive=archive(database, tracker), erasures=erasures, now=NOW)

    assert chats(database) == {"other stranger"}


def test_an_unknown_reference_changes_nothing(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    stock(database, tracker)
    with pytest.raises(NoSuchCase):
        erase("AAA-2222", archive=archive(database, tracker), erasures=erasures, now=NOW)

    assert len(chats(database)) == 5
    assert erasures.all() == []


def test_the_list_names_nobody(database: Engine, tracker: Path, tmp_path: Path) -> None:
    erasures = ErasureList(tmp_path / "erasures.jsonl")
    case = stock(database, tracker)
    erase(case.reference, archive=archive(database, tracker), erasures=erasures, now=NOW)

    written = (tmp_path / "erasures.jsonl").read_text("utf-8")
    assert case.reference in written
    assert not [word for word in ("anna", "mueller", "example") if word in written]


def test_a_mail_still_to_leave_is_sent_whole_and_emptied_by_the_next_run(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = stock(database, tracker)
    kept = archive(database, tracker)
    assert erase(case.reference, archive=kept, erasures=erasures, now=NOW)[Retained.MAILS] == 0
    assert all(mail.body_text for mail in mails(database))

    send_all(database)

    found = total(retention(due(NOW + HOUR), archive=kept, erasures=erasures))
    assert +found == {Retained.MAILS: 2}
    assert [mail.recipient for mail in mails(database) if mail.body_text] == [OTHER.email]


def test_a_turn_that_runs_is_answered_first(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    put_accounts(database)
    case = record(database, a_declaration(conversation_id="now")).case
    chat(database, "now", at=NOW - dt.timedelta(seconds=5), state="running")
    engine_events(tracker, ("now", NOW))
    kept = archive(database, tracker)

    erase(case.reference, archive=kept, erasures=erasures, now=NOW)
    assert chats(database) == remembered(tracker) == {"now"}
    found = total(retention(due(NOW + HOUR), archive=kept, erasures=erasures))

    assert (found[Retained.TRANSCRIPTS], found[Retained.ENGINE]) == (1, 1)
    assert chats(database) == remembered(tracker) == set()


def test_what_comes_after_an_erasure_is_not_meant_by_it(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = stock(database, tracker)
    kept = archive(database, tracker)
    erase(case.reference, archive=kept, erasures=erasures, now=NOW)
    chat(database, "hers anew", at=NOW + HOUR, account_id=ACCOUNT.id)

    found = total(retention(due(NOW + 2 * HOUR), archive=kept, erasures=erasures))

    assert sum(found.values()) == 0
    assert "hers anew" in chats(database)


def test_a_restored_backup_forgets_again(tmp_path: Path, tracker: Path) -> None:
    file = tmp_path / "fairwell.db"
    engine = open_engine(f"sqlite:///{file}")
    copy_schema(engine)
    case = stock(engine, tracker)
    send_all(engine)
    saved, saved_tracker = tmp_path / "backup.db", tracker.read_bytes()
    with sqlite3.connect(file) as source, sqlite3.connect(saved) as target:
        source.backup(target)
    source.close()
    target.close()
    erasures = ErasureList(tmp_path / "erasures.jsonl")
    erase(case.reference, archive=archive(engine, tracker), erasures=erasures, now=NOW)
    engine.dispose()

    restored = open_engine(f"sqlite:///{saved}")
    tracker.write_bytes(saved_tracker)
    assert len(chats(restored)) == 5
    found = total(retention(due(NOW + HOUR), archive=archive(restored, tracker), erasures=erasures))

    assert found[Retained.TRANSCRIPTS] == 3
    assert chats(restored) == remembered(tracker) == {"his", "nobody's"}
    assert len([mail for mail in mails(restored) if mail.body_text]) == 1
    restored.dispose()


class CutOff(Archive):
    """Loses its power between the list and the removal."""

    def forget(self, erasure: object, now: dt.datetime) -> dict[Retained, int]:  # type: ignore[override]
        raise KeyboardInterrupt


def test_an_erasure_cut_off_before_it_removed_is_finished_by_the_next_run(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = stock(database, tracker)
    broken = CutOff(database, TrackerEvents(f"sqlite:///{tracker}"), str)
    with pytest.raises(KeyboardInterrupt):
        erase(case.reference, archive=broken, erasures=erasures, now=NOW)
    assert len(chats(database)) == 5

    total(retention(due(NOW + HOUR), archive=archive(database, tracker), erasures=erasures))

    assert chats(database) == {"his", "nobody's"}


def request(engine: Engine, *, proven: bool) -> Case:
    put_accounts(engine)
    case = record(engine, a_declaration(kind=Kind.DELETE_DATA, conversation_id="asked")).case
    if proven:
        (link,) = (word for word in mails(engine)[0].body_text.split() if "/verify/" in word)
        store = Store(engine)
        assert follow_link(link.rpartition("/")[2], at(store, NOW))
    chat(engine, "asked")
    chat(engine, "owner's", account_id=ACCOUNT.id)
    return case


def test_a_proven_request_in_the_chat_is_carried_out_a_day_later_once(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    case = request(database, proven=True)
    kept = archive(database, tracker)

    early = total(retention(due(NOW + DAY / 2), archive=kept, erasures=erasures))
    assert sum(early.values()) == 0
    found = total(retention(due(NOW + DAY), archive=kept, erasures=erasures))

    assert (found[Retained.ERASURES], found[Retained.TRANSCRIPTS]) == (1, 2)
    assert chats(database) == set()
    assert [erasure.reference for erasure in erasures.all()] == [case.reference]
    assert total(retention(due(NOW + DAY), archive=kept, erasures=erasures))[Retained.ERASURES] == 0
    assert [kept_case.status for kept_case in cases(database)] == [Status.VERIFIED]


def test_a_request_that_anybody_may_have_typed_removes_nothing_by_itself(
    database: Engine, tracker: Path, erasures: ErasureList
) -> None:
    request(database, proven=False)
    kept = archive(database, tracker)

    total(retention(due(NOW + 10 * DAY), archive=kept, erasures=erasures))

    assert chats(database) == {"asked", "owner's"}
    assert erasures.all() == []


def test_the_commands_count_then_remove_then_find_nothing(run: Run, home: Path) -> None:
    app = bootstrap.current_app()
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    chat(app.database, "old", at=long_ago)
    engine_events(home / "tracker.db", ("old", long_ago))

    counted = run("retention", "run", "--dry-run", "--json")
    removed = run("retention", "run", "--json")

    expected = {
        **dict.fromkeys([what.value for what in Retained], 0),
        "transcripts": 1,
        "engine": 1,
    }
    assert json.loads(counted.output) == {"dry_run": True, **expected}
    assert json.loads(removed.output) == {"dry_run": False, **expected}
    assert chats(app.database) == remembered(home / "tracker.db") == set()
    assert run("retention", "run").output == "removed: nothing\n"


def test_the_erase_command(run: Run, home: Path) -> None:
    app = bootstrap.current_app()
    case = record_declaration(a_declaration(conversation_id="mine"), app).case
    chat(app.database, "mine")

    told = run("erase", "--reference", case.reference.lower(), "--dry-run")
    assert told.output == "would be removed: transcripts: 1, codes: 1\n"
    assert chats(app.database) == {"mine"}
    done = json.loads(run("erase", "--reference", case.reference, "--json").output)

    assert (done["dry_run"], done["transcripts"], done["codes"]) == (False, 1, 1)
    assert chats(app.database) == set()
    assert case.reference in (home / "erasures.jsonl").read_text("utf-8")


def test_the_commands_say_what_is_wrong(run: Run, home: Path) -> None:
    unknown = run("erase", "--reference", "AAA-2222")
    (home / "erasures.jsonl").write_text("torn\n")
    broken = run("retention", "run")

    assert (unknown.exit_code, broken.exit_code) == (1, 1)
    assert "there is no case AAA-2222" in unknown.output
    assert "erasures.jsonl:1: not an erasure" in broken.output


def test_the_running_worker_removes_what_is_due(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 0.01)
    app = bootstrap.current_app()
    clock = Clock()
    chat(app.database, "old", at=clock() - dt.timedelta(days=30))
    chat(app.database, "young", at=clock())
    daily = Daily(
        lambda now: retention(due_at(now, app.policy), archive=app.archive, erasures=app.erasures)
    )
    stop = threading.Event()
    thread = threading.Thread(
        target=worker.run_worker,
        args=(app.database, settings_for(1), stop),
        kwargs={"now": clock, "daily": daily},
    )
    thread.start()
    try:
        wait_until(lambda: chats(app.database) == {"young"}, "the old chat went")
        clock.turn(30 * 24 * 3600)
        wait_until(lambda: chats(app.database) == set(), "the other went when it was old")
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
