"""The gateway's repository of conversations, turns, transcript lines and buttons."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, and_, bindparam, insert, select, update
from ulid import ULID

from fairwell.dialogue.outcome import NOTHING, TurnOutcome
from fairwell.rules.cases.allowance import UNKNOWN
from fairwell.rules.cases.case import Knowledge
from fairwell.rules.handoff.speaker import Speaker
from fairwell.rules.language import Language
from fairwell.store.base.engine import connection, transaction
from fairwell.store.chats.messages import LAST_ID, Line, NewLine, add_lines, with_buttons
from fairwell.store.chats.opening import answer_of, as_conversation, hash_token, open_turn
from fairwell.store.chats.standing import Conversation, OpenedTurn
from fairwell.store.chats.tables import (
    BUTTONS,
    CONVERSATIONS,
    FORGOTTEN,
    MESSAGES,
    TURNS,
    WIDGET,
    ConversationRow,
)
from fairwell.store.handoff.desk_records import DeskRecords
from fairwell.store.handoff.handoffs import Handoffs
from fairwell.store.handoff.tables import HANDOFFS


@dataclass(frozen=True)
class News:
    """Lines that a stream has not shown yet; who answers now, and the agent's name, if any."""

    lines: list[Line]
    speaker: Speaker
    agent_name: str | None


class Conversations:
    """The gateway's conversations. Every method that writes is one transaction.

    All raise StoreUnavailable when the database cannot be used; then nothing is written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(
        self, language: Language, now: dt.datetime, channel: str = WIDGET, client: str = UNKNOWN
    ) -> tuple[Conversation, str]:
        """Create a conversation; return it and its only token, of which only the hash is stored.

        ``client`` is the mark of the client that opens it (rules/cases/allowance.py).
        """
        token = secrets.token_urlsafe(32)
        row = {
            "id": str(ULID.from_datetime(now)),
            "token_hash": hash_token(token),
            "language": language,
            "speaker": Speaker.BOT,
            "engine_stale": False,
            "channel": channel,
            "client": client,
            "knowledge": Knowledge.ANONYMOUS,
            "created_at": now,
            "last_active_at": now,
        }
        with connection(self._engine) as connected:
            connected.execute(_OPEN, row)
        return Conversation(str(row["id"]), language, Speaker.BOT, channel=channel), token

    def by_id(self, conversation_id: str) -> Conversation | None:
        """Return the current state of a conversation, if it exists."""
        with connection(self._engine, read_only=True) as connected:
            row = connected.execute(_OF_ID, {"conversation_id": conversation_id}).first()
            return as_conversation(row) if row else None

    def by_token(self, token: str) -> Conversation | None:
        """Return the conversation that a token opens, if any."""
        with connection(self._engine, read_only=True) as connected:
            row = connected.execute(_OF_TOKEN, {"token_hash": hash_token(token)}).first()
            return as_conversation(row) if row else None

    def open_turn(
        self,
        *,
        token: str | None = None,
        conversation_id: str | None = None,
        idempotency_key: str | None = None,
        press: str | None = None,
    ) -> OpenedTurn | None:
        """Read all that a message is decided by, by the conversation's token or else its id."""
        with connection(self._engine, read_only=True) as connected:
            return open_turn(connected, token, conversation_id, idempotency_key, press)

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
        """Record the customer's message and open its turn; return the turn's id.

        Without a line only the turn is recorded: a score must not appear in the transcript.
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
        """Record a message that an agent has to answer; return the automatic lines after it.

        Returns ``None`` and records nothing if the conversation has no open handoff any more.
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

    def end_proof(self, conversation_id: str) -> None:
        """Make a conversation anonymous again; the engine resets before its next turn."""
        with connection(self._engine) as connected:
            connected.execute(_END_PROOF, {"conversation_id": conversation_id})

    def engine_is_fresh(self, conversation_id: str) -> None:
        """Record that the engine has reset its state of the conversation."""
        with transaction(self._engine) as session:
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .values(engine_stale=False)
            )

    def speaking(self, conversation_id: str) -> tuple[Speaker, str | None]:
        """Return who answers now, and the agent's name if an agent does."""
        with connection(self._engine, read_only=True) as connected:
            return _speaking(connected, conversation_id)

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
        outcome: TurnOutcome = NOTHING,
    ) -> list[Line]:
        """Record the answer, the intent and the outcome, close the turn; return the new lines."""
        with connection(self._engine) as connected:
            added = add_lines(connected, conversation_id, turn_id, lines, now)
            state = "failed" if failed else "answered"
            ended = outcome.as_json()
            connected.execute(_CLOSE_TURN, {"turn_id": turn_id, "state": state, "outcome": ended})
            connected.execute(
                _KEEP_STATE,
                {
                    "conversation_id": conversation_id,
                    "language": language,
                    "process": ended["process"],
                    "last_active_at": now,
                },
            )
            connected.execute(
                _KEEP_MEANING, {"in_turn": turn_id, "intent": intent, "confidence": confidence}
            )
            return added

    def lines_of_turn(self, turn_id: str) -> list[Line]:
        """Return the answer of a turn, without the customer's own line."""
        with connection(self._engine, read_only=True) as connected:
            return answer_of(connected, turn_id)

    def lines_after(self, conversation_id: str, last_id: int) -> list[Line]:
        """Return the transcript after a line, oldest first."""
        with connection(self._engine, read_only=True) as connected:
            return _lines_after(connected, conversation_id, last_id)

    def news(self, conversation_id: str, last_id: int) -> News:
        """Return what a stream shows: the lines after one, and who answers now."""
        with connection(self._engine, read_only=True) as connected:
            lines = _lines_after(connected, conversation_id, last_id)
            return News(lines, *_speaking(connected, conversation_id))


# Statements are built once: building them in each turn costs as much as executing them.
_OPEN = insert(CONVERSATIONS)
_OF_ID = select(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation_id"))
_OF_TOKEN = select(CONVERSATIONS).where(CONVERSATIONS.c.token_hash == bindparam("token_hash"))
_KEEP_STATE = update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation_id"))
_END_PROOF = _KEEP_STATE.values(FORGOTTEN)
_BEGIN_TURN = insert(TURNS)
_CLOSE_TURN = update(TURNS).where(TURNS.c.id == bindparam("turn_id"))
_SPEAKING = (
    select(CONVERSATIONS.c.speaker, HANDOFFS.c.agent_name)
    .outerjoin(
        HANDOFFS,
        and_(HANDOFFS.c.conversation_id == CONVERSATIONS.c.id, HANDOFFS.c.ended_at.is_(None)),
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
_USE_BUTTON = (
    update(BUTTONS)
    .where(BUTTONS.c.id == bindparam("button_id"))
    .values(used_in_turn=bindparam("turn_id"))
)


def _lines_after(connected: Connection, conversation_id: str, last_id: int) -> list[Line]:
    behind = {"conversation_id": conversation_id, "last_id": min(last_id, LAST_ID)}
    return with_buttons(connected, connected.execute(_LINES_AFTER, behind))


def _speaking(connected: Connection, conversation_id: str) -> tuple[Speaker, str | None]:
    row = connected.execute(_SPEAKING, {"conversation_id": conversation_id}).first()
    return (row.speaker, row.agent_name) if row else (Speaker.CLOSED, None)


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
