"""What the gateway keeps of a chat, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from fairwell.store.chats.conversations import Conversations, hash_token
from fairwell.store.chats.messages import Line, NewLine
from fairwell.store.chats.standing import Conversation, OpenedTurn, PressedButton
from fairwell.store.chats.tables import ConversationRow, MessageRow
from tests.integration.records import NOW, count

pytest_plugins = ("tests.support.postgres",)

BUTTONS = (("Jetzt kündigen", '/press{"decision":"cancel"}'), ("Nicht kündigen", "/press"))


@pytest.fixture
def kept(database: Engine) -> Conversations:
    return Conversations(database)


@pytest.fixture
def chat(kept: Conversations) -> Conversation:
    return kept.open("de", NOW)[0]


def begin(kept: Conversations, chat: Conversation, text: str = "hallo", **changed: Any) -> str:
    values: dict[str, Any] = {
        "idempotency_key": None,
        "request_hash": "hash",
        "line": NewLine("customer", text, "de"),
        "button_id": None,
        "now": NOW,
    }
    return kept.begin_turn(chat.id, **{**values, **changed})


def end(
    kept: Conversations, chat: Conversation, turn: str, *lines: NewLine, failed: bool = False
) -> list[Line]:
    return kept.end_turn(
        chat.id,
        turn,
        lines=lines or (NewLine("bot", "Gut.", "de"),),
        language="de",
        failed=failed,
        intent="greet",
        confidence=0.93,
        now=NOW + dt.timedelta(seconds=1),
    )


def stands(
    kept: Conversations, chat: Conversation, *, key: str | None = None, press: str | None = None
) -> OpenedTurn:
    standing = kept.open_turn(conversation_id=chat.id, idempotency_key=key, press=press)
    assert standing is not None
    return standing


def pressed(kept: Conversations, chat: Conversation, button_id: str) -> PressedButton:
    button = stands(kept, chat, press=button_id).pressed(button_id)
    assert button is not None
    return button


def page(kept: Conversations, chat: Conversation) -> list[Line]:
    """A turn that ends with two buttons."""
    said = NewLine("bot", "Soll ich jetzt kündigen?", "de", BUTTONS)
    return end(kept, chat, begin(kept, chat, "kündigen"), said)


def test_a_token_opens_its_conversation_and_only_its_hash_is_kept(
    kept: Conversations, database: Engine
) -> None:
    one, token = kept.open("de", NOW)
    two, other = kept.open("en", NOW)

    assert kept.by_token(token) == replace(one, proven_at=NOW, last_active_at=NOW)
    assert (one.language, one.speaker) == ("de", "bot")
    assert kept.by_token(other) == replace(two, proven_at=NOW, last_active_at=NOW)
    assert kept.by_token("something else") is None
    assert kept.by_token(hash_token(token)) is None
    with database.connect() as connection:
        rows = str(connection.execute(ConversationRow.__table__.select()).all())
    assert token not in rows
    assert hash_token(token) in rows


def test_a_turn_keeps_the_message_then_the_answer_in_order(
    kept: Conversations, chat: Conversation
) -> None:
    turn = begin(kept, chat, "kündigen")
    assert [line.text for line in kept.lines_after(chat.id, 0)] == ["kündigen"]
    assert stands(kept, chat).is_first

    said = end(kept, chat, turn, NewLine("bot", "Guten Tag.", "de"), NewLine("bot", "Ja?", "de"))

    assert [line.text for line in said] == ["Guten Tag.", "Ja?"]
    assert said == kept.lines_of_turn(turn)
    everything = kept.lines_after(chat.id, 0)
    assert [(line.role, line.text) for line in everything] == [
        ("customer", "kündigen"),
        ("bot", "Guten Tag."),
        ("bot", "Ja?"),
    ]
    assert [line.id for line in everything] == sorted({line.id for line in everything})
    assert not stands(kept, chat).is_first


def test_lines_behind_a_place_are_all_that_is_new(kept: Conversations, chat: Conversation) -> None:
    end(kept, chat, begin(kept, chat))
    last = kept.lines_after(chat.id, 0)[-1].id
    end(kept, chat, begin(kept, chat, "und jetzt"))

    assert [line.text for line in kept.lines_after(chat.id, last)] == ["und jetzt", "Gut."]
    assert kept.lines_after(chat.id, 10**12) == []
    assert len(kept.lines_after(chat.id, -5)) == 4


def test_a_key_stands_for_one_turn_of_one_conversation(
    kept: Conversations, chat: Conversation
) -> None:
    other, _ = kept.open("de", NOW)
    turn = begin(kept, chat, idempotency_key="key")

    found = stands(kept, chat, key="key").repeated

    assert found is not None
    assert (found.id, found.request_hash, found.state) == (turn, "hash", "running")
    assert stands(kept, chat, key="another").repeated is None
    assert stands(kept, chat).repeated is None
    assert stands(kept, other, key="key").repeated is None
    begin(kept, other, idempotency_key="key")
    end(kept, chat, turn)
    answered = stands(kept, chat, key="key").repeated
    assert answered is not None
    assert answered.state == "answered"


def test_a_key_used_twice_begins_no_second_turn_and_keeps_no_line(
    kept: Conversations, chat: Conversation, database: Engine
) -> None:
    begin(kept, chat, idempotency_key="key")

    with pytest.raises(IntegrityError):
        begin(kept, chat, "noch einmal", idempotency_key="key")

    assert count(database, MessageRow) == 1


def test_a_conversation_that_has_gone_stands_nowhere(kept: Conversations) -> None:
    assert kept.open_turn(conversation_id="01J00000000000000000000000") is None


def test_a_failed_turn_is_known_as_failed(kept: Conversations, chat: Conversation) -> None:
    turn = begin(kept, chat, idempotency_key="key")
    end(kept, chat, turn, failed=True)

    found = stands(kept, chat, key="key").repeated
    assert found is not None
    assert found.state == "failed"


def test_the_language_of_the_answer_is_the_conversations(kept: Conversations) -> None:
    chat, token = kept.open("de", NOW)
    turn = begin(kept, chat)
    kept.end_turn(
        chat.id,
        turn,
        lines=[NewLine("bot", "Fine.", "en")],
        language="en",
        failed=False,
        intent=None,
        confidence=None,
        now=NOW,
    )

    assert kept.by_token(token) == replace(chat, language="en", proven_at=NOW, last_active_at=NOW)


def test_buttons_stand_in_order_with_ids_that_say_nothing(
    kept: Conversations, chat: Conversation
) -> None:
    (line,) = page(kept, chat)

    assert [button.title for button in line.buttons] == ["Jetzt kündigen", "Nicht kündigen"]
    for button in line.buttons:
        assert "press" not in button.id
        assert "decision" not in button.id
        assert len(button.id) >= 20
    assert kept.lines_after(chat.id, 0)[-1].buttons == line.buttons


def test_a_button_is_current_until_the_next_answer_and_known_ever_after(
    kept: Conversations, chat: Conversation
) -> None:
    (line,) = page(kept, chat)
    button_id = line.buttons[0].id
    now = pressed(kept, chat, button_id)
    assert (now.payload, now.current, now.used_in_turn) == (BUTTONS[0][1], True, None)

    begin(kept, chat, "eine Frage")
    asked = pressed(kept, chat, button_id)
    assert asked.current  # the question is not answered yet

    end(kept, chat, begin(kept, chat, "noch eine"))
    later = pressed(kept, chat, button_id)
    assert not later.current


def test_a_used_button_knows_its_turn(kept: Conversations, chat: Conversation) -> None:
    (line,) = page(kept, chat)
    turn = begin(kept, chat, "Jetzt kündigen", button_id=line.buttons[0].id)

    used = pressed(kept, chat, line.buttons[0].id)
    other = pressed(kept, chat, line.buttons[1].id)

    assert (used.used_in_turn, other.used_in_turn) == (turn, None)


def test_a_button_is_its_conversations_own(kept: Conversations, chat: Conversation) -> None:
    (line,) = page(kept, chat)
    stranger, _ = kept.open("de", NOW)

    button_id = line.buttons[0].id
    assert stands(kept, stranger, press=button_id).pressed(button_id) is None
    assert stands(kept, chat, press="no-such-id").pressed("no-such-id") is None
    assert stands(kept, stranger).titled("Jetzt kündigen") is None


@pytest.mark.parametrize(
    "typed", ["Jetzt kündigen", "jetzt KÜNDIGEN", " Jetzt kündigen. ", "Jetzt kündigen!"]
)
def test_a_title_typed_finds_the_current_button(
    kept: Conversations, chat: Conversation, typed: str
) -> None:
    page(kept, chat)

    found = stands(kept, chat).titled(typed)

    assert found is not None
    assert found.payload == BUTTONS[0][1]


def test_a_title_of_an_earlier_answer_is_plain_text(
    kept: Conversations, chat: Conversation
) -> None:
    page(kept, chat)
    end(kept, chat, begin(kept, chat, "eine Frage"))

    assert stands(kept, chat).titled("Jetzt kündigen") is None


def test_files_stand_with_their_message(kept: Conversations, chat: Conversation) -> None:
    said = NewLine("bot", "Eingegangen.", "de", (), (("beleg.pdf", "/receipt/x/beleg.pdf"),))

    (line,) = end(kept, chat, begin(kept, chat), said)

    assert line.attachments == (("beleg.pdf", "/receipt/x/beleg.pdf"),)
    assert kept.lines_after(chat.id, 0)[-1].attachments == line.attachments
