"""The session's cookie: for this host only, out of reach of scripts, never sent from elsewhere.

``SameSite=Lax`` and not ``Strict``: with Strict a link to a conversation in a mail, and the way
back from an OpenID provider, would arrive without the session. What changes something is a POST,
which Lax keeps back on its way from other sites, and which needs the form's token besides.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from fairwell.rules.access.sessions import ABSOLUTE


def name_of(name: str, *, secure: bool) -> str:
    """A cookie's name; ``__Host-`` makes browsers refuse one that another host or path sets."""
    return f"__Host-{name}" if secure else name


def session_secret(request: Request) -> str:
    """The session's secret as the browser sent it, empty when there is none."""
    return request.cookies.get(name_of("fairwell_desk", secure=_secure(request)), "")


def set_session(request: Request, response: Response, secret: str) -> None:
    """Hand a new session to the browser, whatever cookie it came with."""
    secure = _secure(request)
    response.set_cookie(
        name_of("fairwell_desk", secure=secure),
        secret,
        max_age=int(ABSOLUTE.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop_session(request: Request, response: Response) -> None:
    """Make the browser forget the session."""
    secure = _secure(request)
    response.delete_cookie(
        name_of("fairwell_desk", secure=secure), secure=secure, httponly=True, samesite="lax"
    )


def _secure(request: Request) -> bool:
    # By the configured address: the product itself speaks plain HTTP behind its proxy.
    return bool(request.app.state.desk.secure)
