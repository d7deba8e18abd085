"""Places for turns: first come, first served; a queue that lasts is overload."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from fairwell.gateway.ops import turn_places
from fairwell.gateway.ops.turn_places import Overloaded, TurnPlaces


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Turn:
    """One turn, which ends when the test says so."""

    def __init__(self, places: TurnPlaces, client: str = "somebody") -> None:
        self.began = False
        self._end = asyncio.Event()
        self.task = asyncio.create_task(self._run(places, client))

    async def _run(self, places: TurnPlaces, client: str) -> None:
        async with places.place(client):
            self.began = True
            await self._end.wait()

    async def ends(self) -> None:
        self._end.set()
        await self.task


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


def test_waiting_turns_begin_in_order() -> None:
    async def test() -> None:
        places = TurnPlaces(1)
        turns = [Turn(places, f"client {n}") for n in range(4)]
        for at, turn in enumerate(turns):
            await settle()
            assert [each.began for each in turns] == [n <= at for n in range(4)]
            await turn.ends()

    run(test)


def test_a_full_queue_refuses_at_once() -> None:
    async def test() -> None:
        places = TurnPlaces(1)
        turns = [Turn(places, f"client {n}") for n in range(5)]
        await settle()
        with pytest.raises(Overloaded) as refused:
            async with places.place("one too many"):
                pass
        assert 1 <= refused.value.retry_after <= 4
        for turn in turns:
            await turn.ends()

    run(test)


def test_one_client_gets_half_of_everything() -> None:
    async def test() -> None:
        places = TurnPlaces(2)
        greedy = [Turn(places, "greedy") for _ in range(7)]
        await settle()
        refused = [turn for turn in greedy if turn.task.done()]
        assert len(refused) == 2
        for turn in refused:
            assert isinstance(turn.task.exception(), Overloaded)
        other = Turn(places, "other")
        for turn in greedy:
            if turn not in refused:
                await turn.ends()
        await settle()
        assert other.began
        await other.ends()

    run(test)


def test_a_turn_that_waits_too_long_is_refused_and_its_place_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turn_places, "PATIENCE", 0.01)

    async def test() -> None:
        places = TurnPlaces(1)
        first, second = Turn(places), Turn(places)
        with pytest.raises(Overloaded):
            await second.task
        await first.ends()
        third = Turn(places)
        await settle()
        assert third.began
        await third.ends()

    run(test)


def test_a_queue_that_lasts_makes_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_places, "PATIENCE", 1000.0)
    monkeypatch.setattr(turn_places, "IMPATIENCE", 0.01)

    async def test() -> None:
        clock = Clock()
        places = TurnPlaces(1, clock)
        first, second = Turn(places), Turn(places)
        await settle()
        clock.now = turn_places.PASSING + 1
        with pytest.raises(Overloaded):
            await Turn(places).task
        await first.ends()
        await second.ends()
        # The queue was empty: the next one is a passing one again.
        third, fourth = Turn(places), Turn(places)
        await settle()
        await third.ends()
        await settle()
        assert fourth.began
        await fourth.ends()

    run(test)


def test_a_customer_who_leaves_while_waiting_takes_no_place() -> None:
    async def test() -> None:
        places = TurnPlaces(1)
        first, second, third = (Turn(places, client) for client in "abc")
        await settle()
        second.task.cancel()
        await settle()
        await first.ends()
        await settle()
        assert third.began
        assert not second.began
        await third.ends()

    run(test)
