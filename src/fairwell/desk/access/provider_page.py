"""Login with the company's account: OpenID Connect, by Authlib.

Code flow with PKCE, state and nonce. What has to be remembered between leaving and coming back is
in a signed cookie of ten minutes, so that leaving is a GET that writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from anyio import to_thread
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, Request
from starlette.responses import Response

from fairwell.config import Settings
from fairwell.desk.access.login_page import login_form
from fairwell.desk.frame.cookies import set_session
from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.visitor import Visitor, safe_next, to
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services.staff import provider as desk_provider
from fairwell.services.staff.provider import NotAllowed, Proven
from fairwell.store.staff.users import Subject

log = structlog.get_logger()

provider_router = APIRouter(prefix="/oidc")

REMEMBERED = 600  # seconds a user may take at the provider
_NEXT = "next"


def provider_of(settings: Settings) -> Any | None:
    """Return Authlib's client of the configured provider; ``None`` when there is none.

    Opens no connection: the provider is asked when a user wants to log in.
    """
    if not settings.oidc_issuer:
        return None
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value() or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scope,
            "code_challenge_method": "S256",
            "timeout": 10,
        },
    )


@provider_router.get("/login")
async def go(request: Request, next: str = "") -> Response:  # noqa: A002 (the field's name)
    """Redirect to the provider."""
    visitor, provider = Visitor(request), _provider(request)
    request.session[_NEXT] = safe_next(next)
    try:
        response: Response = await provider.authorize_redirect(
            request, f"{visitor.origin}/desk/oidc/back"
        )
    except Exception as error:  # Authlib's, httpx2's, or of the provider's answer
        return _failed(visitor, error)
    return response


@provider_router.get("/back")
async def back(request: Request) -> Response:
    """Return from the provider with a code, and log in the user it vouches for."""
    visitor, provider = Visitor(request), _provider(request)
    settings = visitor.app.settings
    target = safe_next(request.session.pop(_NEXT, ""))
    try:
        token = await provider.authorize_access_token(
            request,
            claims_options={
                "iss": {"essential": True, "values": [settings.oidc_issuer]},
                "sub": {"essential": True},
            },
        )
        proven = _proven(token["userinfo"], settings, visitor.language)
    except Exception as error:
        return _failed(visitor, error)
    try:
        logged_in = await to_thread.run_sync(desk_provider.log_in_by_provider, proven, visitor.app)
    except NotAllowed:
        log.warning("provider_login_not_allowed")
        fault = _(
            visitor.language,
            "Your company account may not use the desk. Ask your admin for a role.",
        )
        return login_form(visitor, target, 403, fault=fault)
    response = to(target)
    set_session(request, response, logged_in.secret)
    return response


def _provider(request: Request) -> Any:
    provider = request.app.state.desk.provider
    if provider is None:
        raise RequestRefused("not_found")
    return provider


def _failed(visitor: Visitor, error: Exception) -> Response:
    # The class only: messages may quote what the provider or the address bar said.
    log.warning("provider_login_failed", error=type(error).__name__)
    fault = _(
        visitor.language,
        "Logging in with the company account did not work. Try again, or use a password.",
    )
    return login_form(visitor, "", 502, fault=fault)


def _proven(claims: Mapping[str, Any], settings: Settings, language: Language) -> Proven:
    named = claims.get("email") or claims.get("preferred_username") or claims["sub"]
    return Proven(
        subject=Subject(settings.oidc_issuer, str(claims["sub"])),
        login=str(named),
        name=str(claims.get("name") or named),
        roles=roles_by_claim(claims.get(settings.oidc_roles_claim), settings.oidc_roles),
        language=language,
    )


def roles_by_claim(claim: object, mapping: Mapping[str, list[Role]]) -> frozenset[Role]:
    """Return the roles of a claim, which is a word or a list of words; unknown words give none."""
    words = claim if isinstance(claim, list) else [claim]
    return frozenset(role for word in words for role in mapping.get(str(word), ()))
