"""What the gateway answers around a turn: refusals in words, headers on everything, health."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from fairwell.gateway.app import HEADERS
from fairwell.gateway.guard import MAX_CHARACTERS
from fairwell.gateway.limits import MAX_BODY
from fairwell.run.parts import free_port
from fairwell.store import engine as engine_module
from tests.integration.serving import Customer, Gateway, gateway, serving
from tests.support.smtp import ScriptedSmtp

PHONE = "855-229-5506"
POST = ("POST", "/api/chat")


@pytest.fixture
def locked(gate: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway whose database somebody else holds."""
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)
    gate.services.database.dispose()  # connections made before wait for longer
    with closing(sqlite3.connect(gate.services.settings.home / "fairwell.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield gate
        other.execute("ROLLBACK")


def error(response: httpx.Response) -> dict[str, str]:
    assert response.headers["content-type"] == "application/json"
    told: dict[str, str] = response.json()["error"]
    assert told.keys() == {"code", "message", "lang"}
    return told


# --- headers on every answer ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/en", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 503),
        ("GET", "/openapi.json", 200),
        ("GET", "/dev/mailbox", 200),
        ("GET", "/dev/mailbox/none", 404),
        ("GET", "/nothing-here", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/api/chat", 405),
        ("GET", "/api/chat/messages", 401),
        ("GET", "/api/chat/events", 401),
        ("POST", "/api/chat", 400),
        ("DELETE", "/api/chat", 405),
        ("POST", "/", 405),
    ],
)
def test_every_answer_has_the_headers_that_protect_its_reader(
    gate: Gateway, method: str, path: str, status: int
) -> None:
    response = gate.http.request(method, path)

    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    if not path.startswith("/static/"):
        assert response.headers["cache-control"] == "no-store"
    assert "server" not in response.headers
    assert "set-cookie" not in response.headers


def test_a_refused_body_and_an_answer_have_them_too(gate: Gateway, customer: Customer) -> None:
    too_big = gate.http.post("/api/chat", content=b"x" * (MAX_BODY + 1))
    answered = customer.send({"message": "hallo"})

    assert (too_big.status_code, answered.status_code) == (413, 200)
    for response in (too_big, answered):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_from_elsewhere_and_no_inline_code() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    for directive in ("frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for"):
        assert directive in policy


def test_an_unforeseen_error_is_told_in_words_with_headers_and_without_its_own(
    gate: Gateway,
    customer: Customer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("anna.mueller@blumen-mueller.example")

    customer.says("hallo")
    monkeypatch.setattr(gate.services.conversations, "by_token", broken)

    response = customer.send({"message": "kündigen"})

    assert response.status_code == 503
    assert error(response)["code"] == "unavailable"
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    written = capsys.readouterr()
    assert "RuntimeError" in written.out
    assert "anna.mueller" not in written.out + written.err + response.text


# --- refusals in words ------------------------------------------------------------------------


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
    told = error(response)
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
    assert error(response)["message"]
    assert gate.engine.turns == []
    with gate.services.database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar() == 0


@pytest.mark.parametrize("message", ["", "  ", "/", "\u200b", "\n"])
def test_an_empty_message_is_told_so(gate: Gateway, message: str) -> None:
    response = gate.http.post("/api/chat", json={"message": message})

    assert response.status_code == 422
    assert error(response)["code"] == "empty"


def test_a_message_may_have_two_thousand_characters(gate: Gateway) -> None:
    just_fits = gate.http.post("/api/chat", json={"message": "ä" * MAX_CHARACTERS})
    too_long = gate.http.post("/api/chat", json={"message": "ä" * (MAX_CHARACTERS + 1)})
    far_too_long = gate.http.post("/api/chat", json={"message": "ä" * 15_000})

    assert just_fits.status_code == 200
    assert (too_long.status_code, far_too_long.status_code) == (413, 413)
    assert error(too_long)["code"] == error(far_too_long)["code"] == "too_long"
    assert len(gate.engine.turns) == 1


def test_a_body_is_refused_by_its_size_before_it_is_read(gate: Gateway) -> None:
    response = gate.http.post(
        "/api/chat", content=b"x" * (MAX_BODY + 1), headers={"Accept-Language": "en"}
    )

    assert response.status_code == 413
    assert error(response)["lang"] == "en"


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
    assert error(answers[0])["code"] == "unknown_conversation"
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


# --- the store is away ------------------------------------------------------------------------


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
    told = error(response)
    assert (told["code"], told["lang"]) == ("unavailable", language)
    assert words in told["message"]
    assert PHONE in told["message"]
    assert response.headers["retry-after"].isdigit()
    assert locked.engine.turns == []


# --- health -----------------------------------------------------------------------------------


def test_the_process_is_alive_whatever_its_neighbours_do(gate: Gateway) -> None:
    gate.engine.healthy = False

    assert gate.http.get("/healthz").json() == {"status": "ok"}


def test_ready_means_that_every_part_answers(home: Path) -> None:
    actions = Starlette(routes=[Route("/health", lambda _: JSONResponse({"status": "ok"}))])
    with (
        ScriptedSmtp() as smtp,
        serving(actions) as actions_url,
        gateway(home, smtp_port=smtp.port, actions_url=actions_url) as gate,
    ):
        answer = gate.http.get("/readyz")

    assert answer.status_code == 200
    parts = dict.fromkeys(("actions", "engine", "outbox", "smtp", "store"), True)
    assert answer.json() == {"ready": True, "parts": parts}


def test_each_part_that_is_away_is_named(home: Path) -> None:
    with gateway(
        home, smtp_port=free_port(), actions_url=f"http://127.0.0.1:{free_port()}"
    ) as gate:
        gate.engine.healthy = False

        answer = gate.http.get("/readyz")

        assert answer.status_code == 503
        assert answer.json() == {
            "ready": False,
            "parts": {
                "actions": False,
                "engine": False,
                "outbox": True,
                "smtp": False,
                "store": True,
            },
        }


# --- the page, and what only a demo shows -----------------------------------------------------


def test_the_demos_mailbox_is_not_there_in_production(home: Path) -> None:
    with gateway(home, demo=False) as gate:
        assert gate.http.get("/dev/mailbox").status_code == 404
        assert "/dev/mailbox" not in gate.http.get("/").text


def test_the_page_is_german_or_english_and_has_nothing_inline(gate: Gateway) -> None:
    for path, language in (("/", "de"), ("/en", "en")):
        page = gate.http.get(path).text
        assert f'<html lang="{language}">' in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert "<script>" not in page


def test_other_sites_are_let_in_only_when_they_are_named(home: Path) -> None:
    known, stranger = "https://help.example", "https://evil.example"
    with gateway(home, allowed_origins=[known]) as gate:

        def preflight(origin: str) -> httpx.Response:
            return gate.http.options(
                "/api/chat",
                headers={
                    "Origin": origin,
                    "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "authorization,idempotency-key",
                },
            )

        assert preflight(known).headers["access-control-allow-origin"] == known
        assert "access-control-allow-origin" not in preflight(stranger).headers
        assert "access-control-allow-credentials" not in preflight(known).headers


def test_the_contract_is_published(gate: Gateway) -> None:
    described = gate.http.get("/openapi.json").json()

    assert {"/api/chat", "/api/chat/messages", "/api/chat/events"} <= described["paths"].keys()
    answer = described["components"]["schemas"]["ChatAnswer"]["properties"]
    assert answer.keys() == {"token", "speaker", "language", "messages"}


# --- live push --------------------------------------------------------------------------------


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
