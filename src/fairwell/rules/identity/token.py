"""Identity tokens: compact JWTs, HS256 and nothing else, short-lived, each used once.

The library checks the signature only. The claims are checked here, against the time that is
passed in, because "expired" and "lives too long" are our rules.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

ALGORITHM = "HS256"
AUDIENCE = "fairwell"
LIFETIME = dt.timedelta(minutes=10)
LEEWAY = dt.timedelta(seconds=30)  # how far the help site's clock may be off
LONGEST_TOKEN = 4096  # characters; a token with everything in it has about 350
LONGEST_USER_NAME, LONGEST_EMAIL, LONGEST_ID = 64, 254, 64

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# This one registry cannot verify anything else, whatever a token's header says.
_HS256 = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)


class Refusal(StrEnum):
    """Why a token was refused: for logs and tests. Customers are told one sentence for all."""

    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    WRONG_ALGORITHM = "wrong_algorithm"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_CLAIMS = "bad_claims"
    WRONG_AUDIENCE = "wrong_audience"
    NO_ID = "no_id"
    TOO_EARLY = "too_early"
    EXPIRED = "expired"
    LIVES_TOO_LONG = "lives_too_long"
    REPLAYED = "replayed"


class IdentityRefused(Exception):
    """A token that proves nothing; ``reason`` says why, without a word of the token."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Claims:
    """What a good token says. It could be replayed until ``usable_until``."""

    user_name: str
    email: str | None
    token_id: str
    usable_until: dt.datetime


def verify_token(token: str, keys: Mapping[str, str], now: dt.datetime) -> Claims:
    """What a token proves; that it was not used before is the store's to know.

    Args:
        token: as the widget handed it over.
        keys: secrets by key id; all of them are good.
        now: the time to judge by, with a zone.

    Raises:
        IdentityRefused: it proves nothing.
    """
    if len(token) > LONGEST_TOKEN:
        raise IdentityRefused(Refusal.TOO_LONG)
    if not _COMPACT.fullmatch(token):
        raise IdentityRefused(Refusal.MALFORMED)
    return _checked(_signed_payload(token, keys), now)


def make_token(
    user_name: str,
    email: str | None,
    *,
    key_id: str,
    secret: str,
    token_id: str,
    now: dt.datetime,
) -> str:
    """A token as a help site makes it; the demo's own help page is one."""
    issued = int(now.timestamp())
    claims: dict[str, Any] = {"sub": user_name}
    if email is not None:
        claims["email"] = email
    claims |= {
        "aud": AUDIENCE,
        "iat": issued,
        "exp": issued + LIFETIME.seconds,
        "jti": token_id,
    }
    payload = json.dumps(claims, separators=(",", ":")).encode()
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_id}
    return jws.serialize_compact(header, payload, OctKey.import_key(secret), registry=_HS256)


def _signed_payload(token: str, keys: Mapping[str, str]) -> dict[str, Any]:
    try:
        unverified = jws.extract_compact(token.encode(), registry=_HS256)
        header = unverified.headers()
    except (JoseError, ValueError) as error:
        raise IdentityRefused(Refusal.MALFORMED) from error
    if header.get("alg") != ALGORITHM or str(header.get("typ", "JWT")).upper() != "JWT":
        raise IdentityRefused(Refusal.WRONG_ALGORITHM)
    # The key id is looked up among ours and used for nothing else: no file, no address, no query.
    key_id = header.get("kid")
    secret = keys.get(key_id) if isinstance(key_id, str) else None
    if secret is None:
        raise IdentityRefused(Refusal.UNKNOWN_KEY)
    try:
        signed = jws.validate_compact(unverified, OctKey.import_key(secret), registry=_HS256)
    except (JoseError, ValueError) as error:
        raise IdentityRefused(Refusal.BAD_SIGNATURE) from error
    if not signed:
        raise IdentityRefused(Refusal.BAD_SIGNATURE)
    try:
        claims = json.loads(unverified.payload)
    except (ValueError, RecursionError) as error:
        raise IdentityRefused(Refusal.BAD_CLAIMS) from error
    if not isinstance(claims, dict):
        raise IdentityRefused(Refusal.BAD_CLAIMS)
    return claims


def _checked(claims: dict[str, Any], now: dt.datetime) -> Claims:
    if claims.get("aud") != AUDIENCE:
        raise IdentityRefused(Refusal.WRONG_AUDIENCE)
    if claims.get("jti") is None:
        raise IdentityRefused(Refusal.NO_ID)
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    clock, leeway = now.timestamp(), LEEWAY.seconds
    if max(issued, _seconds(claims, "nbf") if "nbf" in claims else issued) > clock + leeway:
        raise IdentityRefused(Refusal.TOO_EARLY)
    if expires + leeway <= clock:
        raise IdentityRefused(Refusal.EXPIRED)
    if not 0 < expires - issued <= LIFETIME.seconds:
        raise IdentityRefused(Refusal.LIVES_TOO_LONG)
    return Claims(
        user_name=_text(claims, "sub", LONGEST_USER_NAME),
        email=_text(claims, "email", LONGEST_EMAIL) if claims.get("email") is not None else None,
        token_id=_text(claims, "jti", LONGEST_ID),
        usable_until=dt.datetime.fromtimestamp(expires, dt.UTC) + LEEWAY,
    )


def _seconds(claims: dict[str, Any], name: str) -> int:
    """A time claim: whole seconds. ``True`` is an int to Python and no time to us."""
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise IdentityRefused(Refusal.BAD_CLAIMS)
    return value


def _text(claims: dict[str, Any], name: str, longest: int) -> str:
    """A text claim that the store can hold: printable, not empty, not too long."""
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise IdentityRefused(Refusal.BAD_CLAIMS)
    return value
