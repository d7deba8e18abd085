"""Makes the token that tells the chat who is signed in. Needs PyJWT (pip install pyjwt)."""

from __future__ import annotations

import secrets
import time

import jwt


def identity_token(
    user_name: str,
    email: str,
    key_id: str,
    secret: str,
    now: int | None = None,
    token_id: str | None = None,
) -> str:
    """A token for the customer of this session. Leave out ``now`` and ``token_id``."""
    issued = int(time.time()) if now is None else now
    claims = {
        "sub": user_name,
        "email": email,
        "aud": "fairwell",
        "iat": issued,
        "exp": issued + 300,
        "jti": token_id or secrets.token_urlsafe(16),
    }
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": key_id})
