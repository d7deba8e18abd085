"""One turn of a conversation at a time, in memory and among several engines on a real Redis."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest
from rasa.core.lock_store import LockError
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import from_url
from redis.exceptions import RedisError
from redis_server import redis_server

from fairwell_engine.rasa.lock_store import ConversationLocks, MemoryLocks


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(params=["memory", "redis"])
def engines(request: pytest.FixtureRequest) -> list[ConversationLocks]:
    """The locks of one engine in memory, or of two that share a Redis."""
    if request.param == "memory":
        return [ConversationLocks(EndpointConfig("memory:"))]
    url = request.getfixturevalue("redis")
    return [ConversationLocks(EndpointConfig(url)) for _ in range(2)]


async def test_turns_of_one_conversation_never_overlap(engines: list[ConversationLocks]) -> None:
    count = overlaps = inside = 0

    async def turn(number: int) -> None:
        nonlocal count, overlaps, inside
        async with engines[number % len(engines)].lock("c"):
            inside += 1
            overlaps += inside > 1
            read = count
            await asyncio.sleep(0)  # others could run here
            count = read + 1
            inside -= 1

    await asyncio.gather(*(turn(number) for number in range(48)))

    assert (count, overlaps) == (48, 0)


async def test_conversations_do_not_wait_for_each_other(engines: list[ConversationLocks]) -> None:
    async with engines[0].lock("one"), engines[-1].lock("other"):
        pass


async def test_a_turn_that_never_ends_is_waited_for_one_lifetime(
    engines: list[ConversationLocks],
) -> None:
    async with engines[0].lock("c", lock_lifetime=30):
        with pytest.raises(LockError):
            async with engines[-1].lock("c", lock_lifetime=0.2):
                pass

    async with engines[0].lock("c"):
        pass


async def test_a_failed_turn_gives_its_lock_back(engines: list[ConversationLocks]) -> None:
    with pytest.raises(ZeroDivisionError):
        async with engines[0].lock("c"):
            raise ZeroDivisionError

    async with engines[-1].lock("c", lock_lifetime=30):
        pass


async def test_memory_serves_in_order_and_forgets() -> None:
    locks, served = MemoryLocks(), []

    async def turn(number: int) -> None:
        async with locks.held("c", 30):
            served.append(number)

    await asyncio.gather(*(turn(number) for number in range(10)))

    assert served == list(range(10))
    assert not locks._locks


async def test_a_cut_off_connection_costs_no_turn(redis: str) -> None:
    locks = ConversationLocks(EndpointConfig(redis))
    other = from_url(redis)
    async with locks.lock("c", lock_lifetime=600):
        await other.client_kill_filter(_type="normal", skipme=True)
    held = await other.keys("*")
    await other.close()

    assert held == []


async def test_a_turn_counts_though_redis_ends_in_the_middle() -> None:
    with ExitStack() as stack:
        locks = ConversationLocks(EndpointConfig(stack.enter_context(redis_server())))
        async with locks.lock("c"):
            stack.close()


async def test_locks_work_again_when_redis_is_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryDirectory", lambda **_: nullcontext(str(tmp_path)))
    with redis_server() as url:
        locks = ConversationLocks(EndpointConfig(url))
        async with locks.lock("c"):
            pass
    with pytest.raises(RedisError):
        async with locks.lock("c"):
            pass
    with redis_server():
        async with locks.lock("c"):
            pass
