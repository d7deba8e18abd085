"""The chat as a stream: in order, from any point, and nobody else's."""

from __future__ import annotations

import json

import pytest

from tests.integration.serving import Customer, Gateway


def events(customer: Customer, count: int, last: str | None = None) -> list[dict[str, str]]:
    """The first ``count`` events of a stream."""
    headers = {"Authorization": f"Bearer {customer.token}"}
    if last is not None:
        headers["Last-Event-ID"] = last
    found: list[dict[str, str]] = []
    with customer.gateway.http.stream("GET", "/api/chat/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        event: dict[str, str] = {}
        for line in stream.iter_lines():
            name, _, value = line.partition(":")
            if line:
                event[name] = value.strip()
            elif event:
                found.append(event)
                event = {}
            if len(found) == count:
                break
    return found


def test_the_stream_replays_the_chat_in_order_and_from_any_point(
    gate: Gateway, customer: Customer
) -> None:
    customer.says("hallo")
    customer.says("kündigen")
    lines = customer.get("/api/chat/messages").json()["messages"]

    everything = events(customer, len(lines))
    rest = events(customer, 2, last=lines[-3]["id"])

    assert [event["id"] for event in everything] == [line["id"] for line in lines]
    assert [json.loads(event["data"]) for event in everything] == lines
    assert [event["id"] for event in rest] == [line["id"] for line in lines[-2:]]


@pytest.mark.parametrize("last", ["nonsense", "-1", "", "1e9", "12345678901234567890"])
def test_a_nonsensical_place_in_the_stream_means_from_the_start(
    gate: Gateway, customer: Customer, last: str
) -> None:
    customer.says("hallo")
    lines = customer.get("/api/chat/messages").json()["messages"]

    assert [e["id"] for e in events(customer, len(lines), last)] == [line["id"] for line in lines]


def test_a_place_from_another_chat_shows_nothing_of_it(gate: Gateway) -> None:
    one, two = gate.customer(), gate.customer()
    two.says("hallo")
    one.says("mein Geheimnis")

    seen = events(two, 2, last="0")

    assert "Geheimnis" not in str(seen)
