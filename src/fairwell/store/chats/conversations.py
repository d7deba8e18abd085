"""Conversations, turns, transcript lines and buttons: what the gateway keeps of a chat."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine, Row, and_, bindparam, insert, select, update
from ulid import ULID

from fairwell.rules.cases.case import Knowledge
from fairwell.rules.handoff.speaker import Speaker
from fairwell.rules.language import Language
from fairwell.store.base.engine import connection, transaction
from fairwell.store.base.tables import (
    BUTTONS,
    CONVERSATIONS,
    MESSAGES,
    TURNS,
    WIDGET,
    ConversationRow,
)
from fairwell.store.chats.messages import LAST_ID, Line, NewLine, add_lines, with_buttons
from fairwell.store.chats.standing import Conversation, PressedButton, Standing, Turn
from fairwell.store.handoff.desk_records import DeskRecords
from fairwell.store.handoff.handoffs import Handoffs


def hash_token(token: str) -> str:
    """What is stored of a bearer token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


class Conversations:
    """The gateway's store. Every method that writes is one transaction.

    All raise StoreUnavailable when the database cannot be used; nothing is then written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(
        self, language: Language, now: dt.datetime, channel: str = WIDGET
    ) -> tuple[Conversation, str]:
        """A new conversation and the token that alone opens it; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        row = {
            "id": str(ULID.from_datetime(now)),
            "token_hash": hash_token(token),
            "language": language,
            "speaker": Speaker.BOT,
            "engine_stale": False,
            "channel": channel,
            "knowledge": Knowledge.ANONYMOUS,
            "created_at": now,
            "last_active_at": now,
        }
        with connection(self._engine) as connected:
            connected.execute(_OPEN, row)
        return Conversation(str(row["id"]), language, Speaker.BOT, channel=channel), token

    def by_id(self, conversation_id: str) -> Conversation | None:
        """A conversation as it stands now."""
        with connection(self._engine, read_only=True) as connected:
            row = connected.execute(_OF_ID, {"conversation_id": conversation_id}).first()
            return _as_conversation(row) if row else None

    def by_token(self, token: str) -> Conversation | None:
        """The conversation a token opens."""
        with connection(self._engine, read_only=True) as connected:
            row = connected.execute(_OF_TOKEN, {"token_hash": hash_token(token)}).first()
            return _as_conversation(row) if row else None

    def standing(
        self, conversation_id: str, *, idempotency_key: str | None, press: str | None
    ) -> Standing | None:
        """Where a conversation stands, with all that decides about what comes in; read at once."""
        with connection(self._engine, read_only=True) as connected:
            asked = {"conversation_id": conversation_id}
            found = connected.execute(_STANDING, asked | {"key": idempotency_key}).first()
            if found is None:
                return None
            if press is not None:
                rows = connected.execute(_BUTTON, asked | {"button_id": press})
            else:
                rows = connected.execute(_BUTTONS_OF_TURN, asked | {"shown_in": found.answered_in})
            return Standing(
                _as_conversation(found),
                _as_repeated(found),
                is_first=found.last_answer is None,
                buttons=tuple(
                    PressedButton(
                        row.id,
                        row.title,
                        row.payload,
                        row.used_in_turn,
                        current=row.turn_id == found.answered_in,
                        shown_in_turn=row.turn_id,
                    )
                    for row in rows
                ),
            )

    def begin_turn(
        self,
        conversation_id: str,
        *,
        idempotency_key: str | None,
        request_hash: str,
        line: NewLine | None,
        button_id: str | None,
        now: dt.datetime,
    ) -> str:
        """Keep the customer's message and open its turn; returns the turn's id.

        Without a line only the turn is kept: a score shall not stand in the transcript.
        """
        with connection(self._engine) as connected:
            turn_id = _begin(
                connected, conversation_id, idempotency_key, request_hash, "running", now
            )
            add_lines(connected, conversation_id, turn_id, [line] if line else [], now)
            if button_id:
                connected.execute(_USE_BUTTON, {"button_id": button_id, "turn_id": turn_id})
        return turn_id

    def keep_for_people(
        self,
        conversation_id: str,
        *,
        idempotency_key: str | None,
        request_hash: str,
        lines: Sequence[NewLine],
        now: dt.datetime,
    ) -> list[Line] | None:
        """Keep a message that a person has to answer; returns what is said to it at once.

        ``None``, and nothing kept: the conversation is not with people any more.
        """
        with transaction(self._engine) as session:
            if not Handoffs(session).keep_words(conversation_id, now):
                return None
            connected = session.connection()
            turn_id = _begin(
                connected, conversation_id, idempotency_key, request_hash, "answered", now
            )
            added = add_lines(connected, conversation_id, turn_id, lines, now)
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .values(last_active_at=now)
            )
            DeskRecords(session).happened("customer_line", conversation_id, None, now)
            return [line for line in added if line.role != "customer"]

    def engine_is_fresh(self, conversation_id: str) -> None:
        """The engine has forgotten where the conversation was."""
        with transaction(self._engine) as session:
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .values(engine_stale=False)
            )

    def speaking(self, conversation_id: str) -> tuple[Speaker, str | None]:
        """Who answers now, and the name of the colleague where one does."""
        with transaction(self._engine, read_only=True) as session:
            talk = Handoffs(session).talk(conversation_id)
            handoff = Handoffs(session).open_of(conversation_id)
            speaker = talk.speaker if talk else Speaker.CLOSED
            return speaker, handoff.agent_name if handoff else None

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
        with connection(self._engine) as connected:
            added = add_lines(connected, conversation_id, turn_id, lines, now)
            state = "failed" if failed else "answered"
            connected.execute(_CLOSE_TURN, {"turn_id": turn_id, "state": state})
            connected.execute(
                _KEEP_LANGUAGE,
                {"conversation_id": conversation_id, "language": language, "last_active_at": now},
            )
            connected.execute(
                _KEEP_MEANING, {"in_turn": turn_id, "intent": intent, "confidence": confidence}
            )
            return added

    def lines_of_turn(self, turn_id: str) -> list[Line]:
        """What was answered in a turn, without the customer's own line."""
        with connection(self._engine, read_only=True) as connected:
            return with_buttons(connected, connected.execute(_ANSWER_OF, {"in_turn": turn_id}))

    def lines_after(self, conversation_id: str, last_id: int) -> list[Line]:
        """The transcript from behind a line on, oldest first."""
        behind = {"conversation_id": conversation_id, "last_id": min(last_id, LAST_ID)}
        with connection(self._engine, read_only=True) as connected:
            return with_buttons(connected, connected.execute(_LINES_AFTER, behind))


