"""Desk app, mounted at ``/desk`` on the gateway's server."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response

from fairwell.bootstrap import App
from fairwell.desk.access.link_page import link_router
from fairwell.desk.access.login_page import login_router
from fairwell.desk.access.profile_page import profile_router
from fairwell.desk.access.provider_page import REMEMBERED, provider_of, provider_router
from fairwell.desk.access.users_page import users_router
from fairwell.desk.admin.audit_page import audit_router
from fairwell.desk.admin.replies_page import replies_router
from fairwell.desk.admin.supervisor_page import supervisor_router
from fairwell.desk.cases.asked_page import asked_router
from fairwell.desk.cases.case_actions import case_router
from fairwell.desk.cases.case_page import case_page_router
from fairwell.desk.cases.cases_page import cases_router
from fairwell.desk.cases.match_page import match_router
from fairwell.desk.conversations.agents import refused
from fairwell.desk.conversations.closed_page import closed_router
from fairwell.desk.conversations.home_page import home_router
from fairwell.desk.conversations.queue_page import queue_router
from fairwell.desk.conversations.search_page import search_router
from fairwell.desk.conversations.talk_actions import talk_actions_router
from fairwell.desk.conversations.talk_page import talk_router
from fairwell.desk.conversations.viewing import Viewing
from fairwell.desk.frame.cookies import name_of
from fairwell.desk.frame.origin import is_from_here
from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.streams import Streams
from fairwell.desk.frame.visitor import READS, refusal, refused_by, signed_in
from fairwell.services.errors import HandoffRefused
from fairwell.services.live import behind
from fairwell.services.staff import login as desk_login
from fairwell.store.base.errors import StoreUnavailable
from fairwell.web.static_files import StaticFiles

log = structlog.get_logger()

STATIC = Path(__file__).parent / "static"
# As strict as the gateway's own; htmx needs the default policy (docs/decisions/010).
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    # Not "no-referrer": with that, browsers hide from us that a form comes from our own page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

# To add a page: write its router, add it here, and add its link to navigation.py
# (docs/architecture.md, "The desk").
ROUTERS = (
    login_router,
    link_router,
    provider_router,
    home_router,
    profile_router,
    users_router,
    audit_router,
    queue_router,
    talk_router,
    talk_actions_router,
    case_router,
    cases_router,
    match_router,
    asked_router,
    case_page_router,  # after the others, whose addresses could be taken for a case's
    closed_router,
    search_router,
    supervisor_router,
    replies_router,
)


@dataclass(frozen=True)
class DeskState:
    """State that the pages share."""

    app: App
    streams: Streams
    viewing: Viewing
    secure: bool
    hashing: CapacityLimiter
    provider: Any | None


def create_desk(app: App) -> FastAPI:
    """Create the desk for one set of services."""
    web = FastAPI(title="fairwell desk", openapi_url=None, docs_url=None, redoc_url=None)
    web.state.desk = DeskState(
        app=app,
        streams=Streams(lambda id_hashes: desk_login.sessions_in_force(id_hashes, app)),
        viewing=Viewing(lambda talk: app.live.wake(behind(talk))),
        secure=urlsplit(app.settings.base_url).scheme == "https",
        # Hashing takes 64 MiB each: a flood of logins must not use up all memory.
        hashing=CapacityLimiter(2),
        provider=provider_of(app.settings),
    )
    for router in ROUTERS:
        web.include_router(router)
    web.mount("/static", StaticFiles(STATIC, {"Cache-Control": "no-cache"}), name="static")
    _errors(web)
    if web.state.desk.provider is not None:
        secure = web.state.desk.secure
        # A key of this process: a user who is at the provider when it restarts has to begin again.
        web.add_middleware(
            SessionMiddleware,
            secret_key=secrets.token_urlsafe(32),
            session_cookie=name_of("fairwell_oidc", secure=secure),
            max_age=REMEMBERED,
            same_site="lax",
            https_only=secure,
        )

    @web.middleware("http")
    async def guard(
        request: Request, proceed: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if request.method not in READS and not is_from_here(request, app.settings.base_url):
            response = refusal(request, RequestRefused("forged"), None)
        else:
            try:
                response = await proceed(request)
            except Exception as error:
                # The class name only: an error's message may be what a customer or a user wrote.
                log.error("unexpected_error", path=request.url.path, error=type(error).__name__)
                response = refusal(request, RequestRefused("unavailable"), None)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return web


def _errors(web: FastAPI) -> None:
    """Answer every refusal as a page in the user's language, or as a part for htmx."""

    async def answer(request: Request, refused: RequestRefused) -> Response:
        try:
            current = await signed_in(request) if refused.code != "signed_out" else None
        except Exception:  # then the answer is the one for a visitor who is not logged in
            current = None
        return refusal(request, refused, current)

    @web.exception_handler(RequestRefused)
    async def _refused(request: Request, refused: RequestRefused) -> Response:
        return await answer(request, refused)

    @web.exception_handler(HandoffRefused)
    async def _handoff(request: Request, error: HandoffRefused) -> Response:
        current = await signed_in(request)
        return refusal(request, refused(error, current.language), current)

    @web.exception_handler(RequestValidationError)
    async def _invalid(request: Request, _: RequestValidationError) -> Response:
        return await answer(request, RequestRefused("bad_request"))

    @web.exception_handler(StoreUnavailable)
    async def _store(request: Request, error: StoreUnavailable) -> Response:
        log.error("store_unavailable", reason=str(error))
        return refusal(request, RequestRefused("unavailable"), None)

    @web.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        return await answer(request, refused_by(error))
