"""Static files without threads: they are small, and are served whatever the threads wait for."""

from __future__ import annotations

import mimetypes
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class StaticFiles:
    """ASGI app that serves the files of a folder, each read when it is requested."""

    def __init__(self, folder: Path, headers: dict[str, str] | None = None) -> None:
        self._folder = folder.resolve()
        self._headers = headers or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; ``root_path`` is where the app is mounted."""
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        file = (self._folder / name).resolve() if "\0" not in name else self._folder
        try:
            if not file.is_relative_to(self._folder) or not file.is_file():
                return Response(status_code=HTTPStatus.NOT_FOUND)
            state, content = file.stat(), file.read_bytes()
        except OSError:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        headers = {
            "ETag": tag,
            "Last-Modified": formatdate(state.st_mtime, usegmt=True),
            **self._headers,
        }
        if tag in Headers(scope=scope).get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = content if scope["method"] == "GET" else b""
        headers["Content-Length"] = str(len(content))
        return Response(body, headers=headers, media_type=kind)
