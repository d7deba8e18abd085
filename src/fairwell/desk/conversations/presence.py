"""Presence heartbeat: an agent is present while one of their pages is open, even if hidden."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

import structlog
from anyio import to_thread
from sse_starlette import ServerSentEvent

from fairwell.desk.conversations.agents import agent_of
from fairwell.desk.frame.visitor import Current
from fairwell.rules.access.roles import Role
from fairwell.services.staff import presence

log = structlog.get_logger()

BEAT = 20.0  # seconds; a third of the time after which policy takes an agent to be gone


async def while_present(
    current: Current, source: AsyncGenerator[ServerSentEvent, None]
) -> AsyncGenerator[ServerSentEvent, None]:
    """Yield the events of a source; while they are followed, the agent is present.

    The server sends the heartbeat, since browsers slow down the timers of hidden tabs.
    """
    beat = asyncio.create_task(_beat(current)) if current.user.may(Role.AGENT) else None
    try:
        async for event in source:
            yield event
    finally:
        await source.aclose()
        if beat:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat


async def _beat(current: Current) -> None:
    app, agent = current.app, agent_of(current.user)
    while True:
        try:
            await to_thread.run_sync(presence.still_here, agent, app)
        except Exception as error:  # the next beat makes up for it
            log.error("presence_not_kept", error=type(error).__name__)
        await asyncio.sleep(BEAT)
