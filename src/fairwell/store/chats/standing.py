"""Where a conversation stands: what the gateway reads of it before it takes a message."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.rules.handoff.speaker import Speaker
from fairwell.rules.language import Language
from fairwell.store.base.tables import WIDGET


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


@dataclass(frozen=True)
class Standing:
    """Where a conversation stands when something comes in.

    ``repeated``: the turn that its idempotency key stands for already. ``buttons``: the one that is
    pressed, else those under the last answer, the newest message's first.
    """

    conversation: Conversation
    repeated: Turn | None
    is_first: bool
    buttons: tuple[PressedButton, ...]

    def pressed(self, button_id: str) -> PressedButton | None:
        """The button of this id, if the conversation has it."""
        return next((button for button in self.buttons if button.id == button_id), None)

    def titled(self, title: str) -> PressedButton | None:
        """The current button whose title a customer typed instead of pressing it."""
        wanted = title.strip(" .!").casefold()
        return next(
            (
                button
                for button in self.buttons
                if button.current and button.title.casefold() == wanted
            ),
            None,
        )
