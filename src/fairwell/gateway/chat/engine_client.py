"""Client of the engine's own input channel. Every failure is one error; silence is a failure.

There may be several engines. Each conversation has one of them, so that its state is in that
one's memory and its turns queue there. Any other could take it over, since all share a database.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from fairwell.dialogue.outcome import NOTHING, TurnOutcome, merged, open_process
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.language import Language

ACTION_LIMIT = 4.0  # seconds: the database's busy timeout and some more
SLOTS_LIMIT = 2.0  # seconds: a handoff can do without the slots
HEALTH_LIMIT = 3.0  # seconds
CANARY_LIMIT = 4.5  # seconds: the engine gives a canary up after 4
# Below the engine's own keep-alive, so that it never closes a connection about to be used.
_KEEP_ALIVE = 4.0


class EngineFailed(RuntimeError):
    """No usable answer came. The turn may have run all the same: ask our store.

    After ``settles_in`` seconds its action has surely ended, so that the store knows the outcome;
    ``None`` where that cannot be said.
    """

    def __init__(self, reason: str, *, settles_in: float | None = 0.0) -> None:
        super().__init__(reason)
        self.settles_in = settles_in


@dataclass(frozen=True)
class BotMessage:
    """One message: its text, its buttons as (title, payload), its files as (name, url).

    ``handoff``: an agent is wanted, and why; the text is what to say where none is present.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    handoff: Reason | None = None


@dataclass(frozen=True)
class Answer:
    """The engine's answer to one turn, and its outcome by the state and the actions' notes."""

    messages: tuple[BotMessage, ...]
    language: Language | None
    intent: str | None
    confidence: float | None
    outcome: TurnOutcome = NOTHING


class EngineClient:
    """One connection pool; ``urls`` are separated by commas, ``deadline`` seconds cover a turn."""

    def __init__(self, urls: str, key: str, deadline: float) -> None:
        self._engines = tuple(url.strip().rstrip("/") for url in urls.split(","))
        self._headers = {"X-Engine-Key": key}
        self._deadline = deadline
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self,
        conversation_id: str,
        turn_id: str,
        *,
        text: str | None,
        payload: str | None,
        language_hint: str | None,
    ) -> Answer:
        """Send one turn to the engine.

        Raises:
            EngineFailed: an error, a timeout, or an answer without any message.
        """
        body: dict[str, Any] = {"conversation_id": conversation_id, "turn_id": turn_id}
        body |= {"payload": payload} if payload else {"text": text}
        if language_hint:
            body["language_hint"] = language_hint
        try:
            answer = _answer(await self._post(conversation_id, "webhook", body))
        except TimeoutError as error:
            raise EngineFailed(type(error).__name__, settles_in=None) from error
        except (aiohttp.ClientConnectorError, aiohttp.ClientResponseError) as error:
            raise EngineFailed(type(error).__name__) from error
        except aiohttp.ClientError as error:
            # The engine died in the middle; its action server may still be about to commit.
            raise EngineFailed(type(error).__name__, settles_in=ACTION_LIMIT) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EngineFailed(type(error).__name__) from error
        if not answer.messages:
            raise EngineFailed("EmptyAnswer")
        return answer

    async def slots(self, conversation_id: str) -> dict[str, Any]:
        """Return the slots the engine has filled in a conversation.

        Raises:
            EngineFailed: it cannot say.
        """
        try:
            async with self._open().get(
                self._url(conversation_id, "slots"),
                params={"conversation_id": conversation_id},
                timeout=aiohttp.ClientTimeout(total=SLOTS_LIMIT),
            ) as response:
                return dict((await response.json())["slots"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise EngineFailed(type(error).__name__) from error

    async def reset(self, conversation_id: str, language: Language) -> None:
        """Reset the open form and all slots of a conversation but its language.

        Raises:
            EngineFailed: the reset may not have happened; repeating it does no harm.
        """
        body = {"conversation_id": conversation_id, "language": language}
        try:
            await self._post(conversation_id, "reset", body)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise EngineFailed(type(error).__name__) from error

    async def healthy(self) -> bool:
        """Return whether every engine runs and has a model."""
        return all(await asyncio.gather(*map(self._healthy, self._engines)))

    async def sings(self, text: str) -> bool:
        """Return whether every engine answers ``text`` in a turn that leaves nothing."""
        return all(await asyncio.gather(*(self._sings(each, text) for each in self._engines)))

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, conversation_id: str, route: str, body: dict[str, Any]) -> Any:
        async with self._open().post(self._url(conversation_id, route), json=body) as response:
            return await response.json()

    async def _healthy(self, engine: str) -> bool:
        limit = aiohttp.ClientTimeout(total=HEALTH_LIMIT)
        try:
            async with self._open().get(f"{engine}/webhooks/fairwell/", timeout=limit):
                return True
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _sings(self, engine: str, text: str) -> bool:
        limit = aiohttp.ClientTimeout(total=CANARY_LIMIT)
        url = f"{engine}/webhooks/fairwell/canary"
        try:
            async with self._open().post(url, json={"text": text}, timeout=limit):
                return True
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _url(self, conversation_id: str, route: str) -> str:
        return f"{engine_of(conversation_id, self._engines)}/webhooks/fairwell/{route}"

    def _open(self) -> aiohttp.ClientSession:
        """Return the pool; it belongs to the event loop and so is created with the first call."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers=self._headers,
                timeout=aiohttp.ClientTimeout(total=self._deadline),
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=_KEEP_ALIVE),
                raise_for_status=True,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _reason(message: dict[str, Any]) -> Reason | None:
    named = (message.get("custom") or {}).get("handoff")
    return Reason(named) if named else None


def engine_of(conversation_id: str, engines: Sequence[str]) -> str:
    """Return the engine of a conversation: always the same while the number of engines is."""
    return engines[zlib.crc32(conversation_id.encode()) % len(engines)]


def _answer(data: dict[str, Any]) -> Answer:
    messages = tuple(
        BotMessage(
            str(message["text"]),
            tuple((str(b["title"]), str(b["payload"])) for b in message.get("buttons") or ()),
            tuple(
                (str(file["name"]), str(file["url"]))
                for file in (message.get("custom") or {}).get("attachments") or ()
            ),
            _reason(message),
        )
        for message in data["messages"]
        if message.get("text")
    )
    intent = data.get("intent") or {}
    languages: dict[str, Language] = {"de": "de", "en": "en"}
    return Answer(
        messages=messages,
        language=languages.get(str(data.get("language"))),
        intent=intent.get("name"),
        confidence=intent.get("confidence"),
        outcome=merged(
            (message.get("custom") or {} for message in data["messages"]),
            open_process(data.get("slots") or {}),
        ),
    )
