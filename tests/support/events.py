"""Reads the chat's server-sent events as a browser's EventSource does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.chat import Chat


@dataclass(frozen=True)
class Event:
    """One event: its id and the line of the transcript it carries."""

    id: str
    line: dict[str, Any]


class Stream:
    """An open stream; ``events`` grows while it is open."""

    def __init__(self, response: httpx.Response) -> None:
        self.events: list[Event] = []
        self._response = response
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def ids(self) -> list[str]:
        """The ids in the order they came."""
        return [event.id for event in self.events]

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for row in self._response.iter_lines():
                if row:
                    name, _, value = row.partition(":")
                    fields[name] = value.removeprefix(" ")
                elif "data" in fields:
                    self.events.append(Event(fields["id"], json.loads(fields["data"])))
                    fields = {}
        except (httpx.HTTPError, httpx.StreamError, OSError):
            return  # the test, or the server, has closed the stream


@contextmanager
def stream(chat: Chat, **headers: str | bytes) -> Iterator[Stream]:
    """Listen to a conversation for as long as the block lasts."""
    with chat.product.http.stream(
        "GET", f"{chat.product.url}/api/chat/events", headers={**chat.headers, **headers}
    ) as response:
        assert response.status_code == httpx.codes.OK, response.read()
        yield Stream(response)