# Statements are made once: with each turn anew they cost as much as their execution.
_OPEN = insert(CONVERSATIONS)
_OF_ID = select(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation_id"))
_OF_TOKEN = select(CONVERSATIONS).where(CONVERSATIONS.c.token_hash == bindparam("token_hash"))
_KEEP_LANGUAGE = update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation_id"))
_BEGIN_TURN = insert(TURNS)
_CLOSE_TURN = update(TURNS).where(TURNS.c.id == bindparam("turn_id"))
_ANSWERS = select(MESSAGES).where(MESSAGES.c.role != "customer")
_ANSWER_OF = _ANSWERS.where(MESSAGES.c.turn_id == bindparam("in_turn")).order_by(MESSAGES.c.id)
_LAST_ANSWER = (
    select(MESSAGES.c.id)
    .where(MESSAGES.c.conversation_id == CONVERSATIONS.c.id, MESSAGES.c.role != "customer")
    .order_by(MESSAGES.c.id.desc())
    .limit(1)
    .correlate(CONVERSATIONS)
    .scalar_subquery()
)
# One statement, since it is asked before every turn. Without a key no turn is found.
_STANDING = (
    select(
        CONVERSATIONS,
        MESSAGES.c.id.label("last_answer"),
        MESSAGES.c.turn_id.label("answered_in"),
        TURNS.c.id.label("repeated"),
        TURNS.c.request_hash.label("repeated_hash"),
        TURNS.c.state.label("repeated_state"),
    )
    .outerjoin(MESSAGES, MESSAGES.c.id == _LAST_ANSWER)
    .outerjoin(
        TURNS,
        and_(
            TURNS.c.conversation_id == CONVERSATIONS.c.id,
            TURNS.c.idempotency_key == bindparam("key"),
        ),
    )
    .where(CONVERSATIONS.c.id == bindparam("conversation_id"))
)
_LINES_AFTER = (
    select(MESSAGES)
    .where(
        MESSAGES.c.conversation_id == bindparam("conversation_id"),
        MESSAGES.c.id > bindparam("last_id"),
    )
    .order_by(MESSAGES.c.id)
)
_KEEP_MEANING = (
    update(MESSAGES)
    .where(MESSAGES.c.turn_id == bindparam("in_turn"), MESSAGES.c.role == "customer")
    .values(intent=bindparam("intent"), confidence=bindparam("confidence"))
)
_KNOWN_BUTTONS = (
    select(BUTTONS, MESSAGES.c.turn_id)
    .join(MESSAGES, MESSAGES.c.id == BUTTONS.c.message_id)
    .where(BUTTONS.c.conversation_id == bindparam("conversation_id"))
)
_BUTTON = _KNOWN_BUTTONS.where(BUTTONS.c.id == bindparam("button_id"))
_BUTTONS_OF_TURN = _KNOWN_BUTTONS.where(MESSAGES.c.turn_id == bindparam("shown_in")).order_by(
    BUTTONS.c.message_id.desc(), BUTTONS.c.position
)
_USE_BUTTON = (
    update(BUTTONS)
    .where(BUTTONS.c.id == bindparam("button_id"))
    .values(used_in_turn=bindparam("turn_id"))
)


def _as_conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        row.id, cast(Language, row.language), Speaker(row.speaker), row.engine_stale, row.channel
    )


def _as_repeated(row: Row[Any]) -> Turn | None:
    if row.repeated is None:
        return None
    return Turn(row.repeated, row.repeated_hash, row.repeated_state)


def _begin(
    connected: Connection,
    conversation_id: str,
    key: str | None,
    request_hash: str,
    state: str,
    now: dt.datetime,
) -> str:
    turn_id = str(ULID.from_datetime(now))
    connected.execute(
        _BEGIN_TURN,
        {
            "id": turn_id,
            "conversation_id": conversation_id,
            "idempotency_key": key,
            "request_hash": request_hash,
            "state": state,
            "started_at": now,
        },
    )
    return turn_id
