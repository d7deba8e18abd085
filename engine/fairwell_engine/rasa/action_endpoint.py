"""HTTP client for the action server: one pooled session, with a deadline shorter than a turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiohttp
import ujson
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

# Shorter than the gateway's deadline for a turn, so that a slow action fails the turn instead of
# outliving it.
DEADLINE_SECONDS = 5.0
# Below the keep-alive of the action server, so that the server never closes a connection first.
_KEEP_ALIVE_SECONDS = 4.0
# No action reads more than the latest message and the turn before it.
_TURNS_SENT = 2

Call = dict[str, Any]


class ActionEndpoint(EndpointConfig):
    """Rasa's endpoint with a deadline and one pooled session (Rasa opens one for every call).

    Actions receive only the events of the last turns, however long the conversation is.
    """

    _session: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> ActionEndpoint:
        """Create an endpoint with the address, headers and options of ``endpoint``."""
        return cls(
            endpoint.url,
            endpoint.params,
            endpoint.headers,
            endpoint.basic_auth,
            endpoint.token,
            endpoint.token_name,
            endpoint.cafile,
            **endpoint.kwargs,
        )

    def session(self) -> aiohttp.ClientSession:
        """Return the open session, or open one if there is none."""
        if self._session is None or self._session.closed:
            auth = (
                aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"])
                if self.basic_auth
                else None
            )
            self._session = aiohttp.ClientSession(
                auth=auth,
                headers=self.headers,
                timeout=aiohttp.ClientTimeout(total=DEADLINE_SECONDS),
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=_KEEP_ALIVE_SECONDS),
                json_serialize=ujson.dumps,
                # One server on loopback: no content negotiation and no cookies are needed.
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            )
        return self._session

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Call the action server.

        Raises:
            ClientResponseError: the status is 400 or above.
        """
        url = f"{self.url}/{subpath.lstrip('/')}" if subpath else self.url
        call: Call | None = kwargs.get("json")
        if call and "tracker" in call:
            call["tracker"]["events"] = recent(call["tracker"]["events"])
        async with self.session().request(
            method,
            url,
            json=call,
            params=self.combine_parameters() or None,
            compress=compress,
        ) as response:
            if response.status >= 400:
                raise ClientResponseError(
                    response.status, response.reason or "", await response.text()
                )
            return await response.json(loads=ujson.loads)

    async def close(self) -> None:
        """Close the session; the endpoint may be used again."""
        if self._session is not None:
            await self._session.close()


def recent(events: Sequence[Call]) -> list[Call]:
    """Return the events of the last turns, preceded by the last value of each slot set earlier."""
    messages = [at for at, event in enumerate(events) if event["event"] == "user"]
    start = messages[-_TURNS_SENT] if len(messages) > _TURNS_SENT else 0
    settings: dict[str, Call] = {}
    for event in events[:start]:
        if event["event"] == "slot":
            settings[event["name"]] = event
        elif event["event"] in ("reset_slots", "restart", "session_started"):
            settings.clear()
    return [*settings.values(), *events[start:]]
