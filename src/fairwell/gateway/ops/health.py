"""Health checks: liveness of the process, and readiness once every part answers."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable
from http import HTTPStatus

import aiohttp
from anyio import create_task_group
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from fairwell.bootstrap import App
from fairwell.gateway.chat.engine_client import EngineClient
from fairwell.gateway.ops.canary import PART, Canary
from fairwell.gateway.ops.disk import has_room
from fairwell.store.base import migrate
from fairwell.store.ops.heartbeats import part_name

TIMEOUT = 3.0


def health_router(app: App, engine: EngineClient) -> APIRouter:
    """Return the routes ``/healthz`` and ``/readyz``."""
    canary = Canary(engine, lambda: app.heartbeats, part_name(PART))
    router = APIRouter(tags=["health"])
    settings = app.settings

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Return that the process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """Return 200 only if every part answers and a turn works; else 503 and what does not.

        ``turn`` is a canary's, at most ten seconds old; none is tried while its parts are away.
        ``warnings`` names what needs a person but does not stop customers from being served.
        """
        parts: dict[str, bool] = {}
        warned: dict[str, bool] = {}

        async def in_thread(
            name: str, check: Callable[[], bool], into: dict[str, bool] = parts
        ) -> None:
            into[name] = await app.pools.health.run(_is_so, check)

        async def ask_engine() -> None:
            parts["engine"] = await engine.healthy()

        async def ask_actions() -> None:
            parts["actions"] = await _actions_healthy(settings.actions_url)

        async with create_task_group() as checks:
            checks.start_soon(ask_engine)
            checks.start_soon(ask_actions)
            checks.start_soon(in_thread, "store", lambda: migrate.is_current(app.database))
            checks.start_soon(in_thread, "outbox", lambda: _outbox_readable(app))
            checks.start_soon(in_thread, "disk", lambda: has_room(settings.home))
            checks.start_soon(in_thread, "smtp", lambda: _smtp_greets(app))
            gave_up = app.deliveries.any_given_up
            checks.start_soon(in_thread, "webhook_given_up", gave_up, warned)
            checks.start_soon(in_thread, "worker_silent", lambda: _worker_is_silent(app), warned)
            checks.start_soon(in_thread, "mail_sender_refused", lambda: _mails_stand(app), warned)
        able = parts["engine"] and parts["actions"] and parts["store"]
        parts["turn"] = able and await canary.sings()
        ready = all(parts.values())
        return JSONResponse(
            {
                "ready": ready,
                "parts": dict(sorted(parts.items())),
                "warnings": [name for name, is_so in warned.items() if is_so],
            },
            status_code=200 if ready else 503,
        )

    return router


def _is_so(check: Callable[[], bool]) -> bool:
    """Return a check's result; a check that fails with an error has found nothing."""
    try:
        return check()
    except Exception:
        return False


async def _actions_healthy(url: str) -> bool:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session,
            session.get(f"{url}/health") as response,
        ):
            return response.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        return False


def _outbox_readable(app: App) -> bool:
    with app.store.look() as work:
        work.outbox.count()
    return True


def _worker_is_silent(app: App) -> bool:
    """Return whether every worker that ever ran, and did not end on purpose, beats no more."""
    beats = [at for part, at in app.heartbeats.all().items() if part.startswith("worker@")]
    return bool(beats) and max(beats) < time.time() - app.settings.hung_after


def _mails_stand(app: App) -> bool:
    with app.store.look() as work:
        return work.outbox.stands()


def _smtp_greets(app: App) -> bool:
    settings = app.settings
    kind = smtplib.SMTP_SSL if settings.smtp_security == "tls" else smtplib.SMTP
    with kind(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT) as connection:
        return connection.noop()[0] == 250
