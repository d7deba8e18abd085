"""Users, and browsers in front of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from sqlalchemy import delete

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.store.base.engine import transaction
from fairwell.store.staff.audit import remove_before
from fairwell.store.staff.tables import (
    DeskAttemptRow,
    DeskLinkRow,
    DeskSessionRow,
    DeskUserRow,
)
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.browser import Visit, open_visit
from tests.support.desk import DeskClient, add_user, log_in
from tests.support.talks import be_there

Opened = Callable[..., Visit]


@pytest.fixture
def gate(gate: Gateway) -> Gateway:
    """The gateway, with nobody at the desk and nothing in its audit."""
    with transaction(gate.app.database) as session:
        remove_before(session, dt.datetime.now(dt.UTC) + dt.timedelta(days=1), at_most=10_000)
        for table in (DeskSessionRow, DeskLinkRow, DeskAttemptRow, DeskUserRow):
            session.execute(delete(table))
    return gate


@pytest.fixture
def admin(gate: Gateway) -> User:
    """Somebody with the role admin."""
    return add_user(gate.app, Role.ADMIN, name="Ada Admin")


@pytest.fixture
def agent(gate: Gateway) -> User:
    """Somebody with the role agent and no other."""
    return add_user(gate.app, Role.AGENT, name="Kim Beispiel")


@pytest.fixture
def client(gate: Gateway) -> Iterator[DeskClient]:
    """A browser's requests without the browser, not logged in."""
    with DeskClient.of(gate.url) as opened:
        yield opened


@pytest.fixture
def open_desk(browser: Browser, gate: Gateway) -> Iterator[Opened]:
    """``open_desk(user)``: a real browser on the start page; without a user, on the login page."""
    with ExitStack() as opened:

        def open_one(user: User | None = None, language: str = "", **options: object) -> Visit:
            tongue = language or (user.language if user else "de")
            visit = opened.enter_context(open_visit(browser, gate.url, tongue, **options))
            visit.page.goto(f"{gate.url}/desk/")
            if user:
                log_in(visit.page, user)
            return visit

        yield open_one


@pytest.fixture
def logged_in(client: DeskClient, agent: User) -> DeskClient:
    """The agent's requests, logged in."""
    assert client.log_in(agent.login).status_code == 303
    return client


@pytest.fixture
def anna(gate: Gateway) -> User:
    """An agent who is at the desk."""
    return _at_the_desk(gate, "Anna Beispiel")


@pytest.fixture
def ben(gate: Gateway) -> User:
    """Another agent who is at the desk."""
    return _at_the_desk(gate, "Ben Muster")


def _at_the_desk(gate: Gateway, name: str) -> User:
    user = add_user(gate.app, Role.AGENT, name=name)
    be_there(gate, agent_of(user))
    return user
