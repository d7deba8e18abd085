"""The real engine as a process of its own, and a client for it."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).resolve().parents[1]
KEY = "key-for-tests"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The variables that a supervisor sets, and nothing of this machine's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return (
        kept
        | {
            "PYTHONPATH": str(ENGINE),
            "FAIRWELL_HOME": str(folder / "home"),
            "FAIRWELL_ENGINE_KEY": KEY,
            "FAIRWELL_ACTIONS_KEY": "actions-key-for-tests",
            "FAIRWELL_ACTIONS_URL": "http://127.0.0.1:9/webhook",
        }
        | more
    )


def launch(folder: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher to its end; for runs that must refuse to serve."""
    command = [sys.executable, "-m", "fairwell_engine.server.launcher", *arguments]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )


class EngineProcess:
    """Serves until closed; ``log`` is all it has printed so far."""

    def __init__(self, folder: Path, model: Path, **variables: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._lines: list[str] = []
        self._ready = threading.Event()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "fairwell_engine.server.launcher"),
                *("--model", str(model), "--port", str(self.port)),
            ],
            cwd=folder,
            env=environment(folder, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._ready.wait(120), self.log
        assert self._process.poll() is None, self.log

    @property
    def log(self) -> str:
        return "".join(self._lines)

    def close(self) -> int:
        """Ask the process to stop; its exit code."""
        self._process.terminate()
        code = self._process.wait(30)
        self._reader.join(10)
        return code

    @contextmanager
    def no_file_may_grow(self) -> Iterator[None]:
        """As on a full disk: the kernel refuses what the process writes to files."""
        before = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (0, -1))
        try:
            yield
        finally:
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, before)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)
            if "engine is ready" in line:
                self._ready.set()
        self._ready.set()

    def call(self, path: str, body: Any = None, *, key: str | None = KEY) -> tuple[int, Any]:
        """Status and JSON of a request; ``body`` may be raw bytes."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data)
        if key is not None:
            request.add_header("X-Engine-Key", key)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode()
            try:
                return error.code, json.loads(text)
            except ValueError:
                return error.code, text

    def turn(self, conversation: str, turn: str, text: str = ..., **more: str) -> tuple[int, Any]:
        """One turn of a conversation."""
        body = {"conversation_id": conversation, "turn_id": turn} | more
        if text is not ...:
            body["text"] = text
        return self.call("/webhooks/fairwell/webhook", body)
