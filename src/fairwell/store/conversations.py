"""Conversations, turns, transcript lines and buttons: what the gateway keeps of a chat."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.cancellation.case import Knowledge
from fairwell.store.engine import transaction
from fairwell.store.tables import ButtonRow, ConversationRow, MessageRow, TurnRow

# The largest line id (PostgreSQL's INTEGER); a client may claim to have seen any number.
LAST_ID = 2**31 - 1

Language = Literal["de", "en"]
Role = Literal["customer", "bot", "human", "system"]
Speaker = Literal["bot", "queued", "human", "closed"]


@dataclass(frozen=True)
class Conversation:
    """One chat, as the gateway sees it."""

    id: str
    language: Language
    speaker: Speaker


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


@dataclass(frozen=True)
class NewLine:
    """A line to add: buttons as (title, payload), attachments as (name, url)."""

    role: Role
    text: str
    lang: Language
    buttons: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Turn:
    """One customer turn; ``state`` is running, answered or failed."""

    id: str
    request_hash: str
    state: str


@dataclass(frozen=True)
class PressedButton:
    """What stands behind a button id."""

    id: str
    title: str
    payload: str
    used_in_turn: str | None
    current: bool
    shown_in_turn: str | None = None

    @property
    def meaning(self) -> str | None:
        """The intent of a button that is a meaning to choose: a payload of nothing else."""
        intent = self.payload.removeprefix("/")
        return intent if intent.isidentifier() else None


def hash_token(token: str) -> str:
    """What is stored of a bearer token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


