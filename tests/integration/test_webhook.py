"""The generic webhook: signed both ways, each message once, every line once and in order."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from fairwell.config import Settings
from fairwell.gateway.webhook.signing import SIGNATURE, TIMESTAMP, is_genuine, signature
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.staff import presence
from fairwell.store.chats import deliveries
from tests.integration.serving import Gateway, gateway, says, serving
from tests.support.commands import Run, command_line
from tests.support.waiting import wait_until

SECRET = "geheim-genug-fuer-einen-test"
ANNA = Agent("01ANNA", "anna@desk.example", "Anna Beispiel")


@dataclass
class Receiver:
    """The other side: keeps what it got, and answers with ``statuses`` first, then 200."""

    got: list[dict[str, Any]] = field(default_factory=list)
    forged: int = 0
    elsewhere: int = 0
    statuses: list[int] = field(default_factory=list)
    away: bool = False

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/in", self._take, methods=["POST"]),
                Route("/elsewhere", self._strange, methods=["POST", "GET"]),
            ]
        )

    @property
    def texts(self) -> list[str]:
        return [line["text"] for body in self.got for line in body["messages"]]

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        headers = request.headers
        if not is_genuine(SECRET, headers[TIMESTAMP], headers[SIGNATURE], body, time.time()):
            self.forged += 1
        status = self.statuses.pop(0) if self.statuses else 200
        if self.away:
            status = 503
        if status == 302:
            return RedirectResponse("/elsewhere", 302)
        if status == 200:
            self.got.append(json.loads(body))
        return Response(status_code=status)

    async def _strange(self, _: Request) -> Response:
        self.elsewhere += 1
        return Response()


@dataclass
class Sender:
    """A system that brings its customers' messages by webhook."""

    gate: Gateway
    receiver: Receiver

    def send(self, message_id: str, text: str, **headers: str) -> httpx.Response:
        content = {"id": message_id, "conversation": "+4900000", "message": text}
        body = json.dumps(content).encode()
        timestamp = headers.pop("timestamp", str(int(time.time())))
        signed = {TIMESTAMP: timestamp, SIGNATURE: signature(SECRET, timestamp, body)}
        return self.gate.http.post(
            "/api/channels/webhook", content=body, headers={**signed, **headers}
        )

    def waits_for(self, text: str) -> None:
        wait_until(
            lambda: any(text in said for said in self.receiver.texts),
            f"no {text!r}, only {self.receiver.texts}",
        )


