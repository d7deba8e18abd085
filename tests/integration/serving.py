"""The gateway on a real port, before an engine that does what the test says."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from fairwell import paths
from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.gateway.ops.connections import TimedHeads
from fairwell.processes.servers import create_server
from fairwell.store.cases import demo
from tests.support.waiting import wait_until

Body = dict[str, Any]
Reply = Callable[[Body], Awaitable[Response]]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an ASGI app on a free port; yields its URL."""
    config = uvicorn.Config(
        app,
        port=0,
        log_level="critical",
        access_log=False,
        ws="none",
        server_header=False,
        http=TimedHeads,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "the server does not start")
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def says(
    *texts: str,
    language: str = "de",
    buttons: tuple[tuple[str, str], ...] = (),
    handoff: str | None = None,
) -> Body:
    """An engine's answer; buttons, and the wish for a person, stand under the last text."""
    messages: list[Body] = [{"text": text} for text in texts]
    if handoff:
        messages[-1]["custom"] = {"handoff": handoff}
    if buttons:
        messages[-1]["buttons"] = [{"title": title, "payload": p} for title, p in buttons]
    intent = {"name": "greet", "confidence": 0.93}
    return {"messages": messages, "language": language, "intent": intent, "active_form": None}


class ScriptedEngine:
    """Answers turns in the order of ``script``; keeps what it was sent."""

    def __init__(self) -> None:
        self.turns: list[Body] = []
        self.keys: list[str] = []
        self.script: list[Reply] = []
        self.healthy = self.turns_work = True
        self.canaries: list[Body] = []
        self.slots: Body = {}
        self.resets: list[Body] = []
        self._over = threading.Event()
        self.app = Starlette(
            routes=[
                Route("/webhooks/fairwell/webhook", self._turn, methods=["POST"]),
                Route("/webhooks/fairwell/slots", self._slots),
                Route("/webhooks/fairwell/reset", self._reset, methods=["POST"]),
                Route("/webhooks/fairwell/canary", self._canary, methods=["POST"]),
                Route("/webhooks/fairwell/", self._health),
            ]
        )

    async def _turn(self, request: Request) -> Response:
        body = await request.json()
        self.keys.append(request.headers.get("x-engine-key", ""))
        self.turns.append(body)
        reply = self.script.pop(0) if self.script else self.answering(says("Gut."))
        return await reply(body)

    async def _slots(self, _: Request) -> Response:
        return JSONResponse({"slots": self.slots})

    async def _reset(self, request: Request) -> Response:
        self.resets.append(await request.json())
        return JSONResponse({})

    async def _canary(self, request: Request) -> Response:
        self.canaries.append(await request.json())
        return JSONResponse({}, status_code=200 if self.turns_work else 500)

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"}, status_code=200 if self.healthy else 503)

    @staticmethod
    def answering(answer: Any, status: int = 200) -> Reply:
        async def reply(_: Body) -> Response:
            return JSONResponse(answer, status_code=status)

        return reply

    def stalling(self, before: Callable[[Body], None] | None = None) -> Reply:
        """Never answers; ``before`` is what still happens in the turn."""

        async def reply(body: Body) -> Response:
            if before:
                await asyncio.to_thread(before, body)
            while not self._over.is_set():
                await asyncio.sleep(0.02)
            return JSONResponse({}, status_code=500)

        return reply

    @staticmethod
    def waiting_for(opened: threading.Event, answer: Any) -> Reply:
        async def reply(_: Body) -> Response:
            await asyncio.to_thread(opened.wait, 20)
            return JSONResponse(answer)

        return reply

    @staticmethod
    def dying(before: Callable[[Body], None] | None = None) -> Reply:
        """Breaks the connection off in the middle of its answer."""

        async def reply(body: Body) -> Response:
            if before:
                await asyncio.to_thread(before, body)
            return _HalfAnswer()

        return reply

    def forget(self) -> None:
        self.turns.clear()
        self.keys.clear()
        self.slots.clear()
        self.resets.clear()
        self.script.clear()
        self.canaries.clear()
        self.healthy = self.turns_work = True

    def end(self) -> None:
        self._over.set()


class _HalfAnswer(Response):
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"messages"', "more_body": True})
        # The promised length never comes: the server closes the connection.


@dataclass
class Gateway:
    """A running gateway, its engine and its services."""

    url: str
    engine: ScriptedEngine
    app: App
    http: httpx.Client

    def customer(self, language: str = "de") -> Customer:
        return Customer(self, language)

    def forget(self) -> None:
        """As just started: an empty script, the demo's accounts, no chat and no case."""
        self.engine.forget()
        # Connections too: a test may want new ones with other settings.
        self.app.database.dispose()
        today = dt.datetime.now(dt.UTC).date()
        demo.reset(self.app.database, paths.DEMO_ACCOUNTS, today)


@contextmanager
def gateway(home: Path, **settings: Any) -> Iterator[Gateway]:
    engine = ScriptedEngine()
    with serving(engine.app) as engine_url:
        app = App(
            Settings(
                home=home,
                engine_url=engine_url,
                engine_key="engine-key",
                **{"database_url": "", "limits": "off"} | settings,
            )
        )
        with (
            serving(create_server(app)) as url,
            httpx.Client(base_url=url, trust_env=False, timeout=20) as http,
        ):
            yield Gateway(url, engine, app, http)
            engine.end()


@dataclass
class Customer:
    """One chat: keeps its token, and remembers the last answer."""

    gateway: Gateway
    language: str
    token: str = ""
    answer: Body = field(default_factory=dict)

    def send(self, body: Body, key: str | None = None, **headers: str) -> httpx.Response:
        headers = {"Accept-Language": self.language, **headers}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        response = self.gateway.http.post("/api/chat", json=body, headers=headers)
        if response.status_code == httpx.codes.OK:
            self.answer = response.json()
            self.token = self.answer["token"]
        return response

    def says(self, text: str, key: str | None = None) -> list[str]:
        """Send a message; the texts of the answer."""
        response = self.send({"message": text}, key)
        assert response.status_code == httpx.codes.OK, response.text
        return self.texts

    def presses(self, title: str, key: str | None = None) -> list[str]:
        response = self.send({"press": self.buttons[title]}, key)
        assert response.status_code == httpx.codes.OK, response.text
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.answer["messages"]]

    @property
    def buttons(self) -> dict[str, str]:
        return {b["title"]: b["id"] for m in self.answer["messages"] for b in m["buttons"]}

    def get(self, path: str, **headers: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        return self.gateway.http.get(path, headers=headers)


def error_of(response: httpx.Response) -> dict[str, str]:
    """What a refusal says, after checking that it has the API's form."""
    assert response.headers["content-type"] == "application/json"
    told: dict[str, str] = response.json()["error"]
    assert told.keys() == {"code", "message", "lang"}
    return told
