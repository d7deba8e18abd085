"""Metrics: true numbers, every label from the start, and for this machine's own eyes only."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from fairwell.gateway.ops.metrics import Metrics, metrics_router
from fairwell.rules.cases.case import Kind, Status
from fairwell.services.cases.change_case import revoke
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.store.base.engine import transaction
from fairwell.store.mails.tables import OutboxRow
from tests.integration.serving import Gateway, says
from tests.support.outbox import a_mail, put
from tests.unit.samples import a_declaration

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, **labels: str) -> float:
    return samples(text)[f"fairwell_{name}", frozenset(labels.items())]


def ask(gate: Gateway, client: tuple[str, int] | None, **headers: str) -> httpx.Response:
    """A request from any address, to a router of its own on the gateway's services."""
    app = FastAPI()
    app.include_router(metrics_router(gate.app, Metrics()))

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=client)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://gate.example") as http:
            return await http.get("/metrics", headers=headers)

    return asyncio.run(get())


def test_an_untouched_product_shows_every_number_as_zero(gate: Gateway) -> None:
    answer = gate.http.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    for state in ("pending", "leased", "sent", "dead", "settled"):
        assert value(answer.text, "outbox_mails", state=state) == 0
    for level in ("warning", "alarm"):
        assert value(answer.text, "outbox_overdue", level=level) == 0
    for state in ("running", "answered", "failed"):
        assert value(answer.text, "turns_stored", state=state) == 0
    for kind in Kind:
        for status in Status:
            assert value(answer.text, "cases", kind=kind, status=status) == 0
    for outcome in ("answered", "failed", "repeated", "refused"):
        assert value(answer.text, "turns_total", outcome=outcome) == 0


def test_cases_and_mails_are_counted_as_they_are(gate: Gateway) -> None:
    record_declaration(a_declaration(), gate.app)
    record_declaration(a_declaration(conversation_id="02"), gate.app)
    record_declaration(a_declaration(conversation_id="03", kind=Kind.PAUSE), gate.app)
    case = record_declaration(a_declaration(conversation_id="04"), gate.app).case
    revoke("04", case.id, gate.app)

    text = gate.http.get("/metrics").text

    assert value(text, "cases", kind="cancel", status="declared") == 2
    assert value(text, "cases", kind="cancel", status="revoked") == 1
    assert value(text, "cases", kind="pause", status="declared") == 1
    assert value(text, "cases", kind="withdraw", status="declared") == 0
    assert value(text, "outbox_mails", state="pending") == 5


def test_overdue_mails_are_counted_by_level(gate: Gateway) -> None:
    now = dt.datetime.now(dt.UTC)
    database = gate.app.database
    put(database, a_mail(1), now=now - dt.timedelta(hours=2))
    put(database, a_mail(2), a_mail(3), now=now - dt.timedelta(hours=30))
    put(database, a_mail(4), now=now)

    text = gate.http.get("/metrics").text

    assert value(text, "outbox_overdue", level="warning") == 1
    assert value(text, "outbox_overdue", level="alarm") == 2

    with transaction(database) as session:
        session.execute(update(OutboxRow).values(state="sent"))
    text = gate.http.get("/metrics").text
    assert value(text, "outbox_overdue", level="alarm") == 0
    assert value(text, "outbox_mails", state="sent") == 4


def test_turns_are_counted_by_state(gate: Gateway) -> None:
    gate.engine.script.append(gate.engine.answering(says("Guten Tag.")))
    gate.customer().says("hallo")

    assert value(gate.http.get("/metrics").text, "turns_stored", state="answered") == 1


def test_what_the_gateway_counts_adds_up(gate: Gateway) -> None:
    metrics = Metrics()
    app = FastAPI()
    app.include_router(metrics_router(gate.app, metrics))
    for _ in range(3):
        metrics.turn("answered")
    metrics.turn("failed")

    async def get() -> str:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gate.example") as http:
            return (await http.get("/metrics")).text

    text = asyncio.run(get())

    assert value(text, "turns_total", outcome="answered") == 3
    assert value(text, "turns_total", outcome="failed") == 1
    assert value(text, "turns_total", outcome="refused") == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_answered(gate: Gateway, host: str) -> None:
    assert ask(gate, (host, 50_000)).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["192.168.1.5", "10.0.0.1", "203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "", "testhost"],
)
def test_everybody_else_finds_nothing(gate: Gateway, host: str) -> None:
    answer = ask(gate, (host, 50_000))

    assert answer.status_code == 404
    assert "fairwell_" not in answer.text


def test_a_client_without_an_address_finds_nothing(gate: Gateway) -> None:
    assert ask(gate, None).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
@pytest.mark.parametrize("said", ["127.0.0.1", "203.0.113.9", "for=127.0.0.1"])
def test_what_came_through_a_proxy_finds_nothing(gate: Gateway, header: str, said: str) -> None:
    assert gate.http.get("/metrics", headers={header: said}).status_code == 404
    assert ask(gate, ("127.0.0.1", 50_000), **{header: said}).status_code == 404


def test_no_number_carries_personal_data(gate: Gateway) -> None:
    recorded: Any = record_declaration(a_declaration(reason="ein Grund"), gate.app)
    text = gate.http.get("/metrics").text

    for trace in ("blumen", "anna", "Grund", recorded.case.reference, recorded.case.id):
        assert trace not in text
