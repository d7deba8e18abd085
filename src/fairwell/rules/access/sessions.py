"""Sessions of the desk: random secrets, lifetimes, and the CSRF token of forms."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

IDLE = dt.timedelta(hours=2)  # without a request; SSE on an open page does not count
ABSOLUTE = dt.timedelta(hours=12)  # a working day: NIST SP 800-63B, section 2.2.3
TOUCH_EVERY = dt.timedelta(minutes=1)  # so that reading a page rarely writes


@dataclass(frozen=True)
class Lifetime:
    """When a session began and was last used."""

    created_at: dt.datetime
    last_seen_at: dt.datetime

    def is_over(self, now: dt.datetime) -> bool:
        """Check whether the session has expired."""
        return now >= self.ends_at

    @property
    def ends_at(self) -> dt.datetime:
        """Compute when the session expires without further use."""
        return min(self.created_at + ABSOLUTE, self.last_seen_at + IDLE)

    def wants_touch(self, now: dt.datetime) -> bool:
        """Check whether a use needs to be written."""
        return now - self.last_seen_at >= TOUCH_EVERY


def new_secret() -> str:
    """Draw 256 random bits, for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Hash a secret for the database, so that a reader of it cannot use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """Derive the CSRF token of a session's forms; the session cannot be derived from it."""
    return hmac.digest(secret.encode(), b"fairwell desk form", "sha256").hex()


def is_form_token(sent: str, secret: str) -> bool:
    """Compare a form's token with that of the session."""
    return hmac.compare_digest(sent.encode(), form_token(secret).encode())
