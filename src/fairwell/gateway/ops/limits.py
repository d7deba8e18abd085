"""Body limit: oversized bodies are refused before they are read into memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fairwell.gateway.problems import problem_response

MAX_BODY = 128 * 1024  # a 2,000-character message is at most 24 kB as escaped JSON


class BodyLimit:
    """ASGI middleware: 413 for a body over ``MAX_BODY`` bytes, announced or streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let small requests through; count the bytes of the others."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > MAX_BODY:
            await problem_response(413, "too_long", _language(scope))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                return {"type": "http.disconnect"}
            return message

        await self._app(scope, counted, send)


def _language(scope: Scope) -> str:
    accepted = dict(scope["headers"]).get(b"accept-language", b"").lower()
    return "en" if accepted.startswith(b"en") else "de"
