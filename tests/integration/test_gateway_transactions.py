"""What a turn costs in transactions of the gateway: each is a wait for the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, event

from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.gateway.app import create_app
from tests.integration.clicking import LAST_CLICK
from tests.integration.serving import Body, ScriptedEngine, says, serving

PAGE = says("Soll ich jetzt kündigen?", buttons=(LAST_CLICK,))


class Chat:
    """A customer of a gateway without its background work, which would be counted too."""

    def __init__(self, app: App, http: httpx.AsyncClient) -> None:
        self.app = app
        self._http = http
        self._token = ""
        self.buttons: dict[str, str] = {}

    async def sends(self, body: Body, key: str = "") -> Body:
        headers = {"Accept-Language": "de"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if key:
            headers["Idempotency-Key"] = key
        response = await self._http.post("/api/chat", json=body, headers=headers)
        assert response.status_code == httpx.codes.OK, response.text
        answer: Body = response.json()
        self._token = answer["token"]
        self.buttons = {b["title"]: b["id"] for m in answer["messages"] for b in m["buttons"]}
        return answer


async def first_message(chat: Chat) -> Callable[[], Awaitable[Body]]:
    return lambda: chat.sends({"message": "hallo"})


async def typed_turn(chat: Chat) -> Callable[[], Awaitable[Body]]:
    await chat.sends({"message": "hallo"})
    return lambda: chat.sends({"message": "kündigen"})


async def press(chat: Chat) -> Callable[[], Awaitable[Body]]:
    await chat.sends({"message": "kündigen"})
    button = chat.buttons[LAST_CLICK[0]]
    return lambda: chat.sends({"press": button})


async def repeated_key(chat: Chat) -> Callable[[], Awaitable[Body]]:
    await chat.sends({"message": "hallo"})
    await chat.sends({"message": "kündigen"}, key="one")
    return lambda: chat.sends({"message": "kündigen"}, key="one")


async def repeated_press(chat: Chat) -> Callable[[], Awaitable[Body]]:
    await chat.sends({"message": "kündigen"})
    button = chat.buttons[LAST_CLICK[0]]
    await chat.sends({"press": button})
    return lambda: chat.sends({"press": button})


@pytest.mark.parametrize(
    ("turn", "transactions"),
    [(first_message, 3), (typed_turn, 3), (press, 3), (repeated_key, 1), (repeated_press, 1)],
)
def test_a_typed_turn_costs_three_transactions_and_a_repeated_one_a_single_read(
    turn: Callable[[Chat], Awaitable[Callable[[], Awaitable[Body]]]],
    transactions: int,
    home: Path,
) -> None:
    async def counted() -> int:
        async with chatting(home) as chat:
            take = await turn(chat)
            with transactions_of(chat.app.database) as begun:
                await take()
            return len(begun)

    assert asyncio.run(counted()) == transactions


def test_a_stream_reads_once_for_what_is_new(home: Path) -> None:
    async def counted() -> int:
        async with chatting(home) as chat:
            await chat.sends({"message": "hallo"})
            with chat.app.database.connect() as connection:
                talk = connection.exec_driver_sql("SELECT id FROM conversation").scalar_one()
            with transactions_of(chat.app.database) as begun:
                news = chat.app.conversations.news(talk, 0)
            assert [line.role for line in news.lines] == ["customer", "bot", "bot"]
            assert (news.speaker, news.agent_name) == ("bot", None)
            return len(begun)

    assert asyncio.run(counted()) == 1


@contextmanager
def transactions_of(engine: Engine) -> Iterator[list[object]]:
    """The transactions that begin within the block."""
    begun: list[object] = []

    def note(connection: object) -> None:
        begun.append(connection)

    event.listen(engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(engine, "begin", note)


@asynccontextmanager
async def chatting(home: Path) -> AsyncIterator[Chat]:
    engine = ScriptedEngine()
    engine.script += [engine.answering(PAGE)] * 3
    with serving(engine.app) as engine_url:
        app = App(
            Settings(home=home, database_url="", engine_url=engine_url, engine_key="engine-key")
        )
        transport = httpx.ASGITransport(create_app(app))
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            yield Chat(app, http)
        app.database.dispose()
        engine.end()
