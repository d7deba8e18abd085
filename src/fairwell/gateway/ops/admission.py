"""Admission of requests: rates, places for turns and streams, and who is exempt from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import Request

from fairwell.config import Settings
from fairwell.gateway.ops.clients import client_of, is_from_this_machine
from fairwell.gateway.ops.rates import Rates, TooFast
from fairwell.gateway.ops.stream_places import RETRY_AFTER, StreamPlaces, TooManyStreams
from fairwell.gateway.ops.turn_places import Overloaded, TurnPlaces
from fairwell.gateway.problems import Problem
from fairwell.rules.cases.allowance import EXEMPT, client_mark

log = structlog.get_logger()

OFF = "off"


class Admission:
    """Refuses what would harm other customers, with a time after which to try again.

    ``FAIRWELL_LIMITS=off`` exempts clients on this machine that come through no proxy.
    """

    def __init__(self, settings: Settings) -> None:
        self._exempts_loopback = settings.limits == OFF
        if self._exempts_loopback:
            log.warning("limits_off", for_clients="loopback")
        self.rates = Rates(settings)
        self.streams = StreamPlaces()
        self._turns = TurnPlaces(settings.turns_at_once)

    def exempts(self, request: Request) -> bool:
        """Return whether no limit holds for this request."""
        return self._exempts_loopback and is_from_this_machine(request)

    def mark(self, request: Request) -> str:
        """Return the mark by which codes and tries of this client are counted."""
        return EXEMPT if self.exempts(request) else client_mark(client_of(request))

    async def count_turn(self, request: Request, token: str, language: str) -> None:
        """Count a turn of a client and of a conversation; ``token`` is empty for a new one.

        Raises:
            Problem: a limit is reached (429).
        """
        if self.exempts(request):
            return
        try:
            await self.rates.turn(client_of(request), token)
        except TooFast as error:
            code = "overloaded" if error.scope == "all" else "too_fast"
            raise Problem(429, code, language, error.retry_after) from None

    async def count_read(self, request: Request, language: str) -> None:
        """Count a request that only reads.

        Raises:
            Problem: a limit is reached (429).
        """
        if self.exempts(request):
            return
        try:
            await self.rates.read(client_of(request))
        except TooFast as error:
            raise Problem(429, "too_fast", language, error.retry_after) from None

    def check_stream(self, request: Request, conversation_id: str, language: str) -> None:
        """Refuse a stream beyond the limits.

        Raises:
            Problem: a limit is reached (429).
        """
        if self.exempts(request):
            return
        try:
            self.streams.check(conversation_id, client_of(request))
        except TooManyStreams:
            log.warning("too_many_streams")
            raise Problem(429, "too_fast", language, RETRY_AFTER) from None

    @asynccontextmanager
    async def turn_place(self, client: str | None, language: str) -> AsyncIterator[None]:
        """Hold one of the places for turns within the block; ``None`` needs none.

        Raises:
            Problem: overload (429); nothing was stored.
        """
        if client is None:
            yield
            return
        try:
            async with self._turns.place(client):
                yield
        except Overloaded as error:
            raise Problem(429, "overloaded", language, error.retry_after) from None
