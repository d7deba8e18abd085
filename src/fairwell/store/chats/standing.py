"""State of a conversation at the start of a turn, as the gateway reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairwell.dialogue.outcome import NOTHING, Process, TurnOutcome
from fairwell.rules.cases.case import Knowledge
from fairwell.rules.handoff.speaker import Speaker
from fairwell.rules.language import Language
from fairwell.store.chats.messages import Line
from fairwell.store.chats.tables import WIDGET


@dataclass(frozen=True)
class Conversation:
    """One chat, as the gateway sees it.

    ``engine_stale``: before its next turn the engine has to reset its state.
    ``process``: what is open for the bot to go on with; nothing while an agent has it.
    ``knowledge``: how far the account is proven, since ``proven_at``. ``proof_ended``: what was
    proven until this turn, if that ended with it.
    """

    id: str
    language: Language
    speaker: Speaker
    engine_stale: bool = False
    channel: str = WIDGET
    process: Process | None = None
    knowledge: Knowledge = Knowledge.ANONYMOUS
    proven_at: dt.datetime | None = None
    last_active_at: dt.datetime | None = None
    proof_ended: Knowledge | None = None


@dataclass(frozen=True)
class Turn:
    """One customer turn; ``state`` is running, answered or failed."""

    id: str
    request_hash: str
    state: str


@dataclass(frozen=True)
class PressedButton:
    """The button behind an id, with its payload."""

    id: str
    title: str
    payload: str
    used_in_turn: str | None
    current: bool
    shown_in_turn: str | None = None

    @property
    def meaning(self) -> str | None:
        """The intent, if the button is a choice of meaning: its payload is then nothing else."""
        intent = self.payload.removeprefix("/")
        return intent if intent.isidentifier() else None


@dataclass(frozen=True)
class OpenedTurn:
    """All that decides about a message or a pressed button.

    ``repeated``: the earlier turn with the same idempotency key. ``buttons``: the pressed one,
    else those under the last answer, the newest message's first. ``answer``: the answer of the
    repeated turn, or of the one that used the pressed button, and ``outcome`` is that turn's.
    """

    conversation: Conversation
    repeated: Turn | None
    is_first: bool
    buttons: tuple[PressedButton, ...]
    answer: tuple[Line, ...] = ()
    outcome: TurnOutcome = NOTHING

    @classmethod
    def of_new(cls, conversation: Conversation) -> OpenedTurn:
        """Return the first turn of a conversation that was just created."""
        return cls(conversation, None, is_first=True, buttons=())

    def pressed(self, button_id: str) -> PressedButton | None:
        """Return the button with this id, if the conversation has it."""
        return next((button for button in self.buttons if button.id == button_id), None)

    def titled(self, title: str) -> PressedButton | None:
        """Return the current button whose title a customer typed instead of pressing it."""
        wanted = title.strip(" .!").casefold()
        return next(
            (
                button
                for button in self.buttons
                if button.current and button.title.casefold() == wanted
            ),
            None,
        )
