"""Channel protocol: how customers' messages come in, and how lines go out."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from fairwell.bootstrap import App
from fairwell.gateway.chat.api import chat_router
from fairwell.gateway.chat.turn import Turns


class ChatChannel(Protocol):
    """A way to the customer. All channels run the same turns; none of them decides who speaks."""

    def router(self) -> APIRouter:
        """Return the channel's routes: each message becomes one turn."""
        ...

    async def deliver(self) -> None:
        """Bring lines to customers while the gateway runs, until cancelled.

        Lines are in the transcript before they go out, so that none is lost with the process.
        """
        ...


class WidgetChannel(ChatChannel):
    """The chat widget: it follows the transcript itself, so nothing has to be delivered to it."""

    def __init__(self, app: App, turns: Turns) -> None:
        self._app = app
        self._turns = turns

    def router(self) -> APIRouter:
        """Return the routes under ``/api/chat``."""
        return chat_router(self._app, self._turns)

    async def deliver(self) -> None:
        """Do nothing: streams are answered where they are requested."""
