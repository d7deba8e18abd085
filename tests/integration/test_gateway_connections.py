"""Clients that send slowly: their connection ends, and nothing of theirs is taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fairwell.gateway.ops import connections
from tests.integration.serving import Gateway

SECONDS = 2  # until a connection that is not ended fails the test


@contextmanager
def connected(gate: Gateway) -> Iterator[socket.socket]:
    host, _, port = gate.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        yield connection


def read_all(connection: socket.socket) -> bytes:
    """Everything until the server ends the connection."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.fixture
def impatient(gate: Gateway, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setattr(connections, "HEAD_WITHIN", 0.2)
    monkeypatch.setattr(connections, "BODY_WITHIN", 0.2)
    return gate


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_42_a_head_that_does_not_come_ends_the_connection(impatient: Gateway, sent: bytes) -> None:
    with connected(impatient) as connection:
        connection.sendall(sent)

        assert read_all(connection) == b""


def test_42_a_further_head_has_its_own_deadline(impatient: Gateway) -> None:
    with connected(impatient) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nX-")

        assert read_all(connection).count(b"200 OK") == 1


def test_42_a_body_that_does_not_come_is_no_request(impatient: Gateway) -> None:
    head = b"POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    with connected(impatient) as connection:
        connection.sendall(head + b'Content-Length: 200\r\n\r\n{"message": "ha')

        answer = read_all(connection)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 408"))
    assert impatient.engine.turns == []


def test_42_a_stream_outlives_the_deadlines(impatient: Gateway) -> None:
    customer = impatient.customer()
    customer.says("hallo")
    headers = {"Authorization": f"Bearer {customer.token}"}
    with impatient.http.stream("GET", "/api/chat/events", headers=headers) as stream:
        lines = stream.iter_lines()
        next(lines)
        for word in ("eins", "zwei"):
            customer.says(word)
            with connected(impatient) as connection:  # the deadlines pass meanwhile
                assert read_all(connection) == b""
            assert any(word in line for line in lines)
