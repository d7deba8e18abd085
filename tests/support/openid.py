"""A small OpenID provider with real keys: discovery, login page, code, tokens, JWKS."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "fairwell-desk", "client-secret-of-the-test"
Claims = dict[str, Any]


@dataclass
class Provider:
    """Vouches for ``person``; ``forge`` is what a test bends about the id token."""

    issuer: str = ""
    person: Claims = field(default_factory=dict)
    forge: Callable[[Claims], Claims] = dict
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    refuses: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def app(self) -> Starlette:
        """The provider's server."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/consent", self._consent, methods=["POST"]),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
            ]
        )

    def forget(self) -> None:
        """Vouch honestly for Kim, who is on the support team."""
        self.person = {
            "sub": "subject-1",
            "email": "kim@company.example",
            "name": "Kim Beispiel",
            "groups": ["support"],
        }
        self.forge, self.signs_with, self.refuses = dict, None, ""
        self.asked.clear()

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        assert asked["state"]
        assert asked["nonce"]
        self.asked.append(asked)
        return HTMLResponse(
            "<!doctype html><html lang=en><title>Company</title><h1>Company login</h1>"
            f"<form method=post action='/consent?{urlencode(asked).replace('&', '&amp;')}'>"
            "<button>Continue as Kim</button></form></html>"
        )

    async def _consent(self, request: Request) -> Response:
        asked = dict(request.query_params)
        answer = {"state": asked["state"]}
        if self.refuses:
            answer |= {"error": self.refuses}
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            answer |= {"code": code}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        asked = self._codes.pop(str(form["code"]), None)
        given = f"{CLIENT_ID}:{CLIENT_SECRET}".encode()
        basic = f"Basic {base64.b64encode(given).decode()}"
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or request.headers["authorization"] != basic
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = self.person | {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        header = {"alg": "RS256", "kid": "one"}
        signed = jwt.encode(header, self.forge(claims), self.signs_with or self.key)
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": signed,
            }
        )

    async def _jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})
