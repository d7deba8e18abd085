"""Chats, codes and engine events of any age, and what is left of them after retention."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, select

from fairwell.rules.privacy.addresses import masked
from fairwell.rules.privacy.retention import RetentionDue, RetentionLimits
from fairwell.store.base.engine import transaction
from fairwell.store.base.tables import Base
from fairwell.store.cases.tables import OfferRow, UsedIdentityRow, UtteranceRow
from fairwell.store.chats.tables import ButtonRow, ConversationRow, MessageRow, TurnRow
from fairwell.store.retention.retention import Archive
from fairwell.store.retention.tracker_events import TrackerEvents
from tests.integration.records import NOW

MONTH = dt.timedelta(days=30)
TICK = dt.timedelta(microseconds=1)
LIMITS = RetentionLimits(transcripts=MONTH, audit=12 * MONTH, case_years=6, longer={"CH": 10})
CANARY = "kanarienvogel"


def due(now: dt.datetime = NOW) -> RetentionDue:
    return RetentionDue(now, LIMITS)


def archive(engine: Engine, tracker: Path) -> Archive:
    return Archive(engine, TrackerEvents(f"sqlite:///{tracker}"), masked)


def chat(
    engine: Engine,
    name: str,
    *,
    at: dt.datetime = NOW,
    account_id: str | None = None,
    state: str = "answered",
    turn_at: dt.datetime | None = None,
    said_at: dt.datetime | None = None,
) -> str:
    """A conversation with a turn, two lines, a button and an unclear message, active ``at``."""
    with transaction(engine) as session:
        session.add(
            ConversationRow(
                id=name,
                token_hash=name,
                language="de",
                speaker="bot",
                knowledge="signed_in" if account_id else "anonymous",
                account_id=account_id,
                created_at=at,
                last_active_at=at,
            )
        )
        session.flush()
        session.add(
            TurnRow(
                id=f"t-{name}",
                conversation_id=name,
                request_hash=name,
                state=state,
                started_at=turn_at or at,
            )
        )
        lines = [
            MessageRow(
                conversation_id=name,
                turn_id=f"t-{name}",
                role=role,
                text=CANARY,
                lang="de",
                created_at=said_at or at,
            )
            for role in ("customer", "bot")
        ]
        session.add_all(lines)
        session.flush()
        session.add(
            ButtonRow(
                id=f"b-{name}",
                conversation_id=name,
                message_id=lines[-1].id,
                position=0,
                title=CANARY,
                payload="/affirm",
            )
        )
        session.add(
            UtteranceRow(
                id=f"u-{name}",
                conversation_id=name,
                turn_id=f"t-{name}",
                language="de",
                model="",
                text=CANARY,
                ranking=[],
                asked_at=at,
            )
        )
    return name


def chats(engine: Engine) -> set[str]:
    """The conversations that are there; each with all that belongs to it, or it is a fault."""
    with transaction(engine, read_only=True) as session:
        found = set(session.scalars(select(ConversationRow.id)))
        for rows in (TurnRow, MessageRow, ButtonRow, UtteranceRow):
            assert set(session.scalars(select(rows.conversation_id))) == found, rows
        return found


def offer(engine: Engine, conversation_id: str, *, account_id: str | None = None) -> None:
    with transaction(engine) as session:
        session.add(
            OfferRow(
                id=f"o-{conversation_id}",
                conversation_id=conversation_id,
                kind="pause",
                account_id=account_id,
                jurisdiction="default",
                policy_version="1",
                timing="beside_cancel_control",
                shown_at=NOW,
                answer="open",
            )
        )


def identity(engine: Engine, name: str, expires_at: dt.datetime) -> None:
    with transaction(engine) as session:
        session.add(UsedIdentityRow(token_id=name, expires_at=expires_at))


def all_of(engine: Engine, rows: type[Base]) -> list[Base]:
    with transaction(engine, read_only=True) as session:
        return list(session.scalars(select(rows)))


def engine_events(tracker: Path, *events: tuple[str, dt.datetime]) -> None:
    """Events in a table as Rasa makes it (SQLTrackerStore)."""
    connection = sqlite3.connect(tracker)
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS events (id INTEGER NOT NULL PRIMARY KEY,"
            " sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,"
            " intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
        )
        connection.executemany(
            "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, ?)",
            [(sender, at.timestamp(), CANARY) for sender, at in events],
        )
    connection.close()


def remembered(tracker: Path) -> set[str]:
    """The conversations the engine has events of."""
    connection = sqlite3.connect(tracker)
    found = {row[0] for row in connection.execute("SELECT sender_id FROM events")}
    connection.close()
    return found
