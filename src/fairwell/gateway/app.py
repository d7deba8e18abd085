"""Gateway server: routes, headers on every answer, health, and the demo pages."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from fairwell import paths
from fairwell.bootstrap import App
from fairwell.gateway.chat.channel import ChatChannel, WidgetChannel
from fairwell.gateway.chat.engine_client import EngineClient
from fairwell.gateway.chat.turn import Turns
from fairwell.gateway.demo.help_page import page_router
from fairwell.gateway.demo.login import demo_identity_router, has_demo_logins
from fairwell.gateway.demo.mailbox import mailbox_router
from fairwell.gateway.form.pages import plain_router
from fairwell.gateway.headers import SafeAnswers
from fairwell.gateway.links.case_links import case_link_router
from fairwell.gateway.links.receipts import receipt_router
from fairwell.gateway.ops.admission import Admission
from fairwell.gateway.ops.connections import TimedBodies
from fairwell.gateway.ops.health import health_router
from fairwell.gateway.ops.limits import BodyLimit
from fairwell.gateway.ops.mail_watch import watch_mails
from fairwell.gateway.ops.metrics import Metrics, metrics_router
from fairwell.gateway.ops.queue_watch import watch_queue
from fairwell.gateway.problems import Problem, preferred_language, problem_response
from fairwell.gateway.webhook.channel import WebhookChannel
from fairwell.services.pools import Pools
from fairwell.store.base import migrate
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.cases import demo
from fairwell.web.static_files import StaticFiles

log = structlog.get_logger()

STATIC = Path(__file__).parent / "static"


def create_app(app: App, mounted: Mapping[str, ASGIApp] | None = None) -> FastAPI:
    """Create the gateway for one set of services. Opens the database on startup, not before.

    ``mounted`` are separate apps, by the path they are served at.
    """
    settings = app.settings
    engine = EngineClient(
        settings.engine_url, settings.engine_key.get_secret_value(), settings.turn_deadline
    )
    metrics = Metrics()
    admission = Admission(settings)
    turns = Turns(app, engine, metrics, admission)
    channels: list[ChatChannel] = [WidgetChannel(app, turns)]
    if settings.has_webhook:
        channels.append(WebhookChannel(app, turns))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = Pools.PAGES
        migrate.upgrade(app.batch_database)
        app.batch_database.dispose()
        if settings.demo:
            demo.load_missing(app.database, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
        work = [
            asyncio.create_task(watch_queue(app)),
            asyncio.create_task(watch_mails(app)),
            *(asyncio.create_task(channel.deliver()) for channel in channels),
        ]
        yield
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await engine.close()
        app.database.dispose()
        app.batch_database.dispose()

    web = FastAPI(
        title="fairwell",
        summary="Chat with customers who want to leave, fairly.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    for channel in channels:
        web.include_router(channel.router())
    web.include_router(health_router(app, engine))
    web.include_router(page_router(app))
    web.include_router(plain_router(app, admission))
    web.include_router(receipt_router(app))
    web.include_router(case_link_router(app))
    web.include_router(metrics_router(app, metrics))
    if settings.demo:
        web.include_router(mailbox_router(settings))
    if has_demo_logins(settings):
        web.include_router(demo_identity_router(settings))
    for path, other in (mounted or {}).items():
        web.mount(path, other)
    web.mount("/static", StaticFiles(STATIC), name="static")
    _errors(web, app)
    if settings.allowed_origins:
        web.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            expose_headers=["Retry-After"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
        )
    web.add_middleware(BodyLimit)
    web.add_middleware(TimedBodies)
    web.add_middleware(SafeAnswers, policy=app.policy)
    return web


def _errors(web: FastAPI, app: App) -> None:
    """Answer every refusal in the API's own form, in the customer's language, without internals."""

    @web.exception_handler(Problem)
    async def _problem(_: Request, problem: Problem) -> Response:
        values = app.policy.text_values(problem.language)
        return problem_response(
            problem.status, problem.code, problem.language, values, problem.retry_after
        )

    @web.exception_handler(RequestValidationError)
    async def _invalid(request: Request, _: RequestValidationError) -> Response:
        return problem_response(400, "bad_request", preferred_language(request))

    @web.exception_handler(StoreUnavailable)
    async def _store(request: Request, error: StoreUnavailable) -> Response:
        log.error("store_unavailable", reason=str(error))
        language = preferred_language(request)
        return problem_response(503, "unavailable", language, app.policy.text_values(language))

    @web.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # a body that could not be parsed, or was cut off
            return problem_response(400, "bad_request", preferred_language(request))
        return Response(status_code=error.status_code, headers=error.headers)
