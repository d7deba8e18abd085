"""Requests that are not taken: refused in words, in the reader's language, before anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from fairwell.gateway.chat.guard import MAX_CHARACTERS
from fairwell.gateway.ops.limits import MAX_BODY
from tests.integration.serving import Gateway, error_of

PHONE = "855-229-5506"


@pytest.fixture
def locked(gate: Gateway, short_lock: None) -> Iterator[Gateway]:
    """A gateway whose database somebody else holds."""
    with closing(sqlite3.connect(gate.app.settings.home / "fairwell.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield gate
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.5", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr-FR, de-AT;q=0.9", "de"),
        ("fr", "de"),
        ("", "de"),
        ("*", "de"),
    ],
)
def test_a_refusal_speaks_the_language_the_browser_asks_for(
    gate: Gateway, accepted: str, language: str
) -> None:
    response = gate.http.post("/api/chat", json={}, headers={"Accept-Language": accepted})

    assert response.status_code == 400
    told = error_of(response)
    assert told["lang"] == language
    assert told["message"].startswith("Diese" if language == "de" else "That")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"message": "a", "press": "b"}',
        b'{"message": null}',
        b'{"message": 7}',
        b'{"message": ["a"]}',
        b'{"message": "a", "sender": "someone"}',
        b'{"message": "a", "metadata": {"verified": true}}',
        b'{"message": "a", "page_language": "fr"}',
        b'{"message": NaN}',
        b"\xff\xfe",
        b'{"message": "\\ud800"}',
        b"[" * 10_000,
    ],
)
def test_a_body_that_is_no_request_is_refused_and_opens_nothing(gate: Gateway, body: bytes) -> None:
    response = gate.http.post(
        "/api/chat", content=body, headers={"Content-Type": "application/json"}
    )

    assert response.status_code in (400, 422)
    assert error_of(response)["message"]
    assert gate.engine.turns == []
    with gate.app.database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar() == 0


@pytest.mark.parametrize("message", ["", "  ", "/", "\u200b", "\n"])
def test_an_empty_message_is_told_so(gate: Gateway, message: str) -> None:
    response = gate.http.post("/api/chat", json={"message": message})

    assert response.status_code == 422
    assert error_of(response)["code"] == "empty"


def test_a_message_may_have_two_thousand_characters(gate: Gateway) -> None:
    just_fits = gate.http.post("/api/chat", json={"message": "ä" * MAX_CHARACTERS})
    too_long = gate.http.post("/api/chat", json={"message": "ä" * (MAX_CHARACTERS + 1)})
    far_too_long = gate.http.post("/api/chat", json={"message": "ä" * 15_000})

    assert just_fits.status_code == 200
    assert (too_long.status_code, far_too_long.status_code) == (413, 413)
    assert error_of(too_long)["code"] == error_of(far_too_long)["code"] == "too_long"
    assert len(gate.engine.turns) == 1


def test_a_body_is_refused_by_its_size_before_it_is_read(gate: Gateway) -> None:
    response = gate.http.post(
        "/api/chat", content=b"x" * (MAX_BODY + 1), headers={"Accept-Language": "en"}
    )

    assert response.status_code == 413
    assert error_of(response)["lang"] == "en"


def test_a_body_that_hides_its_size_is_refused_all_the_same(gate: Gateway) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"message": "'
        for _ in range(2 * MAX_BODY // 1024):
            yield b"x" * 1024
        yield b'"}'

    response = gate.http.post("/api/chat", content=endless())

    assert 400 <= response.status_code < 500
    assert gate.engine.turns == []


@pytest.mark.parametrize("token", ["wrong", "x" * 5000, "a.b.c", "%00"])
def test_a_wrong_token_opens_nothing(gate: Gateway, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answers = [
        gate.http.post("/api/chat", json={"message": "hallo"}, headers=headers),
        gate.http.get("/api/chat/messages", headers=headers),
        gate.http.get("/api/chat/events", headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [401] * 3
    assert error_of(answers[0])["code"] == "unknown_conversation"
    assert gate.engine.turns == []


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearers"])
def test_a_token_of_another_kind_is_no_token(gate: Gateway, scheme: str) -> None:
    customer = gate.customer()
    customer.says("hallo")

    response = gate.http.get(
        "/api/chat/messages", headers={"Authorization": f"{scheme} {customer.token}"}
    )

    assert response.status_code == 401


def test_a_button_without_a_conversation_is_asked_to_begin_anew(gate: Gateway) -> None:
    response = gate.http.post("/api/chat", json={"press": "any"})

    assert response.status_code == 401


def test_nobody_reads_anothers_chat(gate: Gateway) -> None:
    one, two = gate.customer(), gate.customer()
    one.says("mein Geheimnis")
    two.says("hallo")

    assert "Geheimnis" in one.get("/api/chat/messages").text
    assert "Geheimnis" not in two.get("/api/chat/messages").text
    assert one.token != two.token
    assert len(one.token) >= 40


@pytest.mark.parametrize(
    ("language", "words"), [("de", "es ist nichts aufgezeichnet"), ("en", "nothing was recorded")]
)
def test_a_locked_database_is_told_in_the_readers_language(
    locked: Gateway, language: str, words: str
) -> None:
    response = locked.http.post(
        "/api/chat", json={"message": "kündigen"}, headers={"Accept-Language": language}
    )

    assert response.status_code == 503
    told = error_of(response)
    assert (told["code"], told["lang"]) == ("unavailable", language)
    assert words in told["message"]
    assert PHONE in told["message"]
    assert response.headers["retry-after"].isdigit()
    assert locked.engine.turns == []
