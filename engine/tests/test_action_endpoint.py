"""The connection to the action server: headers, deadline, errors."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from actions_stub import ActionsStub
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from tables import table

from fairwell_engine.rasa import action_endpoint
from fairwell_engine.rasa.action_endpoint import ActionEndpoint, recent


@pytest.fixture
def stub() -> Iterator[ActionsStub]:
    stub = ActionsStub()
    yield stub
    stub.close()


@pytest.fixture
async def endpoint(stub: ActionsStub) -> AsyncIterator[ActionEndpoint]:
    configured = EndpointConfig(
        stub.url, headers={"X-Actions-Key": "k"}, enable_selective_domain=True
    )
    endpoint = ActionEndpoint.like(configured)
    yield endpoint
    await endpoint.close()


async def test_options_and_headers_of_the_configuration_are_kept(
    endpoint: ActionEndpoint, stub: ActionsStub
) -> None:
    await endpoint.request(json={"next_action": "action_x"})

    assert endpoint.kwargs == {"enable_selective_domain": True}
    assert stub.headers[0]["x-actions-key"] == "k"


async def test_one_connection_serves_many_calls_and_reopens_after_closing(
    endpoint: ActionEndpoint, stub: ActionsStub
) -> None:
    for _ in range(3):
        await endpoint.request(json={"next_action": "action_x"})
    assert len(stub.connections) == 1

    await endpoint.close()
    await endpoint.request(json={"next_action": "action_x"})

    assert len(stub.connections) == 2


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_an_error_status_is_an_error_with_its_body(
    status: int, endpoint: ActionEndpoint, stub: ActionsStub
) -> None:
    stub.answers["action_x"] = lambda _: (status, {"action_name": "action_x"})

    with pytest.raises(ClientResponseError) as error:
        await endpoint.request(json={"next_action": "action_x"})

    assert error.value.status == status
    assert "action_x" in error.value.text


async def test_a_slow_action_is_given_up(
    endpoint: ActionEndpoint, stub: ActionsStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = threading.Event()

    def slow(_: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        given_up.wait(30)
        return 200, {}

    stub.answers["action_x"] = slow
    monkeypatch.setattr(action_endpoint, "DEADLINE_SECONDS", 0.2)

    with pytest.raises(TimeoutError):
        await endpoint.request(json={"next_action": "action_x"}, timeout=300)

    given_up.set()


async def test_nobody_listening_is_a_connection_error() -> None:
    endpoint = ActionEndpoint("http://127.0.0.1:9/webhook")

    with pytest.raises(aiohttp.ClientConnectionError):
        await endpoint.request(json={})
    await endpoint.close()


def said(number: int) -> dict[str, Any]:
    return {"event": "user", "text": f"message {number}"}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


async def test_an_action_is_sent_two_turns_and_what_was_set_before_them(
    endpoint: ActionEndpoint, stub: ActionsStub
) -> None:
    long_ago = [slot("name", "a"), said(1), slot("language", "en"), slot("language", "de")]
    two_turns = [said(2), slot("name", "b"), {"event": "bot", "text": "Thanks."}, said(3)]

    call = {"next_action": "action_x", "tracker": {"events": [*long_ago, *two_turns]}}
    await endpoint.request(json=call)

    (sent,) = stub.calls
    assert sent["tracker"]["events"] == [slot("name", "a"), slot("language", "de"), *two_turns]


@table("event", ["reset_slots", "restart", "session_started"])
def test_what_was_set_before_a_reset_is_not_sent(event: str) -> None:
    events = [slot("name", "a"), {"event": event}, slot("language", "de"), said(1)]

    assert recent([*events, said(2), said(3)]) == [slot("language", "de"), said(2), said(3)]


@table("turns", [0, 1, 2])
def test_a_young_conversation_is_sent_whole(turns: int) -> None:
    events = [{"event": "session_started"}, slot("name", "a"), *map(said, range(turns))]

    assert recent(events) == events
