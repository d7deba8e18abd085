"""Signs such as "types": told at once, but the same one not again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from fairwell.services.live import SIGN_EVERY, TYPING, Live, Pushed

LINE = Pushed("message", {"text": "Fertig"}, 1)


@dataclass
class Talk:
    """A conversation that somebody follows, and a clock that the test turns."""

    now: float = 0.0
    live: Live = field(init=False)

    def __post_init__(self) -> None:
        """Reckon by that clock."""
        self.live = Live(clock=lambda: self.now)

    def types(self, by: str) -> None:
        self.live.sign("talk", TYPING, {"by": by})

    async def followed(self, happens: Callable[[], object]) -> list[object]:
        """Who was said to type while it happened, up to a line that comes after it."""
        lines: list[Pushed] = []
        seen: list[object] = []

        async def read(last_id: int) -> list[Pushed]:
            return [line for line in lines if last_id == 0]

        async def follow() -> None:
            async for event in self.live.follow("talk", 0, read):
                seen.append(event.data.get("by", event.data))
                if event == LINE:
                    return

        following = asyncio.create_task(follow())
        while not self.live.is_followed("talk"):
            await asyncio.sleep(0)
        await asyncio.to_thread(happens)
        lines.append(LINE)
        self.live.ring("talk")
        await asyncio.wait_for(following, 10)
        return seen


def test_a_flood_of_one_sign_is_told_once() -> None:
    talk = Talk()

    def flood() -> None:
        for _ in range(100):
            talk.types("customer")

    assert asyncio.run(talk.followed(flood)).count("customer") == 1


def test_a_flood_of_the_customers_does_not_keep_back_the_agents() -> None:
    talk = Talk()

    def flood() -> None:
        for _ in range(100):
            talk.types("customer")
        talk.types("agent")

    seen = asyncio.run(talk.followed(flood))

    assert sorted(str(one) for one in seen if one != LINE.data) == ["agent", "customer"]


def test_after_a_while_it_is_told_again() -> None:
    talk = Talk()
    told: list[object] = []

    async def twice() -> None:
        async def read(_: int) -> list[Pushed]:
            return []

        events = talk.live.follow("talk", 0, read)
        for _ in range(2):
            waiting = asyncio.ensure_future(anext(events))
            while not talk.live.is_followed("talk"):
                await asyncio.sleep(0)
            talk.now += SIGN_EVERY
            talk.types("customer")
            told.append((await asyncio.wait_for(waiting, 10)).data["by"])
        await events.aclose()  # type: ignore[attr-defined]

    asyncio.run(twice())

    assert told == ["customer", "customer"]


def test_one_wake_reads_once_for_all_followers() -> None:
    live, reads, seen = Live(), [], []

    async def look(last_id: int) -> list[Pushed]:
        reads.append(last_id)
        await asyncio.sleep(0)
        return [LINE] if len(reads) > 1 and last_id == 0 else []

    async def read(last_id: int) -> list[Pushed]:
        return await live.read_once("talk", last_id, lambda: look(last_id))

    async def follow() -> None:
        async for event in live.follow("talk", 0, read):
            seen.append(event)
            return

    async def test() -> None:
        following = [asyncio.create_task(follow()) for _ in range(50)]
        while not reads:
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        live.wake("talk")
        await asyncio.gather(*following)

    asyncio.run(asyncio.wait_for(test(), 10))

    assert seen == [LINE] * 50
    assert reads == [0, 0]


def test_a_read_that_began_before_a_wake_is_not_shared_with_who_it_woke() -> None:
    live, opened = Live(), asyncio.Event()
    lines: list[Pushed] = []

    async def look() -> list[Pushed]:
        found = list(lines)
        await opened.wait()
        return found

    async def test() -> list[list[Pushed]]:
        following = asyncio.create_task(
            anext(live.follow("talk", 0, lambda _: asyncio.sleep(9, [])))
        )
        await asyncio.sleep(0)
        before = asyncio.create_task(live.read_once("talk", 0, look))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        lines.append(LINE)
        live.wake("talk")
        await asyncio.sleep(0)
        after = asyncio.create_task(live.read_once("talk", 0, look))
        await asyncio.sleep(0)
        opened.set()
        following.cancel()
        return [await before, await after]

    assert asyncio.run(asyncio.wait_for(test(), 10)) == [[], [LINE]]


def test_a_signal_reads_nothing() -> None:
    talk = Talk()
    reads = []

    async def read(last_id: int) -> list[Pushed]:
        reads.append(last_id)
        return []

    async def test() -> None:
        stream = talk.live.follow("talk", 0, read)
        following = asyncio.ensure_future(anext(stream))
        while not reads:
            await asyncio.sleep(0)
        talk.types("agent")
        assert (await following).kind == TYPING
        await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(asyncio.wait_for(test(), 10))

    assert reads == [0]
