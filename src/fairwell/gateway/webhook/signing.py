"""Webhook signatures: HMAC-SHA256 over the time and the body, in both directions."""

from __future__ import annotations

import hashlib
import hmac

TIMESTAMP = "X-Fairwell-Timestamp"
SIGNATURE = "X-Fairwell-Signature"
TOLERANCE = 300.0  # seconds that two clocks may differ


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body sent at a time (seconds since 1970), in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_genuine(secret: str, timestamp: str, given: str, body: bytes, now: float) -> bool:
    """Return whether the body was signed with our secret, and recently."""
    expected = signature(secret, timestamp, body)
    if not hmac.compare_digest(expected.encode(), given.encode()):
        return False
    return timestamp.isdecimal() and abs(now - int(timestamp)) <= TOLERANCE
