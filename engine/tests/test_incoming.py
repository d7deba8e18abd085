"""What the channel takes, and what it refuses before Rasa sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message
from tables import table, texts

from fairwell_engine.server.incoming import (
    BadRequest,
    plain_text,
    read_payload,
    read_texts,
    read_turn,
)

DISGUISES = [
    "/restart",
    "  /restart",
    "\n\t/restart",
    "\u00a0/restart",
    "\u2003/restart",
    "\u3000/restart",
    "\x1c/restart",
    "\x00/restart",
    "\u200b/restart",
    "\u200d\ufeff/restart",
    "\u202e/restart",
    "\u2028/restart",
    "\u00ad/restart",
    "\uff0frestart",
    " \u200b\uff0frestart",
    '/press{"decision":"cancel"}',
    "/ restart",
    "//",
    "/",
]


def body(**fields: Any) -> bytes:
    whole = {"conversation_id": "c", "turn_id": "t"} | fields
    return json.dumps({key: value for key, value in whole.items() if value is not ...}).encode()


@table("text", DISGUISES)
def test_a_text_that_begins_with_a_slash_is_refused_however_disguised(text: str) -> None:
    with pytest.raises(BadRequest):
        plain_text(text)


@table("text", ["Ich möchte 1/2 kündigen", "und/oder", "\u2215x", "a /restart", "⁄x"])
def test_texts_with_a_slash_elsewhere_pass_and_rasa_takes_them_for_text(text: str) -> None:
    assert plain_text(text) == text
    assert YAMLStoryReader.unpack_regex_message(Message(data={"text": text})).get("intent") is None


def test_a_turn_is_read() -> None:
    turn = read_turn(body(text=" Guten Tag ", language_hint="de"))

    assert (turn.conversation_id, turn.turn_id, turn.text) == ("c", "t", " Guten Tag ")
    assert (turn.parse, turn.language_hint) == (None, "de")


@table(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        body(),
        body(text="a", payload="/press"),
        body(text=""),
        body(text="  \u200b "),
        body(text=7),
        body(text=None),
        body(text="x" * 2_001),
        body(text="\ud800"),
        body(text="a", conversation_id=...),
        body(text="a", conversation_id=""),
        body(text="a", conversation_id="x" * 201),
        body(text="a", turn_id=...),
        body(text="a", turn_id=3),
        body(text="a", language_hint="fr"),
        body(text="a", language_hint=["de"]),
        body(text="a", metadata={}),
        body(text="a", input_channel="x"),
        body(text="a", sender="x"),
    ],
)
def test_faulty_requests_are_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        read_turn(raw)


def test_a_refusal_never_quotes_the_request() -> None:
    for raw in (body(text="/CANARY"), body(payload="CANARY"), b"CANARY", body(text="a", CANARY=1)):
        with pytest.raises(BadRequest) as refusal:
            read_turn(raw)

        assert "CANARY" not in str(refusal.value)


def test_a_payload_becomes_intent_and_entities() -> None:
    parse = read_payload('/press{"decision": "cancel", "reason": "too_expensive"}')

    assert parse["intent"] == {"name": "press", "confidence": 1.0}
    assert {each["entity"]: each["value"] for each in parse["entities"]} == {
        "decision": "cancel",
        "reason": "too_expensive",
    }


@table("payload", ['/press{"reason":"none"}', "/cancel_account", '/a{"b":"ä\\"}"}'])
def test_a_payload_means_what_rasa_reads_in_it(payload: str) -> None:
    stock = YAMLStoryReader.unpack_regex_message(Message(data={"text": payload}))
    ours = read_payload(payload)

    assert ours["intent"]["name"] == stock.get("intent")["name"]
    assert [(each["entity"], each["value"]) for each in ours["entities"]] == [
        (each["entity"], each["value"]) for each in stock.get("entities")
    ]


@table(
    "payload",
    [
        *texts("""
            press | / | /Press | /press{ | /press{}x | /press[1] | /press@0.5{"a":"b"}
            /press{"a":{"b":1}} | /press{"a":null} | /restart | /session_start | /back
            """),
        " /press",
        "/press{" + '"a":' * 50_000,
    ],
)
def test_faulty_payloads_are_refused(payload: str) -> None:
    with pytest.raises(BadRequest):
        read_turn(body(payload=payload))


def test_texts_to_parse_are_read() -> None:
    assert read_texts(b'{"texts": ["a", "b"]}') == ["a", "b"]


@table("texts", [None, "a", {}, ["a"] * 501, ["/restart"], [1], [""]])
def test_faulty_texts_to_parse_are_refused(texts: Any) -> None:
    with pytest.raises(BadRequest):
        read_texts(json.dumps({"texts": texts}).encode())
