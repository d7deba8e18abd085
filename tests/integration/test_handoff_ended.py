"""Conversations that have ended: the newest first, filtered, with no score in any of them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import ended, queue
from fairwell.store.handoff.handoffs import HandoffFilter
from tests.integration.attending import ANNA, BEN, Desk

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk with Anna and Ben at it."""
    desk = Desk(database)
    desk.come(ANNA, BEN)
    return desk


def test_only_what_has_ended_is_listed_newest_end_first_and_filtered(desk: Desk) -> None:
    first, second = desk.queued(), desk.queued(language="en")
    desk.queued("Wartet noch")
    queue.claim(first, ANNA, desk.app)
    queue.claim(second, BEN, desk.app)
    handoff_conversation.close(second, BEN, Outcome.SOLVED, desk.app)
    desk.passes(minutes=5)
    between = desk.now
    desk.passes(minutes=5)
    handoff_conversation.return_to_bot(first, ANNA, desk.app)

    def found(wanted: HandoffFilter) -> list[str]:
        return [one.conversation_id for one in ended.newest(wanted, desk.app)]

    assert found(HandoffFilter()) == [first, second]
    assert found(HandoffFilter(agent_id=BEN.id)) == [second]
    assert found(HandoffFilter(outcome=Outcome.RETURNED)) == [first]
    assert found(HandoffFilter(language="en")) == [second]
    assert found(HandoffFilter(since=between)) == [first]
    assert found(HandoffFilter(until=between)) == [second]


def test_what_the_bot_was_told_is_not_in_the_list(desk: Desk) -> None:
    talk = desk.queued(user_name="blumen-mueller")
    queue.claim(talk, ANNA, desk.app)
    handoff_conversation.close(talk, ANNA, Outcome.SOLVED, desk.app)

    assert "blumen-mueller" not in str(ended.newest(HandoffFilter(), desk.app))


def test_satisfaction_is_of_the_days_asked_for_and_of_few_answers_not_told(desk: Desk) -> None:
    today = desk.now.date()
    for score in (5, 4, 4, 3):
        handoff_conversation.keep_score(score, "de", desk.app)
    assert ended.satisfaction(None, None, desk.app).mean is None

    handoff_conversation.keep_score(4, "en", desk.app)
    desk.passes(days=40)

    asked = ended.satisfaction(today, today, desk.app)
    assert (asked.mean, asked.answers) == (4, 5)
    assert ended.satisfaction(None, None, desk.app).answers == 0
    yesterday = today - dt.timedelta(days=1)
    assert ended.satisfaction(yesterday, yesterday, desk.app).answers == 0
