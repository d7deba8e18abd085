"""Serves Rasa's custom actions on loopback, in one process, behind a shared key.

The SDK's own launcher listens on all addresses, asks for no key, and starts four processes.
"""

from __future__ import annotations

import hmac
import logging
import warnings
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty

MAX_BODY = 4 * 1024 * 1024  # a tracker of a long conversation; deflated bodies are refused


def build(key: str, package: str = "actions") -> Sanic[Any, Any]:
    """The action server's app.

    Raises:
        ValueError: no key; an open action server could be driven by anybody on the machine.
    """
    if not key:
        raise ValueError("FAIRWELL_ACTIONS_KEY is empty: set it, or start with `make run`")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    # 3.21 serves 3.6.21 without fault (docs/decisions/001); it warns once a process.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = ActionExecutor()
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

    return app


def serve(key: str, port: int) -> None:
    """Serve until stopped."""
    build(key).run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False, debug=False
    )
