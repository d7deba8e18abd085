"""Thread pools: a kind of work whose threads are all busy is refused, others go on."""

from __future__ import annotations

import asyncio
import threading

import pytest

from fairwell.services.pools import Pool
from fairwell.store.base.errors import StoreUnavailable


def test_busy_threads_are_given_up_after_a_while_and_come_back() -> None:
    async def test() -> None:
        busy, other, end = Pool(1, patience=0.01), Pool(1), threading.Event()
        hanging = asyncio.create_task(busy.run(end.wait, 20))
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable):
            await busy.run(int)
        assert await other.run(int) == 0
        end.set()
        assert await hanging
        assert await busy.run(int) == 0

    asyncio.run(asyncio.wait_for(test(), 20))
