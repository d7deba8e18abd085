"""Conversations, turns, transcript lines and buttons: what the gateway keeps of a chat."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Engine, func, select, update
from ulid import ULID

from fairwell.cancellation.case import Knowledge
from fairwell.handoff.speaker import Speaker
from fairwell.services.handoff.ports import Language, NewLine
from fairwell.store.desk_records import SqlDeskRecords
from fairwell.store.engine import transaction
from fairwell.store.handoffs import SqlHandoffs
from fairwell.store.lines import LAST_ID, Line, add_lines, with_buttons
from fairwell.store.tables import WIDGET, ButtonRow, ConversationRow, MessageRow, TurnRow


@dataclass(frozen=True)
class Conversation:
    """One chat, as the gateway sees it.

    ``engine_stale``: before its next turn the engine has to forget where it was.
    """

    id: str
    language: Language
    speaker: Speaker
    engine_stale: bool = False
    channel: str = WIDGET


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

    def open(
        self, language: Language, now: dt.datetime, channel: str = WIDGET
    ) -> tuple[Conversation, str]:
        """A new conversation and the token that alone opens it; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        row = ConversationRow(
            id=str(ULID.from_datetime(now)),
            token_hash=hash_token(token),
            language=language,
            speaker=Speaker.BOT,
            engine_stale=False,
            channel=channel,
            knowledge=Knowledge.ANONYMOUS,
            created_at=now,
            last_active_at=now,
        )
        with transaction(self._engine) as session:
            session.add(row)
        return _conversation(row), token

    def by_id(self, conversation_id: str) -> Conversation | None:
        """A conversation as it stands now."""
        with transaction(self._engine, read_only=True) as session:
            row = session.get(ConversationRow, conversation_id)
            return _conversation(row) if row else None

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
        line: NewLine | None,
        button_id: str | None,
        now: dt.datetime,
    ) -> str:
        """Keep the customer's message and open its turn; returns the turn's id.

        Without a line only the turn is kept: a score shall not stand in the transcript.
        """
        turn = _turn(conversation_id, idempotency_key, request_hash, "running", now)
        with transaction(self._engine) as session:
            session.add(turn)
            session.flush()
            add_lines(session, conversation_id, turn.id, [line] if line else [], now)
            if button_id:
                session.execute(
                    update(ButtonRow).where(ButtonRow.id == button_id).values(used_in_turn=turn.id)
                )
        return turn.id

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
        turn = _turn(conversation_id, idempotency_key, request_hash, "answered", now)
        with transaction(self._engine) as session:
            if not SqlHandoffs(session).keep_words(conversation_id, now):
                return None
            session.add(turn)
            session.flush()
            added = add_lines(session, conversation_id, turn.id, lines, now)
            session.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id)
                .values(last_active_at=now)
            )
            said = with_buttons(session, [row for row in added if row.role != "customer"])
            SqlDeskRecords(session).happened("customer_line", conversation_id, None, now)
            return said

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
            talk = SqlHandoffs(session).talk(conversation_id)
            handoff = SqlHandoffs(session).open_of(conversation_id)
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
        with transaction(self._engine) as session:
            added = add_lines(session, conversation_id, turn_id, lines, now)
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
            return with_buttons(session, added)

    def lines_of_turn(self, turn_id: str) -> list[Line]:
        """What was answered in a turn, without the customer's own line."""
        with transaction(self._engine, read_only=True) as session:
            rows = session.scalars(
                select(MessageRow)
                .where(MessageRow.turn_id == turn_id, MessageRow.role != "customer")
                .order_by(MessageRow.id)
            )
            return with_buttons(session, rows)

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
            return with_buttons(session, rows)

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
    return Conversation(
        row.id, cast(Language, row.language), Speaker(row.speaker), row.engine_stale, row.channel
    )


def _turn(
    conversation_id: str, key: str | None, request_hash: str, state: str, now: dt.datetime
) -> TurnRow:
    return TurnRow(
        id=str(ULID.from_datetime(now)),
        conversation_id=conversation_id,
        idempotency_key=key,
        request_hash=request_hash,
        state=state,
        started_at=now,
    )
