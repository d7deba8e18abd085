"""Login with a password, and logout."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from fairwell.desk.frame.cookies import drop_session, session_secret, set_session
from fairwell.desk.frame.visitor import SignedIn, Visitor, safe_next, to
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.staff import login as desk_login
from fairwell.services.staff.login import Locked, WrongPassword

login_router = APIRouter()


@login_router.get("/login")
async def login_page(request: Request, next: str = "") -> Response:  # noqa: A002 (the field's name)
    """Show the login form; a user who is already logged in is redirected."""
    visitor = Visitor(request)
    secret = session_secret(request)
    app = visitor.app
    known = await app.pools.login.run(desk_login.session_of, secret, app) if secret else None
    if known:
        return to(safe_next(next))
    return login_form(visitor, next)


@login_router.post("/login")
async def log_in(
    request: Request,
    login: Annotated[str, Form(max_length=300)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=500)] = "",  # noqa: A002 (the field's name)
) -> Response:
    """Start a new session, whatever cookie the request came with."""
    visitor = Visitor(request)
    try:
        logged_in = await to_thread.run_sync(
            desk_login.log_in,
            login,
            password,
            visitor.address,
            visitor.app,
            limiter=request.app.state.desk.hashing,
        )
    except WrongPassword:
        fault = _(visitor.language, "Wrong login name or password.")
        return login_form(visitor, next, 422, login, fault)
    except Locked as locked:
        left = (locked.until - dt.datetime.now(dt.UTC)).total_seconds()
        minutes = str(max(1, math.ceil(left / 60)))
        fault = _(
            visitor.language, "Too many attempts. Wait, then try again; minutes: {n}.", n=minutes
        )
        answer = login_form(visitor, next, 429, login, fault)
        answer.headers["Retry-After"] = str(max(1, math.ceil(left)))
        return answer
    response = to(safe_next(next))
    set_session(request, response, logged_in.secret)
    return response


@login_router.post("/logout")
async def log_out(current: SignedIn) -> Response:
    """End the session, and all streams that were opened with it."""
    await to_thread.run_sync(desk_login.log_out, current.session, current.user, current.app)
    current.request.app.state.desk.streams.end([current.session.id_hash])
    response = to(f"/desk/login?lang={current.language}")
    drop_session(current.request, response)
    return response


def login_form(
    visitor: Visitor, target: str, status: int = 200, login: str = "", fault: str = ""
) -> Response:
    """Return the login form; ``fault`` is what went wrong."""
    return visitor.page(
        "login.html",
        status,
        next=safe_next(target),
        login=login,
        fault=fault,
        provider=visitor.request.app.state.desk.provider is not None,
    )
