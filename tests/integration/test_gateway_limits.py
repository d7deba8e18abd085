"""Limits of the gateway: who asks for too much is asked to wait, and nobody else notices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from fairwell.gateway.ops import turn_places
from tests.integration.serving import Customer, Gateway, error_of, gateway, says
from tests.support.waiting import wait_until

Limited = Callable[..., Gateway]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OF_ONE_SITE = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")


@pytest.fixture
def limited(home: Path) -> Iterator[Limited]:
    """A gateway with the given limits; the proxy that tests pretend to be reports clients."""
    with ExitStack() as stack:

        def start(**limits: Any) -> Gateway:
            settings = {"limits": "memory", "turn_deadline": 20.0, **limits}
            return stack.enter_context(gateway(home, demo=True, **settings))

        yield start


def hello(gate: Gateway, client: str, token: str = "", language: str = "de") -> httpx.Response:
    headers = {"X-Forwarded-For": client, "Accept-Language": language}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return gate.http.post("/api/chat", json={"message": "hallo"}, headers=headers)


def conversations(gate: Gateway) -> int:
    with gate.app.database.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar()
    return int(found or 0)


@pytest.mark.parametrize(("language", "words"), [("de", "warten"), ("en", "wait")])
def test_41_a_flood_in_one_conversation_is_asked_to_wait(
    limited: Limited, language: str, words: str
) -> None:
    gate = limited(limit_conversation="3/minute")
    token = hello(gate, "203.0.113.1").json()["token"]

    answers = [hello(gate, f"203.0.113.{n}", token, language) for n in range(2, 7)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    told = error_of(answers[-1])
    assert (told["code"], told["lang"]) == ("too_fast", language)
    assert words in told["message"]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert len(gate.engine.turns) == 4
    assert hello(gate, "203.0.113.9").status_code == 200


def test_41_a_flood_of_new_conversations_from_an_address_leaves_nothing_behind(
    limited: Limited,
) -> None:
    gate = limited(limit_new="2/minute")

    flood = [hello(gate, "203.0.113.1").status_code for _ in range(4)]

    assert flood == [200, 200, 429, 429]
    assert conversations(gate) == 2
    assert hello(gate, "203.0.113.2").status_code == 200


def test_41_the_addresses_of_one_ipv6_site_are_one_client(limited: Limited) -> None:
    gate = limited(limit_new="1/minute")

    assert [hello(gate, client).status_code for client in OF_ONE_SITE] == [200, 429]


def test_41_turns_of_an_address_and_turns_in_all_are_limited(limited: Limited) -> None:
    gate = limited(limit_address="2/minute", limit_all="3/minute")

    one = [hello(gate, "203.0.113.1") for _ in range(3)]
    others = [hello(gate, f"203.0.113.{n}") for n in (2, 3)]

    assert [answer.status_code for answer in one] == [200, 200, 429]
    assert error_of(one[-1])["code"] == "too_fast"
    assert [answer.status_code for answer in others] == [200, 429]
    assert error_of(others[-1])["code"] == "overloaded"
    assert "855-229-5506" in error_of(others[-1])["message"]


def test_a_flood_of_forms_is_refused_in_words_with_the_phone_number(limited: Limited) -> None:
    gate = limited(limit_new="1/minute")

    def send(client: str) -> httpx.Response:
        return gate.http.post("/cancel", headers={**FORM, "X-Forwarded-For": client})

    first, second, other = send("203.0.113.1"), send("203.0.113.1"), send("203.0.113.2")

    assert [first.status_code, second.status_code, other.status_code] == [422, 429, 422]
    assert second.headers["retry-after"].isdigit()
    assert "855-229-5506" in second.text
    assert "Nothing was recorded" in second.text


def test_limits_that_are_off_are_off_for_this_machine_only(limited: Limited) -> None:
    gate = limited(limits="off", limit_new="1/minute")

    here = [gate.customer().send({"message": "hallo"}).status_code for _ in range(3)]
    elsewhere = [hello(gate, "203.0.113.1").status_code for _ in range(2)]

    assert here == [200, 200, 200]
    assert elsewhere == [200, 429]


def test_41_overload_is_refused_at_once_and_harms_neither_form_nor_health(
    limited: Limited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_places, "PATIENCE", 0.05)
    gate, opened = limited(turns_at_once=2), threading.Event()
    gate.engine.script = [gate.engine.waiting_for(opened, says("Gut.")) for _ in range(2)]

    with ThreadPoolExecutor(12) as threads:
        admitted = [threads.submit(hello, gate, f"203.0.113.{n}") for n in (1, 2)]
        wait_until(lambda: len(gate.engine.turns) == 2, "the turns did not begin")
        flood = [threads.submit(hello, gate, f"198.51.100.{n}") for n in range(10)]
        refused = [each.result() for each in flood]
        others = [gate.http.get(path).status_code for path in ("/healthz", "/cancel", "/kuendigen")]
        others.append(gate.http.post("/cancel", headers=FORM).status_code)
        opened.set()
        answered = [each.result() for each in admitted]

    assert {answer.status_code for answer in refused} == {429}
    assert {error_of(answer)["code"] for answer in refused} == {"overloaded"}
    assert all(answer.headers["retry-after"].isdigit() for answer in refused)
    assert others == [200, 200, 200, 422]
    assert [answer.status_code for answer in answered] == [200, 200]
    assert conversations(gate) == 2


def test_41_a_repeated_attempt_after_an_overload_is_taken(
    limited: Limited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_places, "PATIENCE", 0.05)
    gate, opened = limited(turns_at_once=1), threading.Event()
    gate.engine.script = [gate.engine.waiting_for(opened, says("Gut."))]

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(hello, gate, "203.0.113.1")
        wait_until(lambda: gate.engine.turns, "the turn did not begin")
        refused = hello(gate, "203.0.113.2")
        opened.set()
        assert first.result().status_code == 200

    assert refused.status_code == 429
    assert hello(gate, "203.0.113.2").status_code == 200


@contextmanager
def stream(customer: Customer) -> Iterator[httpx.Response]:
    headers = {"Authorization": f"Bearer {customer.token}", "X-Forwarded-For": "203.0.113.1"}
    with customer.gateway.http.stream("GET", "/api/chat/events", headers=headers) as opened:
        yield opened


def test_42_streams_of_a_conversation_are_counted_while_they_are_open(limited: Limited) -> None:
    gate = limited()
    customer, other = gate.customer(), gate.customer()
    customer.says("hallo")
    other.says("hallo")

    with ExitStack() as tabs:
        opened = [tabs.enter_context(stream(customer)) for _ in range(7)]
        assert [answer.status_code for answer in opened] == [200] * 6 + [429]
        assert opened[-1].headers["retry-after"].isdigit()
        with stream(other) as of_other:
            assert of_other.status_code == 200

    def opens() -> bool:
        with stream(customer) as again:
            return again.status_code == 200

    wait_until(opens, "streams that ended are still counted")


def test_42_streams_of_an_address_are_counted_over_conversations(
    limited: Limited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairwell.gateway.ops.stream_places.FOR_CLIENT", 2)
    gate = limited()
    customers = [gate.customer() for _ in range(3)]
    for customer in customers:
        customer.says("hallo")

    with ExitStack() as tabs:
        streams: list[AbstractContextManager[httpx.Response]] = [stream(c) for c in customers]
        statuses = [tabs.enter_context(each).status_code for each in streams]

    assert statuses == [200, 200, 429]
