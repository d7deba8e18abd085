"""Requests that no widget would send. Numbers: the project's list of attacks."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.chat import Chat, read_answer
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.words import DE, Words, stranger

LISTENS = "0A"  # a socket's state in /proc/net/tcp


@pytest.fixture
def german(product: Product) -> Chat:
    """A conversation whose language does not matter."""
    chat = Chat(product, "de")
    chat.say(DE.hello)
    return chat


def test_04_a_button_of_another_conversation_is_refused_and_makes_no_turn(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", Chat(product, words.language), words, account)
    chat.say(words.hello)
    lines_before = chat.transcript

    refused = chat.post({"press": page.buttons[words.cancel_now]})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (409, "button_gone")
    assert told.language == words.language
    assert chat.transcript == lines_before
    assert product.cases(email=account.email) == []


@pytest.mark.parametrize("button", ["x", "0", "../../etc/passwd", "' OR 1=1 --", "Ä" * 64])
def test_04_an_unknown_button_is_refused(german: Chat, button: str) -> None:
    assert german.post({"press": button}).status_code == 409


def test_04_a_button_without_a_conversation_is_refused(product: Product) -> None:
    assert Chat(product).post({"press": "x"}).status_code == 401


@pytest.mark.parametrize(
    "extra",
    [
        {"sender": "somebody-else"},
        {"sender_id": "default"},
        {"input_channel": "rest"},
        {"metadata": {"turn_id": "1"}},
        {"conversation_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"slots": {"decision": "cancel"}},
    ],
    ids=lambda extra: next(iter(extra)),
)
def test_07_fields_that_are_not_the_customers_to_set_are_refused(
    german: Chat, extra: dict[str, object]
) -> None:
    lines_before = german.transcript

    refused = german.post({"message": "Hallo", **extra})

    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "bad_request"
    assert german.transcript == lines_before


@pytest.mark.parametrize(
    "body",
    [{}, {"message": "a", "press": "b"}, {"message": 1}, {"message": None}, [], "Hallo", None],
    ids=repr,
)
def test_07_a_body_of_the_wrong_shape_is_refused(german: Chat, body: object) -> None:
    assert german.post(body).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b'{"message": NaN}',
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"\xff\xfe",
        b'{"message": 1e999}',
        b"9" * 10_000,
    ],
    ids=["cut off", "empty", "NaN", "deep list", "deep object", "no UTF-8", "infinite", "digits"],
)
def test_40_what_is_no_proper_json_is_refused(german: Chat, body: bytes) -> None:
    assert german.post_raw(body).status_code == 400


def test_39_a_body_of_a_megabyte_is_refused_before_it_is_read(german: Chat) -> None:
    refused = german.post_raw(json.dumps({"message": "a" * 1_000_000}).encode())

    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_long")


def test_39_a_body_of_unknown_length_is_refused_as_well(german: Chat) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"message": "'
        for _ in range(64):
            yield b"a" * 16_384
        yield b'"}'

    assert german.post_raw(pieces()).status_code in (400, 413)


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "a" * 4_000])
def test_16_a_wrong_token_opens_nothing(product: Product, words: Words, token: str) -> None:
    chat = Chat(product, words.language)
    chat.token = token

    refused = chat.post({"message": words.wish})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (401, "unknown_conversation")
    assert told.language == words.language
    assert chat.get("messages").status_code == 401
    assert chat.get("events").status_code == 401


def test_16_a_transcript_is_read_with_its_own_token_only(product: Product, german: Chat) -> None:
    other = Chat(product, "de")
    other.say("Ich möchte pausieren")

    assert {line["id"] for line in other.transcript}.isdisjoint(
        line["id"] for line in german.transcript
    )
    assert Chat(product).get("messages").status_code == 401
    assert Chat(product).get(f"messages?token={german.token}").status_code == 401


def test_08_09_engine_and_action_server_answer_nobody_without_their_key(product: Product) -> None:
    engine = product.setting("gateway", "engine_url")
    actions = product.setting("gateway", "actions_url")
    turn = {"conversation_id": "x", "turn_id": "y", "text": "Hallo"}

    asked = product.http.post(f"{engine}/webhooks/fairwell/webhook", json=turn)
    with_a_wrong_key = product.http.post(
        f"{engine}/webhooks/fairwell/webhook", json=turn, headers={"X-Engine-Key": "x"}
    )
    built_in = [
        product.http.post(f"{engine}/webhooks/rest/webhook", json={"message": "/restart"}),
        product.http.get(f"{engine}/conversations/x/tracker"),
        product.http.put(f"{engine}/model", json={}),
    ]
    acted = product.http.post(f"{actions}/webhook", json={"next_action": "action_conclude"})

    assert (asked.status_code, with_a_wrong_key.status_code) == (401, 401)
    assert [answer.status_code for answer in built_in] == [404, 404, 404]
    assert acted.status_code == 401


def test_08_no_part_listens_on_another_address_than_loopback(product: Product) -> None:
    ports = {
        name: int(product.setting("gateway", name).rpartition(":")[2])
        for name in ("port", "engine_url", "actions_url", "smtp_port")
    }

    found = {name: listening_at(port) for name, port in ports.items()}

    assert found == {name: {"127.0.0.1"} for name in ports}


def listening_at(port: int) -> set[str]:
    """The addresses at which something takes connections on a port, as the kernel lists them."""
    found = set()
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            address, _, at_port = row.split()[1].partition(":")
            if int(at_port, 16) == port and row.split()[3] == LISTENS:
                loopback = address == socket.inet_aton("127.0.0.1")[::-1].hex().upper()
                found.add("127.0.0.1" if loopback else address)
    return found
