"""Pages behind single-use links: create the first admin, and set a password."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.visitor import Visitor
from fairwell.desk.words.passwords import password_hint, weakness_in_words
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.staff import links
from fairwell.services.staff.links import LinkUsed
from fairwell.services.staff.users import BadName, LoginTaken, Newcomer, WeakPassword
from fairwell.store.staff.users import User

link_router = APIRouter(prefix="/link")

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_Text = Annotated[str, Form(max_length=500)]
_Password = Annotated[str, Form(max_length=1000)]


@link_router.get("/{token}")
def link_page(request: Request, token: str) -> Response:
    """Show the form; looking at it does not use up the link."""
    visitor = Visitor(request)
    return _form(visitor, _user_of(visitor, token))


@link_router.post("/{token}")
async def use_link(
    request: Request,
    token: str,
    password: _Password,
    login: _Text = "",
    name: _Text = "",
) -> Response:
    """Set the password, and for the first admin also name and login name."""
    visitor = Visitor(request)
    app = visitor.app
    user = await to_thread.run_sync(_user_of, visitor, token)

    def act() -> User:
        if user:
            return links.set_password_by_link(token, password, app)
        admin = Newcomer(login, name, frozenset(), visitor.language)
        return links.become_first_admin(token, admin, password, app)

    fault = await _try(act, visitor)
    if fault:
        return _form(visitor, user, 422, faults=fault, login=login, name=name)
    return visitor.page("link_done.html")


async def _try(act: Callable[[], User], visitor: Visitor) -> dict[str, str]:
    """Return what is wrong with each field; empty on success."""
    try:
        await to_thread.run_sync(act, limiter=visitor.request.app.state.desk.hashing)
    except LinkUsed as error:
        raise _gone(visitor.language) from error
    except WeakPassword as weak:
        return {"password": weakness_in_words(weak.weakness, visitor.language)}
    except BadName:
        return {
            "login": _(visitor.language, "Give a login name without spaces, and a name to show.")
        }
    except LoginTaken:
        return {"login": _(visitor.language, "This login name is taken.")}
    return {}


def _user_of(visitor: Visitor, token: str) -> User | None:
    """Return the user a link belongs to; ``None`` for the first admin, who has no user yet.

    Raises:
        RequestRefused: it opens nothing; the words are the same for unknown, used and expired.
    """
    if not _TOKEN.fullmatch(token):
        raise _gone(visitor.language)
    try:
        return links.opened(token, visitor.app)[1]
    except LinkUsed as error:
        raise _gone(visitor.language) from error


def _gone(language: str) -> RequestRefused:
    return RequestRefused(
        "not_found",
        _(language, "This link no longer works"),
        _(language, "It works once, for a day. Ask the sender for a new one."),
    )


def _form(visitor: Visitor, user: User | None, status: int = 200, **values: object) -> Response:
    shown = {"faults": {}, "login": "", "name": "", **values}
    return visitor.page(
        "link.html", status, user=user, hint=password_hint(visitor.language), **shown
    )
