"""Action server: Rasa's custom actions on loopback, in one process, behind a shared key.

The SDK's own launcher listens on all addresses, asks for no key, and starts four processes.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty

from fairwell.processes.interpreter import settle
from fairwell.store.ops.heartbeats import EVERY_SECONDS

log = structlog.get_logger()

MAX_BODY = 4 * 1024 * 1024  # a tracker of a long conversation; deflated bodies are refused


class _WithoutDomain(ActionExecutor):  # type: ignore[misc]
    """Our actions need no copy of the domain; the SDK would refuse a call without one (449)."""

    def update_and_return_domain(
        self,
        payload: dict[str, Any],  # noqa: ARG002 (the SDK's signature)
        action_name: str,  # noqa: ARG002
    ) -> dict[str, Any]:
        return {}


def build(
    key: str, package: str = "actions", beat: Callable[[], None] | None = None
) -> Sanic[Any, Any]:
    """Return the action server's app; ``beat`` is called now and then while it works.

    Raises:
        ValueError: no key; an open action server could be driven by anybody on the machine.
    """
    if not key:
        raise ValueError("FAIRWELL_ACTIONS_KEY is empty: set it, or start with `make run`")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    # 3.21 serves 3.6.21 without fault (docs/decisions/001); it warns once a process.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = _WithoutDomain()
    executor.register_package(package)
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    expected = key.encode()

    @app.on_request
    async def _only_the_engine(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        given = request.headers.get("x-actions-key", "").encode()
        if not hmac.compare_digest(given, expected):
            return empty(401)
        if request.headers.get("content-encoding"):
            return empty(415)
        return None

    @app.signal("http.lifecycle.exception")
    async def _log(exception: Exception, **_: Any) -> None:
        # Class and place only: messages of exceptions may carry what a customer wrote.
        places = [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in _frames(exception)]
        log.error("action_failed", error=type(exception).__name__, places=places[-3:])

    @app.on_response  # type: ignore[untyped-decorator]
    async def _say_nothing(_: Request, response: HTTPResponse) -> HTTPResponse | None:
        if response.status >= 400:
            log.warning("action_refused", status=response.status)
        # The SDK answers an error with its message and the request.
        return empty(response.status) if response.status >= 500 else None

    if beat:
        app.add_task(_beat_forever(beat))
    return app


async def _beat_forever(beat: Callable[[], None]) -> None:
    """Beat from the loop, through the threads in which actions work: both have to be free."""
    while True:
        try:
            await asyncio.to_thread(beat)
        except Exception as error:  # who looks for it sees that it is missing
            log.warning("heartbeat", error=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def _frames(exception: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(exception.__traceback__))


def serve(key: str, port: int, beat: Callable[[], None]) -> None:
    """Serve until stopped."""
    app = build(key, beat=beat)
    settle()
    app.run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False, debug=False
    )
