"""Clients of the three systems: the same steps, by each one's protocol."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from benchmarks.conversations import Step
from fairwell.gateway.chat.engine_client import engine_of

PATIENCE = 15.0  # seconds; longer than any part waits for another one


@dataclass
class Chat:
    """State of one customer's page between turns."""

    language: str
    id: str = field(default_factory=lambda: f"bench-{secrets.token_hex(8)}")
    token: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    turns: int = 0


class Bot(Protocol):
    """A client of one system."""

    async def turn(self, session: aiohttp.ClientSession, chat: Chat, step: Step) -> str | None:
        """Take one step of a conversation; ``None`` when it was answered, else what went wrong."""


class StockBot:
    """A: Rasa's REST channel. A button is pressed by sending its payload as a message."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/rest/webhook"

    async def turn(self, session: aiohttp.ClientSession, chat: Chat, step: Step) -> str | None:
        """Send a message; an empty list means that an action failed or nothing was uttered."""
        body = {"sender": chat.id, "message": step.payload or step.text}
        status, said = await _post(session, self._url, body, {})
        if status != 200:
            return f"status {status}"
        return None if any(message.get("text") for message in said) else "empty answer"


class EngineBot:
    """B: our engine's own channel; several engines share the conversations as at the gateway."""

    def __init__(self, urls: list[str], key: str) -> None:
        self._engines = tuple(urls)
        self._headers = {"X-Engine-Key": key}

    async def turn(self, session: aiohttp.ClientSession, chat: Chat, step: Step) -> str | None:
        """Send what the gateway sends for a message or a button."""
        chat.turns += 1
        body = {"conversation_id": chat.id, "turn_id": f"{chat.id}-{chat.turns}"}
        body |= {"payload": step.payload} if step.payload else {"text": step.text}
        if chat.turns == 1:
            body["language_hint"] = chat.language
        url = f"{engine_of(chat.id, self._engines)}/webhooks/fairwell/webhook"
        status, said = await _post(session, url, body, self._headers)
        if status != 200:
            return f"status {status}"
        return None if any(message.get("text") for message in said["messages"]) else "empty answer"


class GatewayBot:
    """C: the public API. A button is pressed by the id that came with it."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/chat"

    async def turn(self, session: aiohttp.ClientSession, chat: Chat, step: Step) -> str | None:
        """Send what the widget sends. Only the gateway can tell an apology from an answer."""
        if step.title and step.title not in chat.buttons:
            return "no such button"
        body = {"press": chat.buttons[step.title]} if step.title else {"message": step.text}
        headers = {"Authorization": f"Bearer {chat.token}"} if chat.token else {}
        if not chat.token:
            body["page_language"] = chat.language
        status, said = await _post(session, self._url, body, headers)
        if status != 200:
            return f"status {status}"
        chat.token = said["token"]
        chat.buttons = {b["title"]: b["id"] for m in said["messages"] for b in m["buttons"]}
        return None if any(message["text"] for message in said["messages"]) else "empty answer"


def open_bot(description: dict[str, Any]) -> Bot:
    """Create the client of a job: ``kind`` and the constructor's arguments."""
    kinds: dict[str, type[StockBot | EngineBot | GatewayBot]] = {
        "stock": StockBot,
        "engine": EngineBot,
        "gateway": GatewayBot,
    }
    return kinds[description["kind"]](**{k: v for k, v in description.items() if k != "kind"})


def open_session() -> aiohttp.ClientSession:
    """Open a pool of persistent connections, one a chat, as browsers and gateways do."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=3),
        timeout=aiohttp.ClientTimeout(total=PATIENCE),
        trust_env=False,
    )


async def _post(
    session: aiohttp.ClientSession, url: str, body: dict[str, Any], headers: dict[str, str]
) -> tuple[int, Any]:
    async with session.post(url, json=body, headers=headers) as response:
        if response.status != 200:
            return response.status, None
        return 200, await response.json()
