"""Lines of the transcript with their buttons: adding them in order, and reading them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwell.services.handoff.ports import Language, NewLine, Role
from fairwell.store.tables import ButtonRow, MessageRow

# The largest line id (PostgreSQL's INTEGER); a client may claim to have seen any number.
LAST_ID = 2**31 - 1


@dataclass(frozen=True)
class Button:
    """A button as customers see it: an id that means nothing to anybody else, and a title."""

    id: str
    title: str


@dataclass(frozen=True)
class Line:
    """One line of the transcript; ids rise within a conversation."""

    id: int
    turn_id: str | None
    role: Role
    text: str
    lang: Language
    created_at: dt.datetime
    buttons: tuple[Button, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    author: str | None = None


def add_lines(
    session: Session,
    conversation_id: str,
    turn_id: str,
    lines: Iterable[NewLine],
    now: dt.datetime,
) -> list[MessageRow]:
    """Add lines and their buttons; ``turn_id`` groups what was said at once."""
    rows = []
    for line in lines:
        row = MessageRow(
            conversation_id=conversation_id,
            turn_id=turn_id,
            role=line.role,
            text=line.text,
            lang=line.lang,
            attachments=[{"name": name, "url": url} for name, url in line.attachments],
            author=line.author,
            send_key=line.send_key,
            created_at=now,
        )
        session.add(row)
        session.flush()  # ids must rise in the order of the lines
        rows.append(row)
        for position, (title, payload) in enumerate(line.buttons):
            session.add(
                ButtonRow(
                    id=secrets.token_urlsafe(16),
                    conversation_id=conversation_id,
                    message_id=row.id,
                    position=position,
                    title=title,
                    payload=payload,
                )
            )
    session.flush()
    return rows


def with_buttons(session: Session, rows: Iterable[MessageRow]) -> list[Line]:
    """The lines of rows, in their order."""
    kept = list(rows)
    buttons: dict[int, list[Button]] = {}
    for button in session.scalars(
        select(ButtonRow)
        .where(ButtonRow.message_id.in_([row.id for row in kept]))
        .order_by(ButtonRow.message_id, ButtonRow.position)
    ):
        buttons.setdefault(button.message_id, []).append(Button(button.id, button.title))
    return [
        Line(
            row.id,
            row.turn_id,
            cast(Role, row.role),
            row.text,
            cast(Language, row.lang),
            row.created_at,
            tuple(buttons.get(row.id, ())),
            tuple((file["name"], file["url"]) for file in row.attachments or ()),
            row.author,
        )
        for row in kept
    ]
