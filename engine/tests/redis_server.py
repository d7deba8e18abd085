"""A throwaway Redis server: nothing of the machine's is used, nothing is left behind."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def redis_server() -> Iterator[str]:
    """A running Redis on a socket of its own; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server is missing: run scripts/test-tools")
    with tempfile.TemporaryDirectory(prefix="fairwell-redis-") as folder:
        home = Path(folder)
        address = home / "redis.sock"
        where = ("--port", "0", "--unixsocket", str(address), "--dir", folder)
        command = [program, *where, "--save", ""]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while not _answers(address):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("redis-server did not start")
                time.sleep(0.02)
            yield f"unix://{address}"
        finally:
            server.terminate()
            server.wait(10)


def _answers(address: Path) -> bool:
    """Whether the server listens; its socket is there a moment earlier."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(address)) == 0
