"""Opening a turn: one read of a conversation and all that decides about a message."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select

from fairwell.dialogue.outcome import NOTHING, TurnOutcome, process_from_json
from fairwell.store.chats.messages import Line, with_buttons
from fairwell.store.chats.standing import Conversation, OpenedTurn, PressedButton, Turn
from fairwell.store.chats.tables import BUTTONS, CONVERSATIONS, MESSAGES, TURNS

# Statements are built once: building them in each turn costs as much as executing them.
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
# One statement, since it runs before every turn. Without a key it finds no turn.
_OPEN_TURN = (
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
)
_TURN_BY_ID = _OPEN_TURN.where(CONVERSATIONS.c.id == bindparam("conversation_id"))
_TURN_BY_TOKEN = _OPEN_TURN.where(CONVERSATIONS.c.token_hash == bindparam("token_hash"))
_KNOWN_BUTTONS = (
    select(BUTTONS, MESSAGES.c.turn_id)
    .join(MESSAGES, MESSAGES.c.id == BUTTONS.c.message_id)
    .where(BUTTONS.c.conversation_id == bindparam("conversation_id"))
)
_OUTCOME_OF = select(TURNS.c.outcome).where(TURNS.c.id == bindparam("turn_id"))
_BUTTON = _KNOWN_BUTTONS.where(BUTTONS.c.id == bindparam("button_id"))
_BUTTONS_OF_TURN = _KNOWN_BUTTONS.where(MESSAGES.c.turn_id == bindparam("shown_in")).order_by(
    BUTTONS.c.message_id.desc(), BUTTONS.c.position
)


def hash_token(token: str) -> str:
    """Return the stored form of a bearer token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_turn(
    connected: Connection,
    token: str | None,
    conversation_id: str | None,
    idempotency_key: str | None,
    press: str | None,
) -> OpenedTurn | None:
    """Return the conversation of a token, or else of an id; ``None`` if there is none."""
    if token is not None:
        statement, named = _TURN_BY_TOKEN, {"token_hash": hash_token(token)}
    else:
        statement, named = _TURN_BY_ID, {"conversation_id": conversation_id or ""}
    found = connected.execute(statement, {**named, "key": idempotency_key}).first()
    if found is None:
        return None
    repeated = _as_repeated(found)
    buttons = _buttons(connected, found, press)
    used_in = buttons[0].used_in_turn if press and buttons else None
    answered_in = repeated.id if repeated else used_in
    return OpenedTurn(
        as_conversation(found),
        repeated,
        is_first=found.last_answer is None,
        buttons=buttons,
        answer=tuple(answer_of(connected, answered_in)) if answered_in else (),
        outcome=_outcome_of(connected, answered_in) if answered_in else NOTHING,
    )


def _outcome_of(connected: Connection, turn_id: str) -> TurnOutcome:
    """Return a turn's outcome; one that an agent has to answer has none."""
    stored = connected.scalar(_OUTCOME_OF, {"turn_id": turn_id})
    return TurnOutcome.from_json(stored) if stored else NOTHING


def _buttons(
    connected: Connection, found: Row[Any], press: str | None
) -> tuple[PressedButton, ...]:
    """Return the pressed button, else those of the last answer."""
    asked = {"conversation_id": found.id}
    if press is not None:
        rows = connected.execute(_BUTTON, asked | {"button_id": press})
    else:
        rows = connected.execute(_BUTTONS_OF_TURN, asked | {"shown_in": found.answered_in})
    return tuple(
        PressedButton(
            row.id,
            row.title,
            row.payload,
            row.used_in_turn,
            current=row.turn_id == found.answered_in,
            shown_in_turn=row.turn_id,
        )
        for row in rows
    )


def answer_of(connected: Connection, turn_id: str) -> list[Line]:
    """Return the answer of a turn, without the customer's own line."""
    return with_buttons(connected, connected.execute(_ANSWER_OF, {"in_turn": turn_id}))


def as_conversation(row: Row[Any]) -> Conversation:
    """Convert a row of ``CONVERSATIONS``."""
    return Conversation(
        row.id,
        row.language,
        row.speaker,
        row.engine_stale,
        row.channel,
        # A form that the engine is going to forget is not open any more.
        None if row.engine_stale else process_from_json(row.process),
        row.knowledge,
        row.proven_at or row.created_at,
        row.last_active_at,
    )


def _as_repeated(row: Row[Any]) -> Turn | None:
    if row.repeated is None:
        return None
    return Turn(row.repeated, row.repeated_hash, row.repeated_state)
