"""Headers on every answer, health, the page, and who may embed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Send

from fairwell.gateway.headers import HEADERS, SafeAnswers
from fairwell.gateway.ops.limits import MAX_BODY
from fairwell.processes.parts import free_port
from tests.integration.serving import Customer, Gateway, error_of, gateway, serving
from tests.support.smtp import ScriptedSmtp

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


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(
    gate: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    async def breaks_off(_scope: Any, _receive: Any, send: Send) -> None:
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ValueError("jo@shop.example")

    with (
        serving(SafeAnswers(breaks_off, gate.app)) as url,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        httpx.get(f"{url}/api/x", trust_env=False)

    out, err = capsys.readouterr()
    assert "ValueError" in out
    assert "jo@shop.example" not in out + err


def test_the_policy_allows_nothing_from_elsewhere_and_no_inline_code() -> None:
    policy = HEADERS["content-security-policy"]

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
    def broken(**_: object) -> None:
        raise RuntimeError("anna.mueller@blumen-mueller.example")

    customer.says("hallo")
    monkeypatch.setattr(gate.app.conversations, "open_turn", broken)

    response = customer.send({"message": "kündigen"})

    assert response.status_code == 503
    assert error_of(response)["code"] == "unavailable"
    assert "es ist nichts aufgezeichnet" in error_of(response)["message"]
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    written = capsys.readouterr()
    assert "RuntimeError" in written.out
    assert "anna.mueller" not in written.out + written.err + response.text


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
    parts = dict.fromkeys(("actions", "disk", "engine", "outbox", "smtp", "store", "turn"), True)
    assert answer.json() == {"ready": True, "parts": parts, "warnings": []}


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
                "disk": True,
                "engine": False,
                "outbox": True,
                "smtp": False,
                "store": True,
                "turn": False,
            },
            "warnings": [],
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
    assert answer.keys() == {"token", "speaker", "language", "messages"} | {
        "process",
        "recorded",
        "answered",
    }