@pytest.fixture
def sender(tmp_path: Path, stocked_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    """A gateway with a webhook, and its other side; tries again at once."""
    monkeypatch.setattr(deliveries, "FIRST_DELAY", 0.05)
    shutil.copy(stocked_file, tmp_path / "fairwell.db")
    receiver = Receiver()
    with (
        serving(receiver.app) as url,
        gateway(tmp_path, demo=True, webhook_url=f"{url}/in", webhook_secret=SECRET) as gate,
    ):
        yield Sender(gate, receiver)


@pytest.fixture
def run(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The operator's command line, on the database of the running gateway."""
    with command_line(sender.gate.app.settings.home, monkeypatch) as runner:
        yield runner


def test_a_message_comes_in_and_its_answer_goes_out_signed(sender: Sender) -> None:
    answer = sender.send("m1", "kündigen")

    assert (answer.status_code, answer.json()) == (202, {"speaker": "bot"})
    sender.waits_for("Gut.")
    assert sender.receiver.got[0]["conversation"] == "+4900000"
    assert sender.receiver.forged == 0
    assert "automatischer Assistent" in sender.receiver.texts[0]


def test_the_same_message_again_is_one_turn(sender: Sender) -> None:
    for _ in range(3):
        assert sender.send("m1", "kündigen").status_code == 202
    sender.send("m2", "ende")
    wait_until(lambda: sender.receiver.texts.count("Gut.") == 2, "two answers")

    assert [turn["text"] for turn in sender.gate.engine.turns] == ["kündigen", "ende"]


@pytest.mark.parametrize(
    "headers",
    [
        {SIGNATURE: "0" * 64},
        {SIGNATURE: ""},
        {TIMESTAMP: "0"},
        {"timestamp": str(int(time.time()) - 3600)},
        {"timestamp": "soon"},
    ],
)
def test_an_unsigned_or_old_message_is_refused(sender: Sender, headers: dict[str, str]) -> None:
    assert sender.send("m1", "kündigen", **headers).status_code == 401
    assert sender.gate.engine.turns == []


def test_what_cannot_be_sent_is_tried_again_and_nothing_overtakes_it(sender: Sender) -> None:
    sender.receiver.statuses += [500, 503, 302]
    for number in range(4):
        sender.gate.engine.script.append(sender.gate.engine.answering(says(f"Antwort {number}")))
        sender.send(f"m{number}", f"Frage {number}")

    sender.waits_for("Antwort 3")

    assert [text for text in sender.receiver.texts if text.startswith("Antwort")] == [
        f"Antwort {number}" for number in range(4)
    ]
    assert sender.receiver.elsewhere == 0  # a redirect is not followed


@pytest.fixture
def given_up(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> str:
    """The other side was away for all attempts; the conversation whose answer it lacks."""
    monkeypatch.setattr(deliveries, "MOST_ATTEMPTS", 2)
    sender.receiver.away = True
    sender.send("m1", "Frage 1")
    wait_until(sender.gate.app.deliveries.any_given_up, "not given up")
    return str(sender.gate.engine.turns[0]["conversation_id"])


def told(run: Run, *arguments: str) -> Any:
    done = run("webhook", *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_after_the_last_attempt_it_is_kept_as_given_up_and_shown_to_the_operator(
    sender: Sender, given_up: str, run: Run
) -> None:
    (row,) = told(run, "list")
    assert (row["conversation"], row["name"]) == (given_up, "+4900000")
    assert (row["status"], row["attempts"], row["last_error"]) == ("given_up", 2, "status 503")
    assert row["unsent"] == len(sender.gate.app.conversations.lines_after(given_up, 0)) - 1
    assert row["given_up_at"]
    assert sender.gate.http.get("/readyz").json()["warnings"] == ["webhook_given_up"]
    shown = sender.gate.http.get("/metrics").text
    assert 'fairwell_webhook_conversations{state="given_up"} 1.0' in shown
    assert 'fairwell_webhook_conversations{state="waiting"} 0.0' in shown


def test_what_was_given_up_is_not_tried_again_by_itself(sender: Sender, given_up: str) -> None:
    much_later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)

    assert sender.gate.app.deliveries.claim(much_later) == []
    assert sender.receiver.got == []


def test_the_operator_sends_again_and_everything_arrives_once_and_in_order(
    sender: Sender, given_up: str, run: Run
) -> None:
    sender.receiver.away = False

    assert told(run, "retry", given_up) == {"conversations": [given_up]}

    sender.waits_for("Gut.")
    wait_until(lambda: told(run, "list")[0]["status"] == "sent", "still not sent")
    lines = sender.gate.app.conversations.lines_after(given_up, 0)
    assert sender.receiver.texts == [line.text for line in lines if line.role != "customer"]
    assert sender.gate.http.get("/readyz").json()["warnings"] == []


def test_a_retry_has_to_say_of_what(given_up: str, run: Run) -> None:
    assert run("webhook", "retry").exit_code == 1
    assert run("webhook", "retry", given_up, "--all").exit_code == 1
    refused = run("webhook", "retry", "01UNKNOWN")
    assert refused.exit_code == 1
    assert "01UNKNOWN was given up" in refused.output
    assert told(run, "retry", "--all") == {"conversations": [given_up]}


def test_a_new_message_of_the_other_side_brings_new_attempts(sender: Sender, given_up: str) -> None:
    sender.receiver.away = False

    sender.send("m2", "Frage 2")

    wait_until(lambda: sender.receiver.texts.count("Gut.") == 2, "two answers")
    assert not sender.gate.app.deliveries.any_given_up()


def test_giving_up_is_logged_without_anything_of_the_customer(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "MOST_ATTEMPTS", 1)
    sender.receiver.away = True
    with capture_logs() as logged:
        sender.send("m1", "Mein Geheimnis")
        wait_until(lambda: any(x["event"] == "webhook_given_up" for x in logged), "not logged")

    (line,) = (entry for entry in logged if entry["event"] == "webhook_given_up")
    assert (line["log_level"], line["reason"], line["attempts"]) == ("error", "status 503", 1)
    assert line["conversation"] == sender.gate.engine.turns[0]["conversation_id"]
    assert "Geheimnis" not in str(logged)
    assert "+4900000" not in str(logged)


def test_a_person_answers_by_the_same_way_and_the_end_begins_a_new_conversation(
    sender: Sender,
) -> None:
    app = sender.gate.app
    presence.say_present(ANNA, "online", app)
    sender.gate.engine.script.append(
        sender.gate.engine.answering(says("Niemand.", handoff="asked"))
    )
    assert sender.send("m1", "Mensch").json() == {"speaker": "queued"}
    (row,) = queue.waiting(ANNA, app)
    talk = row.handoff.conversation_id
    queue.claim(talk, ANNA, app)
    handoff_conversation.reply(talk, ANNA, "Guten Tag, Anna hier", "k1", app)
    handoff_conversation.close(talk, ANNA, Outcome.SOLVED, app)
    sender.waits_for("zufrieden")

    assert sender.send("m2", "Noch etwas").json() == {"speaker": "bot"}

    sender.waits_for("Gut.")
    assert "Guten Tag, Anna hier" in sender.receiver.texts
    assert sender.gate.engine.turns[-1]["conversation_id"] != talk


def test_without_a_secret_there_is_no_webhook(gate: Gateway) -> None:
    assert gate.http.post("/api/channels/webhook", content=b"{}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/in",
        "http://127.0.0.1.evil.example/",
        "file:///etc/passwd",
        "ftp://x.example",
    ],
)
def test_a_callback_url_must_be_https_or_this_machine(url: str) -> None:
    with pytest.raises(ValidationError, match="https"):
        Settings(webhook_url=url)
