"""Six-digit codes that verify a declaration afterwards: generation, check and limits.

Never a condition: a declaration is valid without its code, and Billing verifies it by phone.
Limits after OWASP ASVS 5.0, 6.5 and 6.6: random, short-lived, few tries, used once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LIFETIME = dt.timedelta(minutes=10)
MAX_TRIES = 5


class CodeCheck(StrEnum):
    """Result of an attempt. Customers read the same words for wrong, expired and used up.

    ``DISPUTED``: the owner of the account has said that the declaration is not theirs.
    ``NOT_ASKED``: no code was issued in this conversation.
    """

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"
    DISPUTED = "disputed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class StoredCode:
    """A stored code: hashes, expiry, and number of attempts."""

    id: str
    case_id: str
    salt: str
    code_hash: str
    expires_at: dt.datetime
    tries: int
    used_at: dt.datetime | None


def new_code(below: Callable[[int], int]) -> str:
    """Draw six digits, leading zeros included; ``below`` is a secure ``randbelow``."""
    return f"{below(1_000_000):06d}"


def hash_code(code: str, salt: str) -> str:
    """Hash a code with salt. Slow hashing would not help: attempts and lifetime are limited."""
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


def hash_token(token: str) -> str:
    """Hash a random link token (256 bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_key(address: str | None) -> str:
    """Derive the key that counts an address's mails without storing the address."""
    return hashlib.sha256(f"address:{(address or '').lower()}".encode()).hexdigest()


def check(stored: StoredCode, code: str, now: dt.datetime) -> CodeCheck:
    """Compare in constant time; expired, used and used-up codes are refused even if correct."""
    right = hmac.compare_digest(hash_code(code, stored.salt), stored.code_hash)
    if stored.tries >= MAX_TRIES or stored.used_at is not None:
        return CodeCheck.SPENT
    if now >= stored.expires_at:
        return CodeCheck.EXPIRED
    return CodeCheck.RIGHT if right else CodeCheck.WRONG
