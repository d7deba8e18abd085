"""The whole product as customers meet it: started by its own command, on a free port."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from fairwell import paths
from fairwell.mail.catcher import CaughtMail, read_mails
from fairwell.store.chats.conversations import hash_token
from tests.support.waiting import wait_until

PARTS = ("catcher", "engine", "actions", "worker", "gateway")
# The supervisor itself gives up after 180 s and says why.
READY_WITHIN = 200.0
STOPPED_WITHIN = 40.0
# Longer than the gateway's own deadline for a turn, so that its answer is what a test sees.
PATIENCE = 40.0

_CASES = """
SELECT c.reference, c.kind, a.user_name AS account, c.user_name, c.email, c.language, c.status,
       c.reason, c.requested_at, c.effective_on
FROM cancellation_case c LEFT JOIN account a ON a.id = c.account_id
ORDER BY c.requested_at, c.id
"""
_LINES = """
SELECT m.role, m.text, m.intent, m.confidence, m.turn_id
FROM message m JOIN conversation c ON c.id = m.conversation_id
WHERE c.token_hash = ? ORDER BY m.id
"""


class Product:
    """One running product with a state folder of its own."""

    def __init__(self, home: Path, **settings: str) -> None:
        """``settings`` are FAIRWELL_ variables by their field names, on top of those of a demo."""
        self.home = home
        self.url = ""
        self._environment = _without_ours(os.environ) | {
            "FAIRWELL_HOME": str(home),
            "FAIRWELL_DEMO": "1",
            "FAIRWELL_PORT": "0",
            "FAIRWELL_LIMITS": "off",  # many customers on one machine
            **{f"FAIRWELL_{name.upper()}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None
        # A connection a request: one kept open would break with the gateway that a test kills.
        # Without TLS settings, which take longer to load than most answers take to come.
        self.http = httpx.Client(
            trust_env=False,
            verify=False,
            timeout=PATIENCE,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def start(self) -> None:
        """Start all parts and wait until they are ready."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "run.out").open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "fairwell.cli.main", "run"],
                cwd=paths.ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for pytest, which then stops us
            )
        try:
            wait_until(self._is_up, self._why_not, READY_WITHIN)
        except AssertionError:
            self._end()
            raise
        self.url = self._state()["url"]
        self.wait_until_ready()

    def stop(self) -> None:
        """Stop as Ctrl-C does; nothing of the product may be left behind."""
        self.http.close()
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            code = self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._end()
            raise AssertionError(f"the product does not stop on SIGINT\n{self.tails()}") from None
        left = self._processes()
        self._end()
        assert code == 0, f"the product ended with {code}\n{self.tails()}"
        assert not left, f"still running after the product stopped: {left}"
        assert not (self.home / "run.json").exists()

    # --- its parts ------------------------------------------------------------------------

    def pid(self, part: str) -> int:
        """The process id of a running part."""
        return wait_until(lambda: self._state()["parts"].get(part), f"{part} does not run")

    def kill(self, part: str) -> int:
        """End a part without warning; returns the id it had."""
        pid = self.pid(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    def setting(self, part: str, name: str) -> str:
        """A variable that a part was started with, such as its port or key."""
        variables = _environment_of(Path("/proc") / str(self.pid(part)))
        prefix = f"FAIRWELL_{name.upper()}=".encode()
        return next(v for v in variables if v.startswith(prefix)).removeprefix(prefix).decode()

    @contextmanager
    def frozen(self, part: str) -> Iterator[int]:
        """A part that takes connections and does nothing, as under a stuck disk."""
        pid = self.pid(part)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield pid
        finally:
            with suppress(ProcessLookupError):  # the test may have killed it
                os.kill(pid, signal.SIGCONT)

    @contextmanager
    def locked(self, database: Path) -> Iterator[None]:
        """Nobody else can write to a database of the product while the block lasts."""
        with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def wait_until_restarted(self, part: str, old: int, within: float = 20.0) -> None:
        """Wait until the supervisor has replaced a part and all are ready again."""
        wait_until(
            lambda: self._state()["parts"].get(part) not in (None, old),
            lambda: f"{part} was not started again\n{self.tails()}",
            within,
        )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until ``/readyz`` says so."""
        wait_until(
            lambda: self.readiness()[0] == httpx.codes.OK,
            lambda: f"not ready: {self.readiness()}\n{self.tails()}",
            READY_WITHIN,
        )

    def readiness(self) -> tuple[int, dict[str, bool]]:
        """Status and parts as ``/readyz`` tells them; 0 when the gateway does not answer."""
        try:
            answer = self.http.get(f"{self.url}/readyz", timeout=10)
        except httpx.HTTPError:
            return 0, {}
        return answer.status_code, answer.json()["parts"]

    # --- what it did ----------------------------------------------------------------------

    def cli(self, *arguments: str) -> Any:
        """What ``fairwell … --json`` says about this product."""
        done = subprocess.run(
            [sys.executable, "-m", "fairwell.cli.main", *arguments, "--json"],
            cwd=paths.ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"fairwell {' '.join(arguments)}: {done.stderr}"
        return json.loads(done.stdout)

    def cases(self, **values: str) -> list[dict[str, Any]]:
        """The recorded cases whose fields have these values, read where the CLI reads them."""
        return [row for row in self._rows(_CASES) if values.items() <= row.items()]

    def outbox(self, reference: str) -> list[dict[str, Any]]:
        """The mails about a case, sent or not."""
        return self._rows("SELECT * FROM outbox WHERE reference = ?", reference)

    def mails(self) -> list[CaughtMail]:
        """What the mail catcher holds, newest last."""
        return read_mails(self.home / "mail")

    def mail_about(self, reference: str, within: float = 20.0) -> CaughtMail:
        """The one mail that names a reference, once it has arrived."""
        found = wait_until(
            lambda: [mail for mail in self.mails() if reference in mail.text],
            lambda: f"no mail about {reference}\n{self.tails()}",
            within,
        )
        assert len(found) == 1, f"{len(found)} mails about {reference}"
        return found[0]

    def kept_lines(self, token: str) -> list[dict[str, Any]]:
        """A conversation as it stands in the database."""
        return self._rows(_LINES, hash_token(token))

    def engine_events(self, token: str) -> list[dict[str, Any]]:
        """What the engine remembers of a conversation, in its order."""
        sql = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
        rows = self._rows(sql, self.conversation(token), file=self.tracker)
        return [json.loads(row["data"]) for row in rows]

    def conversation(self, token: str) -> str:
        """The id of a conversation, by which engine and desk know it."""
        (found,) = self._rows("SELECT id FROM conversation WHERE token_hash = ?", hash_token(token))
        return str(found["id"])

    @property
    def database(self) -> Path:
        """The product's own database."""
        return self.home / "fairwell.db"

    @property
    def tracker(self) -> Path:
        """The engine's memory of conversations."""
        return self.home / "tracker.db"

    def holds(self, text: str, *, only_logs: bool = False) -> list[str]:
        """The files of the state folder in which ``text`` stands, as written to the disk."""
        wanted = text.encode()
        folder = self.home / "logs" if only_logs else self.home
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        return [str(file.relative_to(self.home)) for file in files if wanted in file.read_bytes()]

    def tails(self, lines: int = 8) -> str:
        """The last lines of every log, for the message of a test that failed."""
        logs = [self.home / "run.out", *sorted((self.home / "logs").glob("*.log"))]
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
            for log in logs
            if log.exists()
        )

    # --- behind it ------------------------------------------------------------------------

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return state

    def _is_up(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the product ended at its start\n{self.tails()}")
        return (self.home / "run.json").exists()

    def _why_not(self) -> str:
        return f"the product did not get ready\n{self.tails()}"

    def _rows(self, sql: str, *values: object, file: Path | None = None) -> list[dict[str, Any]]:
        address = f"file:{file or self.database}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def _processes(self) -> list[int]:
        """Everything that runs with our state folder in its environment."""
        ours = f"FAIRWELL_HOME={self.home.resolve()}".encode()
        return [
            int(process.name)
            for process in Path("/proc").iterdir()
            if process.name.isdecimal() and ours in _environment_of(process)
        ]

    def _end(self) -> None:
        """Whatever went wrong: leave no process behind."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def running(product: Product) -> Iterator[Product]:
    """For fixtures: the product while it runs."""
    product.start()
    yield product
    product.stop()


def _environment_of(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or somebody else's
        return []


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment without settings that a developer may have made for fairwell."""
    return {name: value for name, value in environment.items() if not name.startswith("FAIRWELL_")}
