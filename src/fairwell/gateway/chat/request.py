"""Customer request: the conversation it opens, and the message or press it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fairwell.gateway.chat import guard
from fairwell.gateway.problems import Problem
from fairwell.rules.language import Language
from fairwell.store.chats.standing import OpenedTurn, PressedButton


@dataclass(frozen=True)
class Request:
    """A customer's request: either a typed message or the id of a button."""

    typed: guard.Typed | None
    press: str | None
    idempotency_key: str | None

    @property
    def fingerprint(self) -> str:
        """A digest that shows whether a repeated idempotency key repeats the same request."""
        return hashlib.sha256(
            f"{self.typed and self.typed.text!r}|{self.press!r}".encode()
        ).hexdigest()


@dataclass(frozen=True)
class Opens:
    """The key to a conversation: its customer's token, or the id that another channel knows.

    ``language`` is for the refusal where there is no such conversation.
    """

    language: Language
    token: str | None = None
    conversation_id: str | None = None

    @property
    def queue(self) -> str:
        """A key that is the same for all requests of one conversation, known before any read."""
        return f"token {self.token}" if self.token else f"id {self.conversation_id}"


@dataclass(frozen=True)
class Given:
    """What goes to the engine, and how the transcript shows it."""

    shown: str
    text: str | None
    button: PressedButton | None
    secrets_removed: bool

    @property
    def payload(self) -> str:
        """What a press means; empty for a typed message."""
        return self.button.payload if self.button else ""


def given_in(opened: OpenedTurn, request: Request) -> Given:
    """Return what the request means in the conversation's current state.

    Raises:
        Problem: a button that is gone, or nothing that can be accepted.
    """
    language = opened.conversation.language
    if request.press is not None:
        button = opened.pressed(request.press)
        if button is None or not (button.current or button.used_in_turn):
            raise Problem(409, "button_gone", language)
        return Given(button.title, None, button, False)
    typed = request.typed
    if typed is None:
        raise Problem(400, "bad_request", language)
    named = opened.titled(typed.text)
    if named and not named.used_in_turn:
        return Given(typed.text, None, named, False)
    return Given(typed.text, typed.text, None, typed.secrets_removed)
