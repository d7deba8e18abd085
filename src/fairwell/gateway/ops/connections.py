"""Connections: a client has so long for the head of a request, and for its body.

uvicorn has no such limits (0.54: it times idle connections between two requests only), so a client
that sends a byte a minute would hold its connection for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 10.0  # seconds from the connection, or from the first byte of a further request
BODY_WITHIN = 20.0  # seconds from the head


class TimedHeads(HttpToolsProtocol):
    """uvicorn's protocol with a deadline for request line and headers."""

    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._expect_head()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a further request's head."""
        super().on_message_begin()
        if self._overdue is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is here."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting: nothing comes any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._overdue = self.loop.call_later(HEAD_WITHIN, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None


class TimedBodies:
    """ASGI middleware with a deadline for the body; later the request counts as broken off."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes after its body has no deadline."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + BODY_WITHIN
        complete = broken_off = False

        async def in_time() -> Message:
            nonlocal complete, broken_off
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                broken_off = True
                return {"type": "http.disconnect"}
            complete = not message.get("more_body", False)
            return message

        async def and_close(message: Message) -> None:
            if broken_off and message["type"] == "http.response.start":
                # uvicorn would keep the connection and wait for the rest of the body.
                message["headers"] = [*message.get("headers", []), (b"connection", b"close")]
            await send(message)

        await self._app(scope, in_time, and_close)
