"""Conversations that have ended: the newest first, filtered, with no score in any of them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from fairwell.rules.handoff.speaker import Outcome
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
    desk.services.queue.claim(first, ANNA)
    desk.services.queue.claim(second, BEN)
    desk.services.attending.close(second, BEN, Outcome.SOLVED)
    desk.passes(minutes=5)
    between = desk.now
    desk.passes(minutes=5)
    desk.services.attending.return_to_bot(first, ANNA)

    def found(wanted: HandoffFilter) -> list[str]:
        return [one.conversation_id for one in desk.services.ended.newest(wanted)]

    assert found(HandoffFilter()) == [first, second]
    assert found(HandoffFilter(agent_id=BEN.id)) == [second]
    assert found(HandoffFilter(outcome=Outcome.RETURNED)) == [first]
    assert found(HandoffFilter(language="en")) == [second]
    assert found(HandoffFilter(since=between)) == [first]
    assert found(HandoffFilter(until=between)) == [second]


def test_what_the_bot_was_told_is_not_in_the_list(desk: Desk) -> None:
    talk = desk.queued(user_name="blumen-mueller")
    desk.services.queue.claim(talk, ANNA)
    desk.services.attending.close(talk, ANNA, Outcome.SOLVED)

    assert "blumen-mueller" not in str(desk.services.ended.newest(HandoffFilter()))


def test_satisfaction_is_of_the_days_asked_for_and_of_few_answers_not_told(desk: Desk) -> None:
    today = desk.now.date()
    for score in (5, 4, 4, 3):
        desk.services.attending.keep_score(score, "de")
    assert desk.services.ended.satisfaction(None, None).mean is None

    desk.services.attending.keep_score(4, "en")
    desk.passes(days=40)

    asked = desk.services.ended.satisfaction(today, today)
    assert (asked.mean, asked.answers) == (4, 5)
    assert desk.services.ended.satisfaction(None, None).answers == 0
    yesterday = today - dt.timedelta(days=1)
    assert desk.services.ended.satisfaction(yesterday, yesterday).answers == 0
