"""What the gateway's poll finds, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, update

from fairwell.rules.handoff.speaker import Outcome, Reason
from fairwell.services.handoff.steps import HandoffRequest, new_handoff
from fairwell.store.base.engine import transaction
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.deliveries import Deliveries
from fairwell.store.chats.messages import NewLine
from fairwell.store.handoff.desk_records import DeskRecords
from fairwell.store.handoff.handoffs import Handoffs
from fairwell.store.handoff.pending import Pending, pending
from fairwell.store.handoff.tables import HandoffRow
from tests.integration.records import NOW

pytest_plugins = ("tests.support.postgres",)

HOUR = dt.timedelta(hours=1)
NOTHING = Pending(0, open_handoffs=False, ended_handoffs=False, due_deliveries=False)


def found(database: Engine, now: dt.datetime = NOW) -> Pending:
    return pending(database, now, now - HOUR)


@pytest.fixture
def talk(database: Engine) -> str:
    return Conversations(database).open("de", NOW)[0].id


def test_nothing_is_pending_in_a_new_database_or_a_chat_with_the_bot(
    database: Engine, talk: str
) -> None:
    assert found(database) == NOTHING


def test_the_newest_event_of_the_desk_is_found(database: Engine) -> None:
    with transaction(database) as session:
        for kind in ("queued", "claimed"):
            DeskRecords(session).happened(kind, None, None, NOW)

    assert found(database).last_event == 2


def test_a_handoff_is_open_until_it_ends_and_ended_for_a_while(database: Engine, talk: str) -> None:
    asked = HandoffRequest(talk, "01J00000000000000000000000", Reason.ASKED, "de", None)
    with transaction(database) as session:
        Handoffs(session).begin(new_handoff(asked, None, NOW))
    assert (found(database).open_handoffs, found(database).ended_handoffs) == (True, False)
    assert Conversations(database).news(talk, 0).agent_name is None

    with transaction(database) as session:
        session.execute(update(HandoffRow).values(claimed_by="A", agent_name="Anna"))
    assert Conversations(database).news(talk, 0).agent_name == "Anna"

    with transaction(database) as session:
        session.execute(update(HandoffRow).values(ended_at=NOW, outcome=Outcome.SOLVED))
    assert (found(database).open_handoffs, found(database).ended_handoffs) == (False, True)
    assert found(database, NOW + 2 * HOUR) == NOTHING
    assert Conversations(database).news(talk, 0).agent_name is None


def test_a_delivery_is_due_when_it_has_a_line_to_send_and_its_time_has_come(
    database: Engine, talk: str
) -> None:
    kept, deliveries = Conversations(database), Deliveries(database)
    deliveries.begin("theirs", talk, NOW)
    turn = kept.begin_turn(
        talk,
        idempotency_key=None,
        request_hash="hash",
        line=NewLine("customer", "hallo", "de"),
        button_id=None,
        now=NOW,
    )
    assert not found(database).due_deliveries  # they have their own line

    kept.end_turn(
        talk,
        turn,
        lines=[NewLine("bot", "Gut.", "de")],
        language="de",
        failed=False,
        intent=None,
        confidence=None,
        now=NOW,
    )
    assert found(database).due_deliveries
    assert not found(database, NOW - HOUR).due_deliveries

    (parcel,) = deliveries.claim(NOW)
    assert not found(database).due_deliveries  # somebody sends it
    deliveries.sent(parcel, NOW)
    assert found(database, NOW + HOUR) == NOTHING
