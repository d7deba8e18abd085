"""``/readyz`` tells whether a turn works, by one that nothing is left of."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from fairwell.gateway.ops import canary as canary_module
from fairwell.gateway.ops.canary import AT_MOST_EVERY, Canary
from fairwell.mail import queue
from fairwell.store.base.engine import connection
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.ops.heartbeats import Heartbeats
from fairwell.store.tables import METADATA
from tests.integration.serving import Gateway, gateway, serving
from tests.support.outbox import NOW, a_mail, put
from tests.support.smtp import ScriptedSmtp


@pytest.fixture
def complete(home: Path) -> Iterator[Gateway]:
    """A gateway before an engine, actions and SMTP that all say that they are well."""
    actions = Starlette(routes=[Route("/health", lambda _: JSONResponse({"status": "ok"}))])
    with (
        ScriptedSmtp() as smtp,
        serving(actions) as actions_url,
        gateway(home, smtp_port=smtp.port, actions_url=actions_url) as gate,
    ):
        yield gate


def _ready(gate: Gateway) -> tuple[int, dict[str, bool]]:
    answer = gate.http.get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_parts_that_answer_are_not_ready_when_no_turn_works(complete: Gateway) -> None:
    complete.engine.turns_work = False

    status, parts = _ready(complete)

    assert status == 503
    assert [part for part, works in parts.items() if not works] == ["turn"]


def test_a_store_that_can_only_be_read_is_not_ready_and_then_is_again(
    complete: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canary_module, "AT_MOST_EVERY", 0.0)
    with monkeypatch.context() as full:
        full.setattr(Heartbeats, "beat", _refuse)
        assert _ready(complete) == (503, _ready(complete)[1] | {"store": True, "turn": False})

    assert _ready(complete)[0] == 200


def test_no_turn_is_tried_while_its_parts_are_away(complete: Gateway) -> None:
    complete.engine.healthy = False

    assert _ready(complete)[1]["turn"] is False
    assert complete.engine.canaries == []


def test_all_callers_share_one_turn_that_leaves_nothing(complete: Gateway) -> None:
    before = _rows(complete)
    turns = complete.http.get("/metrics").text

    assert [_ready(complete)[0] for _ in range(5)] == [200] * 5

    assert len(complete.engine.canaries) == 1
    assert _rows(complete) == before
    assert complete.http.get("/metrics").text == turns


def test_a_turn_is_tried_again_only_after_its_time() -> None:
    tried, now = [], [100.0]

    class Engine:
        async def sings(self, _text: str) -> bool:
            tried.append(now[0])
            await asyncio.sleep(0)
            return len(tried) > 1

    class Beats:
        def beat(self, _part: str) -> None:
            pass

    async def ask() -> list[list[bool]]:
        canary = Canary(Engine(), Beats, clock=lambda: now[0])  # type: ignore[arg-type]
        answers = []
        for passed in (0.0, AT_MOST_EVERY - 0.1, 0.2):
            now[0] += passed
            answers.append(await asyncio.gather(*(canary.sings() for _ in range(20))))
        return answers

    first, cached, second = asyncio.run(ask())

    assert tried == pytest.approx([100.0, 100.0 + AT_MOST_EVERY + 0.1])
    assert (set(first), set(cached), set(second)) == ({False}, {False}, {True})


def test_a_caller_that_gives_up_ends_nobody_elses_turn(complete: Gateway) -> None:
    async def ask() -> bool:
        async with asyncio.timeout(20):
            opened = asyncio.Event()

            class Engine:
                async def sings(self, _text: str) -> bool:
                    await opened.wait()
                    return True

            canary = Canary(Engine(), lambda: complete.app.heartbeats)  # type: ignore[arg-type]
            impatient = asyncio.create_task(canary.sings())
            patient = asyncio.create_task(canary.sings())
            await asyncio.sleep(0)
            impatient.cancel()
            await asyncio.gather(impatient, return_exceptions=True)
            opened.set()
            return await patient

    assert asyncio.run(ask())


def test_a_worker_that_beats_no_more_and_a_sender_that_is_refused_are_warnings(
    complete: Gateway,
) -> None:
    beats = complete.app.heartbeats
    silent = time.time() - complete.app.settings.hung_after - 1
    beats.beat("worker@a", silent)
    beats.beat("actions@a", silent)
    assert complete.http.get("/readyz").json()["warnings"] == ["worker_silent"]

    beats.beat("worker@b")
    put(complete.app.database, a_mail())
    (mail,) = queue.claim(complete.app.database, NOW)
    queue.mark_failed(complete.app.database, mail, "sender refused: SMTPSenderRefused 553", NOW)
    answer = complete.http.get("/readyz")

    assert (answer.status_code, answer.json()["warnings"]) == (200, ["mail_sender_refused"])


def _refuse(*_: object) -> None:
    raise StoreUnavailable("DiskFull")


def _rows(gate: Gateway) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table except the heartbeats."""
    with connection(gate.app.database, read_only=True) as connected:
        return {
            table.name: [tuple(row) for row in connected.execute(select(table))]
            for table in METADATA.sorted_tables
            if table.name != "heartbeat"
        }
