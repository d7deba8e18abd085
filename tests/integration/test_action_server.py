"""The real action server, driven as the engine drives it: real trackers over HTTP."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select

from fairwell import paths
from fairwell.processes.action_server import MAX_BODY, build
from fairwell.processes.parts import free_port
from fairwell.rules.cases.case import Kind, Status
from fairwell.store.base.engine import open_engine, transaction
from fairwell.store.cases import demo
from fairwell.store.cases.tables import UtteranceRow
from tests.integration.records import cases, mails
from tests.support.waiting import wait_until
from tests.unit.samples import ACCOUNT, a_message, tracker_json

KEY = "a-key-for-this-test"
CANARY = "canary-person@blumen-mueller.example"


@dataclass
class Server:
    """A running action server and the database it writes."""

    url: str
    database: Engine
    file: Path
    output: Path

    def post(self, body: Any, **headers: str) -> httpx.Response:
        headers = {"X-Actions-Key": KEY, **headers}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.post(
            f"{self.url}/webhook", content=content, headers=headers, timeout=20, trust_env=False
        )

    def act(self, action: str, tracker: dict[str, Any]) -> dict[str, Any]:
        """What an action does with a tracker: ``{"events", "responses"}``."""
        call = {"next_action": action, "sender_id": tracker["sender_id"], "tracker": tracker}
        response = self.post({**call, "version": "3.6.21"})
        assert response.status_code == httpx.codes.OK, response.text
        result: dict[str, Any] = response.json()
        return result


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, stocked_file: Path) -> Iterator[Server]:
    """One process for all tests here: starting it takes longer than all of them."""
    home = tmp_path_factory.mktemp("actions")
    shutil.copy(stocked_file, home / "fairwell.db")
    port = free_port()
    output = home / "output.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FAIRWELL_")}
    environment |= {"FAIRWELL_HOME": str(home), "FAIRWELL_ACTIONS_KEY": KEY}
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "fairwell.cli.main", "part", "actions", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    database = open_engine(f"sqlite:///{home / 'fairwell.db'}")
    try:
        wait_until(lambda: _healthy(url) or process.poll() is not None, output.read_text, 60)
        yield Server(url, database, home / "fairwell.db", output)
    finally:
        database.dispose()
        process.terminate()
        process.wait(20)


@pytest.fixture
def server(running: Server) -> Server:
    """The running server, with the demo accounts as shipped and nothing recorded."""
    demo.reset(running.database, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    return running


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def concluded(turn: str = "01TURN", **slots: Any) -> dict[str, Any]:
    """A tracker whose form is complete, in the turn of the last click."""
    said: dict[str, Any] = {
        "language": "de",
        "kind": "cancel",
        "user_name": ACCOUNT.user_name,
        "email": ACCOUNT.email,
        "reason": "none",
        "decision": "cancel",
        "page_shown": "cancel",
    }
    message = a_message("Jetzt kündigen", "press", 1.0, turn, decision="cancel")
    return tracker_json(message, **{**said, **slots})


def receipt(result: dict[str, Any]) -> dict[str, Any]:
    return next(r for r in result["responses"] if r["response"].startswith("utter_receipt"))


def test_only_who_knows_the_key_gets_an_answer_but_health_is_open(server: Server) -> None:
    call = {"next_action": "action_conclude", "sender_id": "x", "tracker": concluded()}

    for key in ("", "wrong", KEY[:-1], f"{KEY}x", KEY.upper()):
        refused = server.post(call, **{"X-Actions-Key": key})
        assert (refused.status_code, refused.content) == (401, b"")
    assert httpx.get(f"{server.url}/actions", trust_env=False).status_code == 401
    assert httpx.get(f"{server.url}/health", trust_env=False).json() == {"status": "ok"}
    assert cases(server.database) == []


def test_a_packed_body_is_refused_unopened(server: Server) -> None:
    call = {"next_action": "action_conclude", "sender_id": "x", "tracker": concluded()}
    packed = zlib.compress(json.dumps(call).encode())

    for encoding in ("deflate", "gzip", "br"):
        assert server.post(packed, **{"Content-Encoding": encoding}).status_code == 415
    assert cases(server.database) == []


def test_a_body_over_the_limit_is_refused(server: Server) -> None:
    call = {"next_action": "action_conclude", "sender_id": "x", "tracker": concluded()}
    padded = json.dumps(call).encode() + b" " * MAX_BODY

    assert server.post(padded).status_code >= 400
    assert cases(server.database) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1, ", b"\xff", b'{"next_action": '])
def test_a_broken_call_is_refused_without_repeating_it(server: Server, body: bytes) -> None:
    response = server.post(body + CANARY.encode())

    assert response.status_code >= 400
    assert CANARY not in response.text
    assert CANARY not in server.output.read_text()


def test_an_unknown_action_is_not_found(server: Server) -> None:
    tracker = concluded()
    call = {"next_action": "action_rob_the_bank", "sender_id": "x", "tracker": tracker}

    assert server.post(call).status_code == 404


def test_an_action_that_fails_says_nothing_of_the_customer(server: Server) -> None:
    tracker = {**concluded(email=CANARY), "latest_message": {"intent": CANARY, "entities": 7}}
    call = {"next_action": "action_conclude", "sender_id": "x", "tracker": tracker}

    response = server.post(call)

    assert response.status_code == 500
    assert CANARY not in response.text
    assert CANARY not in server.output.read_text()
    assert cases(server.database) == []


def test_the_last_click_leaves_one_case_and_one_mail_and_says_its_reference(
    server: Server,
) -> None:
    result = server.act("action_conclude", concluded())

    (case,) = cases(server.database)
    (mail,) = mails(server.database)
    said = receipt(result)
    assert said["response"] == "utter_receipt_cancel"
    assert said["reference"] == case.reference == mail.reference
    assert "Uhr (ME" in said["received_at"]
    assert said["details"] == f"{ACCOUNT.user_name}, {ACCOUNT.email}"
    assert (case.kind, case.status, case.reason) == (Kind.CANCEL, Status.DECLARED, None)
    assert (case.conversation_id, case.turn_id) == ("01CONVERSATION", "01TURN")
    assert mail.recipient == ACCOUNT.email


def test_english_is_recorded_and_answered_in_english(server: Server) -> None:
    said = receipt(server.act("action_conclude", concluded(language="en", reason="not_used")))

    (case,) = cases(server.database)
    assert (case.language, case.reason, case.time_zone) == ("en", "not_used", "America/New_York")
    assert said["received_at"].endswith(("(EST)", "(EDT)"))


@pytest.mark.parametrize("turn", ["01TURN", "02TURN"])
def test_the_same_wish_again_answers_with_the_first_reference(server: Server, turn: str) -> None:
    first = receipt(server.act("action_conclude", concluded()))
    again = receipt(server.act("action_conclude", concluded(turn)))

    assert again["reference"] == first["reference"]
    assert again["received_at"] == first["received_at"]
    assert len(cases(server.database)) == len(mails(server.database)) == 1


def test_other_details_in_another_turn_are_another_case(server: Server) -> None:
    first = receipt(server.act("action_conclude", concluded()))
    second = receipt(server.act("action_conclude", concluded("02TURN", user_name="radhaus-nord")))

    assert first["reference"] != second["reference"]
    assert len(cases(server.database)) == 2


def test_a_pause_is_a_request_and_cancelling_after_all_replaces_it(server: Server) -> None:
    said = receipt(server.act("action_conclude", concluded(kind="pause", decision="pause")))
    assert said["response"] == "utter_receipt_pause"

    server.act("action_conclude", concluded("02TURN"))

    statuses = {case.kind: case.status for case in cases(server.database)}
    assert statuses == {Kind.PAUSE: Status.REVOKED, Kind.CANCEL: Status.DECLARED}


def test_unknown_details_get_the_same_words_and_no_mail(server: Server) -> None:
    known = receipt(server.act("action_conclude", concluded()))
    stranger = concluded("02TURN", user_name="nobody", email="no@body.example")
    unknown = receipt(server.act("action_conclude", {**stranger, "sender_id": "02CONVERSATION"}))

    def words(said: dict[str, Any]) -> dict[str, Any]:
        """What is said but for the number, the moment, the typed details and the random links."""
        (record,) = said["custom"]["recorded"]
        noted = {**said["custom"], "recorded": record | {"user_name": "#", "email": "#"}}
        files = re.sub(r"/receipt/[\w-]+/", "/", json.dumps(noted))
        shared = {k: v for k, v in said.items() if k not in {"received_at", "details", "custom"}}
        return {**shared, "files": files.replace(said["reference"], "#"), "reference": "#"}

    assert words(known) == words(unknown)
    assert len(mails(server.database)) == 1


@pytest.mark.parametrize("decision", ["keep", None, "something", "change"])
def test_any_other_decision_records_nothing_and_says_so(
    server: Server, decision: str | None
) -> None:
    result = server.act("action_conclude", concluded(decision=decision))

    assert [r["response"] for r in result["responses"]] == ["utter_kept"]
    assert cases(server.database) == []


def test_a_locked_database_is_told_and_the_click_works_afterwards(server: Server) -> None:
    with closing(sqlite3.connect(server.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = server.act("action_conclude", concluded())
        other.execute("ROLLBACK")

    assert [r["response"] for r in result["responses"]] == ["utter_not_recorded"]
    assert cases(server.database) == []
    assert mails(server.database) == []

    receipt(server.act("action_conclude", concluded("02TURN")))
    assert len(cases(server.database)) == len(mails(server.database)) == 1


def test_nothing_of_the_customer_stands_in_the_servers_output(server: Server) -> None:
    server.act("action_conclude", concluded(email=CANARY, reason=f"weil {CANARY}"))
    server.act("validate_request_form", concluded(email=CANARY, decision=None))

    assert CANARY not in server.output.read_text()


def test_a_server_without_a_key_does_not_start() -> None:
    with pytest.raises(ValueError, match="FAIRWELL_ACTIONS_KEY is empty"):
        build("")


def unclear() -> dict[str, Any]:
    """A tracker whose last message could mean two things, with its writer's address in it."""
    message = a_message(f"weg oder so {CANARY}", "nlu_fallback", 0.3, email=CANARY)
    ranking = [{"name": name, "confidence": 0.2} for name in ("cancel_account", "pause_account")]
    return tracker_json({**message, "intent_ranking": ranking}, language="de")


def test_what_is_not_understood_is_asked_about_and_kept_for_trainers(server: Server) -> None:
    result = server.act("action_default_fallback", unclear())

    (asked,) = result["responses"]
    assert asked["response"] == "utter_unsure"
    assert [b["payload"] for b in asked["buttons"]] == ["/cancel_account", "/pause_account"]
    with transaction(server.database, read_only=True) as session:
        (kept,) = session.scalars(select(UtteranceRow))
    assert (kept.text, kept.turn_id, kept.chosen_intent) == (
        "weg oder so [e-mail]",
        "01TURN",
        None,
    )
    assert kept.ranking == [["cancel_account", 0.2], ["pause_account", 0.2]]


def test_a_locked_database_keeps_nobody_from_being_asked(server: Server) -> None:
    with closing(sqlite3.connect(server.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = server.act("action_default_fallback", unclear())

    assert [r["response"] for r in result["responses"]] == ["utter_unsure"]
    assert CANARY not in server.output.read_text()
