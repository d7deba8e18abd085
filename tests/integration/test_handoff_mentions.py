"""Colleagues who are named in notes find that, until they have read it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.privacy.addresses import masked
from fairwell.rules.privacy.retention import Retained, RetentionDue
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.staff import mentions, presence
from fairwell.services.staff.mentions import NobodyNamed
from fairwell.store.base.engine import transaction
from fairwell.store.handoff.tables import MentionRow, NoteRow
from fairwell.store.retention.retention import Archive
from fairwell.store.retention.tracker_events import TrackerEvents
from fairwell.store.staff.tables import AuditRow
from tests.integration.attending import Desk
from tests.integration.keeping import LIMITS
from tests.integration.records import count
from tests.support.desk import add_user

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk."""
    return Desk(database)


def hired(desk: Desk, name: str, *roles: Role) -> Agent:
    """Somebody who may log in, and is at the desk."""
    agent = agent_of(add_user(desk.app, *(roles or (Role.AGENT,)), name=name))
    desk.come(agent)
    return agent


@pytest.fixture
def anna(desk: Desk) -> Agent:
    return hired(desk, "Anna Beispiel")


@pytest.fixture
def ben(desk: Desk) -> Agent:
    return hired(desk, "Ben Muster")


def texts(desk: Desk, agent: Agent) -> list[str]:
    return [one.text for one in mentions.unread(agent, desk.app)]


def test_who_is_named_finds_the_note_until_they_have_read_it(
    desk: Desk, anna: Agent, ben: Agent
) -> None:
    talk = desk.queued()
    last = presence.last_event_id(desk.app)
    handoff_conversation.note(talk, anna, "@Ben, kennst du diesen Fall?", desk.app)

    (mention,) = mentions.unread(ben, desk.app)
    assert (mention.conversation_id, mention.author) == (talk, "Anna Beispiel")
    assert texts(desk, anna) == []

    mentions.mark_read(mention.id, ben, desk.app)

    assert texts(desk, ben) == []
    with pytest.raises(LookupError):
        mentions.mark_read(mention.id, ben, desk.app)
    kinds = [event.kind for event in presence.events_after(last, desk.app)]
    assert kinds == ["note", "mention"]


def test_nobody_marks_for_somebody_else(desk: Desk, anna: Agent, ben: Agent) -> None:
    handoff_conversation.note(desk.queued(), anna, "@Ben Muster bitte", desk.app)
    (mention,) = mentions.unread(ben, desk.app)

    with pytest.raises(LookupError):
        mentions.mark_read(mention.id, anna, desk.app)

    assert texts(desk, ben) == ["@Ben Muster bitte"]


def test_naming_oneself_twice_or_in_company_tells_each_once(
    desk: Desk, anna: Agent, ben: Agent
) -> None:
    lena = hired(desk, "Lena Leitung", Role.SUPERVISOR)

    handoff_conversation.note(desk.queued(), anna, "@Anna an @Ben, @Ben und @Lena", desk.app)

    assert [len(texts(desk, one)) for one in (anna, ben, lena)] == [0, 1, 1]
    with transaction(desk.engine, read_only=True) as session:
        details = session.scalars(select(AuditRow.details).where(AuditRow.what == "note")).one()
    assert set(details["named"].split(", ")) == {ben.login, lena.login}


@pytest.mark.parametrize(("name", "several"), [("Carla", False), ("Ben", True)])
def test_a_name_that_fits_nobody_or_several_keeps_no_note(
    desk: Desk, anna: Agent, ben: Agent, name: str, several: bool
) -> None:
    hired(desk, "Ben Zwei")
    talk = desk.queued()

    with pytest.raises(NobodyNamed) as refused:
        handoff_conversation.note(talk, anna, f"@{name}, bitte", desk.app)

    assert (refused.value.name, refused.value.several) == (name, several)
    assert count(desk.engine, NoteRow) == 0


def test_who_works_with_no_conversations_is_not_named(desk: Desk, anna: Agent) -> None:
    hired(desk, "Tom Training", Role.TRAINER)

    with pytest.raises(NobodyNamed):
        handoff_conversation.note(desk.queued(), anna, "@Tom, bitte", desk.app)


def test_mentions_go_with_their_conversation(
    desk: Desk, anna: Agent, ben: Agent, tmp_path_factory: pytest.TempPathFactory
) -> None:
    handoff_conversation.note(desk.queued(), anna, "@Ben, bitte", desk.app)
    tracker = TrackerEvents(f"sqlite:///{tmp_path_factory.mktemp('tracker') / 'none.db'}")
    due = RetentionDue(desk.now + LIMITS.transcripts + dt.timedelta(days=1), LIMITS)

    assert Archive(desk.engine, tracker, masked).remove(Retained.TRANSCRIPTS, due, 10) == 1

    assert count(desk.engine, MentionRow) == 0
    assert texts(desk, ben) == []
