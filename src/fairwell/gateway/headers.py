"""Response headers of every answer, and the answer to an unexpected error."""

from __future__ import annotations

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fairwell.gateway.problems import preferred_language, problem_response
from fairwell.policy.policy import Policy

log = structlog.get_logger()

# Nothing from elsewhere, no inline code, no frames; Lit renders through its one policy.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types lit-html"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_EVERYWHERE = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
# The widget is loaded from other sites by one script tag.
_STATIC = [*_EVERYWHERE, (b"cross-origin-resource-policy", b"cross-origin")]
_OTHERS = [*_EVERYWHERE, (b"cache-control", b"no-store")]


class SafeAnswers:
    """ASGI middleware: our headers, unless an answer has its own; 503 for an error in our code."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; errors are handled here.

        A handler of the framework would answer without our headers and log the error's message,
        which may be what a customer wrote.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        ours = _STATIC if path.startswith("/static/") else _OTHERS
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                theirs = message.get("headers", [])
                named = {name.lower() for name, _ in theirs}
                message["headers"] = [*theirs, *(each for each in ours if each[0] not in named)]
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:
            log.error("unexpected_error", path=path, error=type(error).__name__)
            if started:  # half an answer is sent: the server closes the connection
                return
            language = preferred_language(Request(scope))
            values = self._policy.text_values(language)
            await problem_response(503, "unavailable", language, values)(
                scope, receive, with_headers
            )
