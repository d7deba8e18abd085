"""Streams of events end with the session they were opened with, at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import httpx
import pytest

from fairwell.access.sessions import ABSOLUTE
from fairwell.services.desk_ports import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, set_session
from tests.support.waiting import wait_until


class Stream:
    """The desk's events, read in a thread until the server ends them."""

    def __init__(self, client: DeskClient) -> None:
        self.text = ""
        self.over = False
        self._client = client
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with (
            httpx.Client(cookies=self._client.http.cookies, trust_env=False, timeout=30) as http,
            http.stream("GET", f"{self._client.url}/desk/events") as answer,
        ):
            self.text = f"{answer.status_code}\n"
            for part in answer.iter_text():
                self.text += part
        self.over = True

    def ends(self) -> None:
        wait_until(lambda: self.over, lambda: f"the stream goes on: {self.text!r}")
        self._thread.join()
        assert "event: session-ended" in self.text


@pytest.fixture
def stream(logged_in: DeskClient) -> Iterator[Stream]:
    opened = Stream(logged_in)
    wait_until(lambda: opened.text, "no answer")
    yield opened


def test_19_logging_out_ends_open_streams(logged_in: DeskClient, stream: Stream) -> None:
    logged_in.post("/desk/logout")

    stream.ends()


def test_19_disabling_a_user_ends_open_streams(
    gate: Gateway, agent: User, admin: User, stream: Stream
) -> None:
    with DeskClient.of(gate.url) as desk:
        desk.log_in(admin.login)
        assert desk.post(f"/desk/users/{agent.id}/disable").status_code == 303

    stream.ends()


def test_19_a_session_that_ends_elsewhere_ends_its_streams(
    gate: Gateway, agent: User, stream: Stream
) -> None:
    # As the command line does, in a process that knows nothing of the streams of this one.
    gate.services.desk.disable(agent.id, by="test")

    stream.ends()


def test_19_an_expired_session_ends_its_streams(
    gate: Gateway, logged_in: DeskClient, stream: Stream
) -> None:
    now = dt.datetime.now(dt.UTC)
    set_session(logged_in, gate.services.database, created_at=now - ABSOLUTE)

    stream.ends()
