"""Transcript lines with their buttons: adding them in order, and reading them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from fairwell.rules.handoff.speaker import LineRole
from fairwell.rules.language import Language
from fairwell.store.chats.tables import BUTTONS, MESSAGES


@dataclass(frozen=True)
class NewLine:
    """A line to add: buttons as (title, payload), attachments as (name, url).

    ``author`` is an agent's name; ``send_key`` makes sending a line idempotent.
    """

    role: LineRole
    text: str
    lang: Language
    buttons: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    author: str | None = None
    send_key: str | None = None


# The largest line id (PostgreSQL's INTEGER); a client may claim to have seen any number.
LAST_ID = 2**31 - 1

_ADD_LINE = insert(MESSAGES)
_ADD_BUTTON = insert(BUTTONS)
_BUTTONS_OF = (
    select(BUTTONS)
    .where(BUTTONS.c.message_id.in_(bindparam("numbers", expanding=True)))
    .order_by(BUTTONS.c.message_id, BUTTONS.c.position)
)


@dataclass(frozen=True)
class Button:
    """A button as customers see it: an opaque id and a title."""

    id: str
    title: str


@dataclass(frozen=True)
class Line:
    """One line of the transcript; ids increase within a conversation."""

    id: int
    turn_id: str | None
    role: LineRole
    text: str
    lang: Language
    created_at: dt.datetime
    buttons: tuple[Button, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    author: str | None = None


def add_lines(
    connection: Connection,
    conversation_id: str,
    turn_id: str,
    lines: Iterable[NewLine],
    now: dt.datetime,
) -> list[Line]:
    """Add lines and their buttons; ``turn_id`` groups lines that belong together."""
    added = []
    for line in lines:  # one by one: ids must increase in the order of the lines
        row = {
            "conversation_id": conversation_id,
            "turn_id": turn_id,
            "role": line.role,
            "text": line.text,
            "lang": line.lang,
            "attachments": [{"name": name, "url": url} for name, url in line.attachments],
            "author": line.author,
            "send_key": line.send_key,
            "created_at": now,
        }
        inserted = connection.execute(_ADD_LINE, row).inserted_primary_key
        if inserted is None:
            raise RuntimeError("a line without a number")
        (number,) = inserted
        buttons = _add_buttons(connection, conversation_id, number, line)
        added.append(
            Line(
                number,
                turn_id,
                line.role,
                line.text,
                line.lang,
                now,
                buttons,
                tuple(line.attachments),
                line.author,
            )
        )
    return added


def _add_buttons(
    connection: Connection, conversation_id: str, number: int, line: NewLine
) -> tuple[Button, ...]:
    rows = [
        {
            "id": secrets.token_urlsafe(16),
            "conversation_id": conversation_id,
            "message_id": number,
            "position": position,
            "title": title,
            "payload": payload,
        }
        for position, (title, payload) in enumerate(line.buttons)
    ]
    if rows:
        connection.execute(_ADD_BUTTON, rows)
    return tuple(Button(str(row["id"]), str(row["title"])) for row in rows)


def with_buttons(connection: Connection, rows: Iterable[Row[Any]]) -> list[Line]:
    """Convert rows of ``MESSAGES`` to lines with their buttons, in the same order."""
    kept = list(rows)
    buttons: dict[int, list[Button]] = {}
    if kept:
        for button in connection.execute(_BUTTONS_OF, {"numbers": [row.id for row in kept]}):
            buttons.setdefault(button.message_id, []).append(Button(button.id, button.title))
    return [
        Line(
            row.id,
            row.turn_id,
            row.role,
            row.text,
            row.lang,
            row.created_at,
            tuple(buttons.get(row.id, ())),
            tuple((file["name"], file["url"]) for file in row.attachments or ()),
            row.author,
        )
        for row in kept
    ]
