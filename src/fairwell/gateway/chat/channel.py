"""The seam for more channels: how customers' messages come in, and how lines go out."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter

from fairwell.bootstrap import App
from fairwell.gateway.chat.api import chat_router
from fairwell.gateway.chat.turn import Turns


class ChatChannel(Protocol):
    """A way to the customer. All of them run the same turns; none of them decides who speaks."""

    def router(self) -> APIRouter:
        """Its routes: each message becomes one turn."""
        ...

    async def deliver(self) -> None:
        """Bring lines to customers while the gateway runs, until cancelled.

        Lines stand in the transcript before they go out, so that none is lost with the process.
        """
        ...


class WidgetChannel(ChatChannel):
    """The chat widget: it follows the transcript itself, so nothing is to be brought to it."""

    def __init__(self, app: App, turns: Turns) -> None:
        self._app = app
        self._turns = turns

    def router(self) -> APIRouter:
        """Routes under ``/api/chat``."""
        return chat_router(self._app, self._turns)

    async def deliver(self) -> None:
        """Nothing: streams are answered where they are asked for."""
