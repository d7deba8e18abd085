"""A gateway in which nothing happens, on a simulated clock: it reads once a second, no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest

from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.gateway.app import create_app
from fairwell.gateway.ops import queue_watch
from fairwell.gateway.ops.queue_watch import QueueWatch
from tests.integration.test_gateway_transactions import transactions_of


class SimulatedClock(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        selector = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def jump(timeout: float | None = None) -> Any:
            found = select(0)
            if not found and timeout:
                self._now += timeout
            return found

        selector.select = jump

    def time(self) -> float:
        return self._now


@pytest.fixture
def simulated(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Runs a coroutine on a simulated clock; work for threads is done at once."""

    async def at_once(work: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
        return work(*arguments)

    monkeypatch.setattr(anyio.to_thread, "run_sync", at_once)
    with asyncio.Runner(loop_factory=SimulatedClock) as runner:
        yield runner.run


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    """With the webhook, so that all of the gateway's background work runs."""
    made = App(
        Settings(
            home=home,
            database_url="",
            engine_key="engine-key",
            webhook_url="http://127.0.0.1:9/hook",
            webhook_secret="a secret of the webhook, long enough",
        )
    )
    yield made
    made.database.dispose()


def test_an_idle_gateway_reads_at_most_once_a_second(
    app: App, simulated: Callable[[Coroutine[Any, Any, Any]], Any]
) -> None:
    async def a_minute() -> int:
        served = create_app(app)
        async with served.router.lifespan_context(app):
            await asyncio.sleep(10)
            with transactions_of(app.database) as begun:
                await asyncio.sleep(60)
            return len(begun)

    assert 55 <= simulated(a_minute()) <= 60


def test_a_line_for_the_webhook_does_not_wait_for_the_poll(
    app: App,
    simulated: Callable[[Coroutine[Any, Any, Any]], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue_watch, "LOOK_EVERY", 3600.0)

    async def looked_for() -> tuple[int, float]:
        served = create_app(app)
        async with served.router.lifespan_context(app):
            await asyncio.sleep(10)
            before = asyncio.get_running_loop().time()
            with transactions_of(app.database) as begun:
                app.live.ring("01J00000000000000000000000")
                for _ in range(20):
                    await asyncio.sleep(0)
            return len(begun), asyncio.get_running_loop().time() - before

    assert simulated(looked_for()) == (1, 0.0)


def test_a_look_at_nothing_is_a_single_statement(app: App) -> None:
    watch = QueueWatch(app)

    with transactions_of(app.database) as begun:
        for _ in range(3):
            watch.look()

    assert len(begun) == 3
