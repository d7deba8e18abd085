"""Sessions of the desk: random secrets, how long they last, and the token that guards forms."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

IDLE = dt.timedelta(hours=2)  # without a request; an open page that is only pushed to counts not
ABSOLUTE = dt.timedelta(hours=12)  # a working day: NIST SP 800-63B, section 2.2.3
TOUCH_EVERY = dt.timedelta(minutes=1)  # so that reading a page rarely writes


@dataclass(frozen=True)
class Lifetime:
    """When a session began and was last used."""

    created_at: dt.datetime
    last_seen_at: dt.datetime

    def is_over(self, now: dt.datetime) -> bool:
        """Whether nobody may use it any more."""
        return now >= self.ends_at

    @property
    def ends_at(self) -> dt.datetime:
        """When it ends if nothing more happens."""
        return min(self.created_at + ABSOLUTE, self.last_seen_at + IDLE)

    def wants_touch(self, now: dt.datetime) -> bool:
        """Whether a use should be noted."""
        return now - self.last_seen_at >= TOUCH_EVERY


def new_secret() -> str:
    """256 random bits, for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What the database keeps of a secret: nobody who reads it can use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """What every form of a session carries; follows from the session, and not the other way."""
    return hmac.digest(secret.encode(), b"fairwell desk form", "sha256").hex()


def is_form_token(sent: str, secret: str) -> bool:
    """Whether a form came with the token of this session."""
    return hmac.compare_digest(sent.encode(), form_token(secret).encode())
