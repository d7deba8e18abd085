"""Session cookie: for this host only, not readable by scripts, not sent on cross-site POSTs.

``SameSite=Lax`` and not ``Strict``: with Strict, a link to a conversation in a mail and the way
back from an OpenID provider would arrive without the session. Every change is a POST. Lax
withholds the cookie from POSTs of other sites, and each POST also needs the form's token.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from fairwell.rules.access.sessions import ABSOLUTE


def name_of(name: str, *, secure: bool) -> str:
    """Return a cookie's name; ``__Host-`` makes browsers refuse one set by another host or path."""
    return f"__Host-{name}" if secure else name


def session_secret(request: Request) -> str:
    """Return the session's secret as the browser sent it; empty when there is none."""
    return request.cookies.get(name_of("fairwell_desk", secure=_secure(request)), "")


def set_session(request: Request, response: Response, secret: str) -> None:
    """Set the cookie of a new session, whatever cookie the request came with."""
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
    """Delete the session's cookie in the browser."""
    secure = _secure(request)
    response.delete_cookie(
        name_of("fairwell_desk", secure=secure), secure=secure, httponly=True, samesite="lax"
    )


def _secure(request: Request) -> bool:
    # By the configured address: the product itself speaks plain HTTP behind its proxy.
    return bool(request.app.state.desk.secure)