class Conversations:
    """The gateway's store. Every method is one transaction.

    All raise StoreUnavailable when the database cannot be used; nothing is then written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, language: Language, now: dt.datetime) -> tuple[Conversation, str]:
        """A new conversation and the token that alone opens it; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        row = ConversationRow(
            id=str(ULID.from_datetime(now)),
            token_hash=hash_token(token),
            language=language,
            speaker="bot",
            knowledge=Knowledge.ANONYMOUS,
            created_at=now,
            last_active_at=now,
        )
        with transaction(self._engine) as session:
            session.add(row)
        return Conversation(row.id, language, "bot"), token

    def by_token(self, token: str) -> Conversation | None:
        """The conversation a token opens."""
        with transaction(self._engine, read_only=True) as session:
            row = session.scalars(
                select(ConversationRow).where(ConversationRow.token_hash == hash_token(token))
            ).first()
            return _conversation(row) if row else None

    def turn_of_key(self, conversation_id: str, idempotency_key: str) -> Turn | None:
        """The turn that a client's idempotency key stands for."""
        with transaction(self._engine, read_only=True) as session:
            row = session.scalars(
                select(TurnRow).where(
                    TurnRow.conversation_id == conversation_id,
                    TurnRow.idempotency_key == idempotency_key,
                )
            ).first()
            return Turn(row.id, row.request_hash, row.state) if row else None

    def begin_turn(
        self,
        conversation_id: str,
        *,
        idempotency_key: str | None,
        request_hash: str,
        line: NewLine,
        button_id: str | None,
        now: dt.datetime,
    ) -> str:
        """Keep the customer's message and open its turn; returns the turn's id."""
        turn_id = str(ULID.from_datetime(now))
        with transaction(self._engine) as session:
            session.add(
                TurnRow(
                    id=turn_id,
                    conversation_id=conversation_id,
                    idempotency_key=idempotency_key,
                    request_hash=request_hash,
                    state="running",
                    started_at=now,
                )
            )
            session.flush()
            _add_lines(session, conversation_id, turn_id, [line], now)
            if button_id:
                session.execute(
                    update(ButtonRow).where(ButtonRow.id == button_id).values(used_in_turn=turn_id)
                )
        return turn_id

    def end_turn(
        self,
        conversation_id: str,
        turn_id: str,
        *,
        lines: Sequence[NewLine],
        language: Language,
        failed: bool,
        intent: str | None,
        confidence: float | None,
        now: dt.datetime,
    ) -> list[Line]:
        """Keep the answer, what was understood, and close the turn; returns the new lines."""
        with transaction(self._engine) as session:
            added = _add_lines(session, conversation_id, turn_id, lines, now)
            session.execute(
                update(TurnRow)
                .where(TurnRow.id == turn_id)
                .values(state="failed" if failed else "answered")
            )
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .values(language=language, last_active_at=now)
            )
            session.execute(
                update(MessageRow)
                .where(MessageRow.turn_id == turn_id, MessageRow.role == "customer")
                .values(intent=intent, confidence=confidence)
            )
            return _with_buttons(session, added)

    def lines_of_turn(self, turn_id: str) -> list[Line]:
        """What was answered in a turn, without the customer's own line."""
        with transaction(self._engine, read_only=True) as session:
            rows = session.scalars(
                select(MessageRow)
                .where(MessageRow.turn_id == turn_id, MessageRow.role != "customer")
                .order_by(MessageRow.id)
            )
            return _with_buttons(session, rows)

    def lines_after(self, conversation_id: str, last_id: int) -> list[Line]:
        """The transcript from behind a line on, oldest first."""
        with transaction(self._engine, read_only=True) as session:
            rows = session.scalars(
                select(MessageRow)
                .where(
                    MessageRow.conversation_id == conversation_id,
                    MessageRow.id > min(last_id, LAST_ID),
                )
                .order_by(MessageRow.id)
            )
            return _with_buttons(session, rows)

    def is_first_turn(self, conversation_id: str) -> bool:
        """Whether nothing has been answered in the conversation yet."""
        with transaction(self._engine, read_only=True) as session:
            count = session.scalar(
                select(func.count())
                .select_from(MessageRow)
                .where(MessageRow.conversation_id == conversation_id, MessageRow.role != "customer")
            )
            return not count

    def button(self, conversation_id: str, button_id: str) -> PressedButton | None:
        """A button of this conversation; ``current`` when it stands under the last answer."""
        return next(
            (known for known in self._buttons(conversation_id) if known.id == button_id), None
        )

    def current_button_titled(self, conversation_id: str, title: str) -> PressedButton | None:
        """The current button whose title a customer typed instead of pressing it."""
        wanted = title.strip(" .!").casefold()
        return next(
            (
                known
                for known in self._buttons(conversation_id)
                if known.current and known.title.casefold() == wanted
            ),
            None,
        )

    def _buttons(self, conversation_id: str) -> list[PressedButton]:
        with transaction(self._engine, read_only=True) as session:
            last_turn = session.scalar(
                select(MessageRow.turn_id)
                .where(MessageRow.conversation_id == conversation_id, MessageRow.role != "customer")
                .order_by(MessageRow.id.desc())
                .limit(1)
            )
            rows = session.execute(
                select(ButtonRow, MessageRow.turn_id)
                .join(MessageRow, MessageRow.id == ButtonRow.message_id)
                .where(ButtonRow.conversation_id == conversation_id)
                .order_by(ButtonRow.message_id.desc(), ButtonRow.position)
            )
            return [
                PressedButton(
                    row.id,
                    row.title,
                    row.payload,
                    row.used_in_turn,
                    current=turn_id == last_turn,
                    shown_in_turn=turn_id,
                )
                for row, turn_id in rows
            ]


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, cast(Language, row.language), cast(Speaker, row.speaker))


def _add_lines(
    session: Session,
    conversation_id: str,
    turn_id: str,
    lines: Iterable[NewLine],
    now: dt.datetime,
) -> list[MessageRow]:
    rows = []
    for line in lines:
        row = MessageRow(
            conversation_id=conversation_id,
            turn_id=turn_id,
            role=line.role,
            text=line.text,
            lang=line.lang,
            attachments=[{"name": name, "url": url} for name, url in line.attachments],
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


def _with_buttons(session: Session, rows: Iterable[MessageRow]) -> list[Line]:
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
        )
        for row in kept
    ]
