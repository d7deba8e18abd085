"""One supervised child: its own process group, its log file, restarts with growing pauses."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path
from typing import IO

from fairwell import paths
from fairwell.processes.parts import Part

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 8.0
KEEP_LOG_BYTES = 5_000_000
FIRST_PAUSE, LONGEST_PAUSE, SETTLED_AFTER = 0.5, 10.0, 30.0

_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    """In the child: end when the supervisor dies, even by SIGKILL, so that no orphan stays."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One part, restarted until it is stopped."""

    def __init__(self, part: Part, logs: Path) -> None:
        self.part = part
        self.log = logs / f"{part.name}.log"
        self.starts = 0
        self.started_at = 0.0  # by time.monotonic
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Return the process's id while it runs."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process else None

    async def run(self) -> None:
        """Start, and start again whenever it ends by itself."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            await self._start()
            assert self._process is not None
            await self._process.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - started > SETTLED_AFTER:
                pause = FIRST_PAUSE
            try:
                await asyncio.wait_for(self._stopping.wait(), pause)
            except TimeoutError:
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _start(self) -> None:
        self.starts += 1
        self.started_at = time.monotonic()
        with self._output() as output:
            self._process = await asyncio.create_subprocess_exec(
                *self.part.command,
                cwd=paths.ROOT,
                env=os.environ | self.part.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def _output(self) -> IO[bytes]:
        """Open the log; without one (a full disk) the part runs all the same."""
        try:
            kept = self.log.exists() and self.log.stat().st_size < KEEP_LOG_BYTES
            return self.log.open("ab" if kept else "wb")
        except OSError:
            return Path(os.devnull).open("wb")

    def kill(self) -> None:
        """End it without asking, as it would not hear; ``run`` starts it again."""
        if self.pid is not None:
            self._signal(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask the whole group to end; kill what is left after a while."""
        self._stopping.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        self._signal(signal.SIGKILL)
        await process.wait()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return

    def last_words(self, lines: int = 12) -> str:
        """Return the end of the log, for a part that will not start."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""
