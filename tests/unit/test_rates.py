"""Rates: counted here or in Redis; who waits as told gets through."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from limits.aio.storage import memory
from pydantic import ValidationError

from fairwell.config import Settings
from fairwell.gateway.ops.clients import client_key
from fairwell.gateway.ops.rates import Rates, TooFast


class Clock:
    """Stands in for the module ``time`` of the library."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


def test_a_scripted_client_that_waits_as_told_gets_all_its_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(memory, "time", clock)
    monkeypatch.setattr("fairwell.gateway.ops.rates.time.time", clock.time)

    async def script() -> list[int]:
        rates, waits = Rates(Settings(limit_conversation="3/minute")), []
        for _ in range(9):
            try:
                await rates.turn("192.0.2.1", "token")
            except TooFast as refused:
                waits.append(refused.retry_after)
                clock.now += refused.retry_after
                await rates.turn("192.0.2.1", "token")
        return waits

    waits = asyncio.run(script())

    assert waits
    assert all(1 <= wait <= 61 for wait in waits)


def test_without_an_answer_of_redis_the_process_counts_by_itself() -> None:
    async def turns() -> list[bool]:
        rates = Rates(Settings(limits="redis://127.0.0.1:1/0", limit_new="2/minute"))
        taken = []
        for _ in range(3):
            try:
                await rates.turn("192.0.2.1", "")
                taken.append(True)
            except TooFast:
                taken.append(False)
        return taken

    assert asyncio.run(turns()) == [True, True, False]


@pytest.mark.parametrize(
    "setting",
    [
        {"limits": "on"},
        {"limits": ""},
        {"limit_all": "often"},
        {"limit_new": ""},
        {"turns_at_once": 0},
    ],
)
def test_a_setting_that_is_no_limit_prevents_the_start(setting: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**setting)


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_the_key_of_a_client(host: str, key: str) -> None:
    assert client_key(host) == key


def test_counting_uses_the_clock_of_the_library() -> None:
    assert memory.time is time
