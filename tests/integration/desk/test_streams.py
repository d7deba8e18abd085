"""Streams of events end with the session they were opened with, at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from fairwell.rules.access.sessions import ABSOLUTE
from fairwell.services.staff import users
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, Stream, set_session


@pytest.fixture
def stream(logged_in: DeskClient) -> Iterator[Stream]:
    with Stream(logged_in) as opened:
        yield opened


def test_19_logging_out_ends_open_streams(logged_in: DeskClient, stream: Stream) -> None:
    logged_in.post("/desk/logout")

    stream.ends()


def test_19_disabling_a_user_ends_open_streams(
    gate: Gateway, agent: User, admin: User, stream: Stream
) -> None:
    with DeskClient.of(gate.url) as desk:
        desk.log_in(admin.login)
        assert desk.post(f"/desk/users/{agent.id}/disable", reason="left").status_code == 303

    stream.ends()


def test_19_a_session_that_ends_elsewhere_ends_its_streams(
    gate: Gateway, agent: User, stream: Stream
) -> None:
    # As the command line does, in a process that knows nothing of the streams of this one.
    users.disable(agent.id, by="test", app=gate.app)

    stream.ends()


def test_19_an_expired_session_ends_its_streams(
    gate: Gateway, logged_in: DeskClient, stream: Stream
) -> None:
    now = dt.datetime.now(dt.UTC)
    set_session(logged_in, gate.app.database, created_at=now - ABSOLUTE)

    stream.ends()
