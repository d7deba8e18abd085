"""Teams at the desk: whose a conversation is, and that nobody waits in silence for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from fairwell import paths
from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Reason
from fairwell.services.handoff import figures, queue, sweep
from fairwell.services.handoff.packet import read_packet
from fairwell.services.handoff.queue import Waiting
from fairwell.services.staff import presence, users
from fairwell.store.base.engine import transaction
from fairwell.store.staff.tables import AuditRow
from tests.integration.attending import Desk
from tests.support.desk import add_user
from tests.support.teams import BILLING, DISPUTES, ENGLISH, policy_with_teams

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Desk:
    """A desk with three teams, and nobody at it."""
    return Desk(database, policy=policy_with_teams(tmp_path, DISPUTES, ENGLISH, BILLING))


def member(desk: Desk, name: str, *teams: str) -> Agent:
    """An agent who belongs to teams and is not there yet."""
    user = add_user(desk.app, Role.AGENT, name=name)
    return agent_of(users.set_teams(user.id, frozenset(teams), by="test", app=desk.app))


@pytest.fixture
def dora(desk: Desk) -> Agent:
    """One of the team of disputes."""
    return member(desk, "Dora Streit", "disputes")


@pytest.fixture
def nils(desk: Desk) -> Agent:
    """An agent of no team, who is there."""
    agent = member(desk, "Nils Ohne")
    desk.come(agent)
    return agent


def row_of(desk: Desk, talk: str, agent: Agent) -> Waiting:
    rows = queue.waiting(agent, desk.app)
    return next(row for row in rows if row.handoff.conversation_id == talk)


def test_who_waits_is_of_the_first_team_that_takes_them_or_everybodys(
    desk: Desk, nils: Agent
) -> None:
    talks = [
        desk.queued(why=Reason.DISPUTED, language="en"),
        desk.queued(language="en"),
        desk.queued(),
    ]

    rows = [row_of(desk, talk, nils) for talk in talks]

    assert [row.handoff.team for row in rows] == ["disputes", "english", None]
    assert [row.team and row.team.names["de"] for row in rows] == ["Streitfälle", "Englisch", None]


def test_while_nobody_of_its_team_could_take_it_a_conversation_is_everybodys(
    desk: Desk, dora: Agent, nils: Agent
) -> None:
    talk = desk.queued(why=Reason.DISPUTED)
    assert row_of(desk, talk, nils).everybodys

    desk.come(dora)
    assert not row_of(desk, talk, nils).everybodys

    presence.say_present(dora, "invisible", desk.app)
    assert row_of(desk, talk, nils).everybodys

    desk.come(dora)
    queue.decline(talk, dora, desk.app)
    assert row_of(desk, talk, nils).everybodys
    sweep.look_after(desk.app)
    assert desk.speaker(talk) == "queued"  # somebody is left who has not declined


def test_a_person_is_offered_exactly_when_somebody_of_any_team_or_of_none_is_there(
    desk: Desk, dora: Agent
) -> None:
    assert not desk.asks(desk.talk(), why=Reason.DISPUTED)

    desk.come(dora)
    assert desk.asks(desk.talk(), why=Reason.DISPUTED)
    assert desk.asks(desk.talk())  # of nobody's team


def test_anybody_may_take_what_is_a_teams(desk: Desk, dora: Agent, nils: Agent) -> None:
    desk.come(dora)
    talk = desk.queued(why=Reason.DISPUTED)

    queue.claim(talk, nils, desk.app)

    (row,) = queue.mine(nils, desk.app)
    assert row.handoff.team == "disputes"


def test_a_transfer_to_a_team_waits_for_it_in_front_with_its_reason_on_record(
    desk: Desk, nils: Agent
) -> None:
    talk = desk.queued()
    desk.queued()
    queue.claim(talk, nils, desk.app)
    _, _, billing = desk.app.teams
    with pytest.raises(ValueError, match="reason"):
        queue.transfer(talk, nils, desk.app, to=billing, reason=" ")

    queue.transfer(talk, nils, desk.app, to=billing, reason="Fragt nach der Rechnung")

    first = queue.waiting(nils, desk.app)[0]
    assert (first.handoff.conversation_id, first.handoff.team) == (talk, "billing")
    assert "ganz vorn" in desk.transcript(talk)[-1]
    packet = read_packet(talk, nils, desk.app)
    assert [note.text for note in packet.notes] == ["Fragt nach der Rechnung"]
    with transaction(desk.engine, read_only=True) as session:
        query = select(AuditRow.details).where(AuditRow.what == "transfer")
        (details,) = session.scalars(query)
    assert details == {"team": "billing", "reason": "Fragt nach der Rechnung"}


def test_a_colleague_or_an_absence_keeps_the_team_and_the_queue_makes_it_everybodys(
    desk: Desk, dora: Agent, nils: Agent
) -> None:
    desk.come(dora)
    talk = desk.queued(why=Reason.DISPUTED)
    queue.claim(talk, nils, desk.app)
    queue.transfer(talk, nils, desk.app, to=dora, reason="Kennt den Fall")
    assert queue.mine(dora, desk.app)[0].handoff.team == "disputes"

    desk.writes(talk, "Sind Sie noch da?")
    desk.passes(minutes=4)
    desk.come(nils)
    sweep.look_after(desk.app)
    assert row_of(desk, talk, nils).handoff.team == "disputes"

    queue.claim(talk, nils, desk.app)
    queue.transfer(talk, nils, desk.app, to=None, reason="Kein Streitfall")
    assert row_of(desk, talk, nils).handoff.team is None


def test_a_team_that_the_policy_has_no_more_leaves_its_conversations_to_everybody(
    desk: Desk, dora: Agent, nils: Agent, database: Engine
) -> None:
    desk.come(dora)
    talk = desk.queued(why=Reason.DISPUTED)

    later = Desk(database, policy=paths.POLICY)

    row = row_of(later, talk, nils)
    assert row.team is None
    assert row.everybodys
    assert figures.overview(later.app).by_team == []


def test_the_overview_counts_who_waits_for_each_team_and_who_of_it_is_there(
    desk: Desk, dora: Agent, nils: Agent
) -> None:
    desk.come(dora)
    for reason in (Reason.DISPUTED, Reason.DISPUTED, Reason.ASKED):
        desk.queued(why=reason)

    teams = figures.overview(desk.app).by_team

    assert [(one.team and one.team.key, one.waiting, one.online) for one in teams] == [
        ("disputes", 2, 1),
        ("english", 0, 0),
        ("billing", 0, 0),
        (None, 1, 2),
    ]
