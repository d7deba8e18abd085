"""The store on SQLite and PostgreSQL: kept, shared, deleted, and honest about its database."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from postgres_server import running_server
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from test_tracker import DOMAIN

from fairwell_engine.rasa.event_rows import EventRows
from fairwell_engine.rasa.tracker_store import ConversationStore


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with running_server() as url:
        yield url.replace("+psycopg:", "+psycopg2:")  # the engine has the driver before


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    admin.execute(f"CREATE DATABASE {name}")
    admin.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def store(url: str) -> Iterator[ConversationStore]:
    opened = ConversationStore(DOMAIN, url)
    yield opened
    opened.close()


async def _say(store: ConversationStore, conversation: str, name: str) -> None:
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    if not tracker.events:
        tracker.update(SessionStarted())
    tracker.update(UserUttered(name, {"name": "greet", "confidence": 1.0}))
    tracker.update(SlotSet("name", name))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)


async def _name(store: ConversationStore, conversation: str) -> str | None:
    tracker = await store.retrieve(conversation)
    return tracker.get_slot("name") if tracker else None


async def test_another_process_goes_on_where_one_was_killed(
    store: ConversationStore, url: str
) -> None:
    await _say(store, "c", "Anna")
    other = ConversationStore(DOMAIN, url)

    assert await _name(other, "c") == "Anna"
    other.close()


async def test_turns_of_another_engine_are_seen(store: ConversationStore, url: str) -> None:
    await _say(store, "c", "Anna")
    other = ConversationStore(DOMAIN, url)
    await _say(other, "c", "Emma")
    other.close()

    assert await _name(store, "c") == "Emma"


async def test_a_conversation_that_was_erased_is_forgotten_at_once(
    store: ConversationStore, url: str
) -> None:
    await _say(store, "erased", "Anna")
    await _say(store, "kept", "Emma")
    database = sa.create_engine(url)
    database.execute("DELETE FROM events WHERE sender_id = 'erased'")
    database.dispose()

    assert await _name(store, "erased") is None
    assert await _name(store, "kept") == "Emma"


async def test_a_turn_that_is_not_saved_leaves_no_trace(store: ConversationStore) -> None:
    await _say(store, "c", "Anna")
    tracker = await store.retrieve("c")
    tracker.update(SlotSet("name", "Emma"))

    assert await _name(store, "c") == "Anna"


async def test_many_conversations_are_kept_though_memory_holds_few(url: str) -> None:
    store = ConversationStore(DOMAIN, url, hot=2)
    for number in range(6):
        await _say(store, f"c{number}", f"name{number}")

    assert [await _name(store, f"c{number}") for number in range(6)] == [
        f"name{number}" for number in range(6)
    ]
    assert set(await store.keys()) == {f"c{number}" for number in range(6)}
    store.close()


async def test_turns_that_end_together_are_all_written(store: ConversationStore, url: str) -> None:
    await asyncio.gather(*(_say(store, f"c{number}", f"name{number}") for number in range(40)))

    other = ConversationStore(DOMAIN, url)
    for number in range(40):
        assert await _name(other, f"c{number}") == f"name{number}"
    other.close()


async def test_rasas_own_store_reads_what_ours_wrote(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    store = ConversationStore(DOMAIN, f"sqlite:///{file}")
    await _say(store, "c", "Anna")
    await _say(store, "c", "Emma")

    theirs = await SQLTrackerStore(DOMAIN, db=str(file)).retrieve("c")
    ours = await store.retrieve_full_tracker("c")

    assert theirs.current_slot_values() == ours.current_slot_values()
    assert [event.as_dict() for event in theirs.events] == [
        event.as_dict() for event in ours.events
    ]
    store.close()


async def test_a_failed_write_fails_its_turn_and_no_other(store: ConversationStore) -> None:
    tracker = store.init_tracker("x" * 300)
    tracker.update(UserUttered("hi", {"name": "greet", "confidence": 1.0}))
    rows = store._rows._engine
    if store._rows.embedded:  # SQLite knows no longest string
        rows.execute(
            "CREATE TRIGGER t BEFORE INSERT ON events WHEN length(NEW.sender_id) > 255 "
            "BEGIN SELECT RAISE(ABORT, 'too long'); END"
        )

    failed, *fine = await asyncio.gather(
        store.save(tracker), *(_say(store, f"c{n}", "Anna") for n in range(5)),
        return_exceptions=True,
    )  # fmt: skip

    assert isinstance(failed, sa.exc.DBAPIError)
    assert fine == [None] * 5
    assert await _name(store, "c3") == "Anna"


def test_sqlite_is_as_durable_as_it_can_be(tmp_path: Path) -> None:
    rows = EventRows(f"sqlite:///{tmp_path / 'conversations.db'}")

    with rows._writer.used() as writer:
        assert writer.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert writer.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    rows.close()


async def test_a_restarted_server_costs_no_turn(store: ConversationStore) -> None:
    if store._rows.embedded:
        return
    await _say(store, "c", "Anna")
    admin = sa.create_engine(store._rows._engine.url)
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND datname = current_database()"
    )
    admin.dispose()

    await _say(store, "c", "Emma")

    assert await _name(store, "c") == "Emma"


# --- after an error of the database the next turn works again -----------------------------------

Break = Callable[[ConversationStore, pytest.MonkeyPatch], None]


def _database_error(store: ConversationStore) -> Exception:
    return store._rows._engine.dialect.dbapi.OperationalError("database or disk is full")


def _refuses_the_commit(store: ConversationStore, patch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: Any) -> None:
        raise _database_error(store)

    patch.setattr(store._rows._engine.dialect, "do_commit", refuse)


def _refuses_inserts(store: ConversationStore, patch: pytest.MonkeyPatch) -> None:
    dialect = store._rows._engine.dialect
    for name in ("do_execute", "do_executemany"):
        original = getattr(dialect, name)

        def refuse(
            cursor: Any, statement: str, *rest: Any, original: Any = original, **more: Any
        ) -> None:
            if statement.startswith("INSERT"):
                raise _database_error(store)
            original(cursor, statement, *rest, **more)

        patch.setattr(dialect, name, refuse)


def _loses_the_connection_at_the_commit(
    store: ConversationStore, patch: pytest.MonkeyPatch
) -> None:
    dialect = store._rows._engine.dialect
    original = dialect.do_commit

    def cut_off(connection: Any) -> None:
        if store._rows.embedded:  # no server ends it; whoever closes it has the same effect
            connection.close()
        else:
            _end_all_sessions(store)
        original(connection)

    patch.setattr(dialect, "do_commit", cut_off)


def _end_all_sessions(store: ConversationStore, *also: str) -> None:
    admin = sa.create_engine(store._rows._engine.url.set(database="postgres"))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in also:
            connection.exec_driver_sql(statement)
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = :name"
            ),
            {"name": store._rows._engine.url.database},
        )
    admin.dispose()


@pytest.mark.parametrize(
    "broken", [_refuses_the_commit, _refuses_inserts, _loses_the_connection_at_the_commit]
)
async def test_the_turn_after_a_failed_write_is_kept(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch, broken: Break
) -> None:
    await _say(store, "c", "Anna")
    with monkeypatch.context() as patch:
        broken(store, patch)
        turns = [_say(store, each, "lost") for each in ("c", "d", "e")]
        failed = await asyncio.gather(*turns, return_exceptions=True)
        assert all(isinstance(one, Exception) for one in failed)
        assert not await store.writable()

    assert await _name(store, "c") == "Anna"
    await _say(store, "c", "Emma")
    await _say(store, "d", "Otto")
    assert (await _name(store, "c"), await _name(store, "d")) == ("Emma", "Otto")
    assert await _name(store, "e") is None
    assert await store.writable()


async def test_turns_go_on_when_the_table_is_there_again(store: ConversationStore) -> None:
    await _say(store, "c", "Anna")
    other = sa.create_engine(store._rows._engine.url)
    other.execute("ALTER TABLE events RENAME TO elsewhere")
    for _ in range(2):
        with pytest.raises(Exception, match="events"):
            await _say(store, "c", "lost")
        with pytest.raises(Exception, match="events"):
            await store.keys()
    assert not await store.writable()
    other.execute("ALTER TABLE elsewhere RENAME TO events")
    other.dispose()

    await _say(store, "c", "Emma")

    assert await _name(store, "c") == "Emma"
    assert set(await store.keys()) == {"c"}
    assert await store.writable()


async def test_turns_go_on_when_a_server_that_was_away_is_back(store: ConversationStore) -> None:
    if store._rows.embedded:
        return
    await _say(store, "c", "Anna")
    name = store._rows._engine.url.database
    _end_all_sessions(store, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    for _ in range(2):
        with pytest.raises(sa.exc.OperationalError):
            await _say(store, "c", "lost")
        assert not await store.writable()
    _end_all_sessions(store, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    await _say(store, "c", "Emma")

    assert await _name(store, "c") == "Emma"


async def test_turns_whose_commit_may_have_worked_are_not_written_twice(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = store._rows._engine.dialect.do_commit

    def commit_and_fail(connection: Any) -> None:
        original(connection)
        raise _database_error(store)

    with monkeypatch.context() as patch:
        patch.setattr(store._rows._engine.dialect, "do_commit", commit_and_fail)
        await asyncio.gather(
            *(_say(store, each, "Anna") for each in ("a", "b", "c")), return_exceptions=True
        )

    for each in ("a", "b", "c"):
        tracker = await store.retrieve_full_tracker(each)
        assert [event.type_name for event in tracker.events].count("user") == 1


async def test_asking_whether_it_can_write_leaves_nothing(store: ConversationStore) -> None:
    assert await store.writable()

    assert list(await store.keys()) == []
