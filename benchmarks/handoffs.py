"""``python -m benchmarks.handoffs``: conversations handed over and back, and lost messages.

Engine, actions and store are real; the gateway runs in this process, so that agents act where its
streams are. Each conversation is asked for by its customer, claimed, written in by both at once,
handed back, and answered by the bot. Then three accounts of it have to agree: what customer and
agent sent, the transcript, and the customer's stream.
"""

from __future__ import annotations

import argparse
import json
import queue
import secrets
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import uvicorn

from benchmarks.folders import WORK
from benchmarks.servers import engine_system
from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.gateway.app import create_app
from fairwell.processes import model
from fairwell.rules.handoff.agent import Agent
from fairwell.services.errors import HandoffRefused
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff.queue import claim
from fairwell.services.staff import presence

LINES = 4  # of the customer and of the agent, at the same time
PATIENCE = 60.0  # seconds
WISHES = {"de": "Ich möchte mit einem Menschen sprechen", "en": "I want to talk to a person"}
QUESTIONS = {"de": "Was kostet die Pause?", "en": "What does a pause cost?"}


@dataclass
class Count:
    """Faults over all handoffs, and the time of an agent's line to the widget."""

    handoffs: int = 0
    messages: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    bot_spoke_over_people: int = 0
    silent_after_return: int = 0
    failed: list[str] = field(default_factory=list)
    delivery_ms: list[float] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was wrong."""
        wrong = self.lost + self.doubled + self.reordered
        return not (
            wrong + self.bot_spoke_over_people + self.silent_after_return + len(self.failed)
        )


class Follower:
    """A customer's open stream: every line with the time it came."""

    def __init__(self, url: str, token: str) -> None:
        self.lines: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)
        self._token = token
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def until(self, count: int) -> list[tuple[float, dict[str, Any]]]:
        """Wait for the first ``count`` lines; fewer at the timeout."""
        deadline = time.monotonic() + PATIENCE
        found: list[tuple[float, dict[str, Any]]] = []
        while len(found) < count and time.monotonic() < deadline:
            try:
                found.append(self.lines.get(timeout=0.2))
            except queue.Empty:
                continue
        return found

    def close(self) -> None:
        """End the stream."""
        self._client.close()

    def _run(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            with self._client.stream("GET", "/api/chat/events", headers=headers) as stream:
                event: dict[str, str] = {}
                for line in stream.iter_lines():
                    name, _, value = line.partition(":")
                    if line:
                        event[name] = value.strip()
                        continue
                    if event.get("event") == "message":
                        self.lines.put((time.monotonic(), json.loads(event["data"])))
                    event = {}
        except (httpx.HTTPError, RuntimeError):
            return  # closed by us


@contextmanager
def gateway(app: App) -> Iterator[str]:
    """Serve the gateway in this process; yields its address."""
    config = uvicorn.Config(create_app(app), port=0, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the gateway does not start")
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


class Run:
    """Hands conversations over, one at a time a worker; ``count`` is shared."""

    def __init__(self, app: App, url: str) -> None:
        self._app = app
        self._url = url
        self._lock = threading.Lock()
        self.count = Count()

    def one(self, number: int) -> None:
        """Run one conversation, from the wish for a person to the bot's answer afterwards."""
        language = ("de", "en")[number % 2]
        agent = Agent(f"01AGENT{number % 10:02}", f"a{number % 10}@desk.example", "Anna Beispiel")
        try:
            with httpx.Client(base_url=self._url, trust_env=False, timeout=PATIENCE) as customer:
                self._hand_over(customer, agent, language)
        except (httpx.HTTPError, HandoffRefused, AssertionError, KeyError) as error:
            with self._lock:
                self.count.failed.append(f"{number}: {type(error).__name__}: {error}")

    def _hand_over(self, customer: httpx.Client, agent: Agent, language: str) -> None:
        app = self._app
        presence.say_present(agent, "online", app)
        tag = secrets.token_hex(4)
        answer = _say(customer, WISHES[language], language, None)
        token = answer["token"]
        assert answer["speaker"] == "queued", answer
        talk = self._app.conversations.by_token(token)
        assert talk is not None
        follower = Follower(self._url, token)
        claim(talk.id, agent, app)
        theirs = [f"{tag} customer {place}" for place in range(LINES)]
        ours = [f"{tag} agent {place}" for place in range(LINES)]
        sent_at: dict[str, float] = {}

        def reply() -> None:
            for text in ours:
                sent_at[text] = time.monotonic()
                handoff_conversation.reply(talk.id, agent, text, f"{tag}-{text[-1]}", app)

        replying = threading.Thread(target=reply)
        replying.start()
        for text in theirs:
            _say(customer, text, language, token)
        replying.join(PATIENCE)
        handoff_conversation.return_to_bot(talk.id, agent, app)
        after = _say(customer, QUESTIONS[language], language, token)
        headers = {"Authorization": f"Bearer {token}"}
        kept = customer.get("/api/chat/messages", headers=headers).json()["messages"]
        seen = follower.until(len(kept))
        follower.close()
        self._judge(theirs, ours, kept, seen, sent_at, after)

    def _judge(
        self,
        theirs: list[str],
        ours: list[str],
        kept: list[dict[str, Any]],
        seen: list[tuple[float, dict[str, Any]]],
        sent_at: dict[str, float],
        after: dict[str, Any],
    ) -> None:
        with self._lock:
            count = self.count
            count.handoffs += 1
            count.messages += len(theirs) + len(ours)
            for lines in (kept, [line for _, line in seen]):
                texts = [line["text"] for line in lines]
                times = Counter(texts)
                for side in (theirs, ours):
                    count.lost += sum(times[text] == 0 for text in side)
                    count.doubled += sum(times[text] > 1 for text in side)
                    places = [texts.index(text) for text in side if times[text]]
                    count.reordered += places != sorted(places)
            ids = [line["id"] for line in kept]
            count.reordered += [line["id"] for _, line in seen] != ids
            count.bot_spoke_over_people += _bot_spoke(kept)
            count.silent_after_return += not any(
                message["role"] == "bot" for message in after["messages"]
            )
            arrived = {line["text"]: moment for moment, line in seen}
            count.delivery_ms += [
                (arrived[text] - sent_at[text]) * 1000 for text in ours if text in arrived
            ]


def _say(customer: httpx.Client, text: str, language: str, token: str | None) -> dict[str, Any]:
    headers = {"Idempotency-Key": secrets.token_hex(8), "Accept-Language": language}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    response = customer.post("/api/chat", json={"message": text}, headers=headers)
    response.raise_for_status()
    answer: dict[str, Any] = response.json()
    return answer


def _bot_spoke(kept: list[dict[str, Any]]) -> bool:
    """Check whether the bot spoke between start and end of the handoff."""
    markers = [place for place, line in enumerate(kept) if line["role"] == "system"]
    between = kept[markers[0] : markers[-1]]
    return any(line["role"] == "bot" for line in between)


def main() -> int:
    """Run the handoffs; return 1 if a message was lost, duplicated or out of order."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.handoffs", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=8)
    asked = parser.parse_args()
    archive = model.current() or model.train()
    home: Path = WORK / "handoffs"
    shutil.rmtree(home, ignore_errors=True)
    with engine_system(archive, home, {}) as system:
        settings = Settings(
            home=home,
            demo=True,
            engine_url=system.bot["urls"][0],
            engine_key=system.bot["key"],
        )
        app = App(settings)
        with gateway(app) as url, ThreadPoolExecutor(asked.at_once) as pool:
            run = Run(app, url)
            list(pool.map(run.one, range(asked.count)))
    figures = asdict(run.count)
    times = sorted(figures.pop("delivery_ms")) or [0.0]
    figures["delivery_ms"] = {
        "median": round(median(times), 1),
        "p95": round(times[int(len(times) * 0.95) - 1], 1),
        "max": round(times[-1], 1),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0 if run.count.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
