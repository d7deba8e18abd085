"""An action server for tests: answers by action name and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, Any]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up closes its connection; that is expected here."""


class ActionsStub:
    """Listens on a free loopback port until closed."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.connections: set[tuple[str, int]] = set()
        self.answers: dict[str, Callable[[dict[str, Any]], Answer]] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhook"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def called(self, action: str) -> list[dict[str, Any]]:
        return [call for call in self.calls if call["next_action"] == action]

    def _answer(self, call: dict[str, Any]) -> Answer:
        self.calls.append(call)
        answer = self.answers.get(call["next_action"])
        return answer(call) if answer else (200, {"events": [], "responses": [{"text": "Done."}]})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                stub.headers.append({key.lower(): value for key, value in self.headers.items()})
                stub.connections.add(self.client_address)
                length = int(self.headers["Content-Length"])
                status, answer = stub._answer(json.loads(self.rfile.read(length)))
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Be quiet."""

        return Handler


def failing(call: dict[str, Any]) -> Answer:
    """Break down the way a real action server does: quoting what it was sent."""
    return 500, {"error": "broken", "request_body": call}
