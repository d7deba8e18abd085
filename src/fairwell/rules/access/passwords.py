"""Passwords: argon2id hashes, and NIST SP 800-63B's requirements for a new one.

Length instead of rules of composition, no expiry, and a comparison with passwords that are known,
common, or made from what belongs to the person (section 3.1.1.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

MIN_LENGTH = 12
MAX_LENGTH = 128  # characters; a bound on the work of hashing
_LOOKED_AT = 72  # characters that zxcvbn is made for
_SAFE_SCORE = 3  # of 4: at least 10**8 guesses

# The second profile of RFC 9106, for machines that cannot spare 2 GiB a login.
_hasher = PasswordHasher()


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EASY = "easy"


def weakness(password: str, own_words: Iterable[str] = ()) -> Weakness | None:
    """Find the fault of a new password; ``own_words`` are the user's own, easily guessed ones."""
    if len(password) < MIN_LENGTH:
        return Weakness.TOO_SHORT
    if len(password) > MAX_LENGTH:
        return Weakness.TOO_LONG
    words = [word for word in own_words if word]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=[*words, *_OUR_WORDS])
    return None if found["score"] >= _SAFE_SCORE else Weakness.EASY


# What the library's English lists lack: this product, and words German passwords are made of.
_OUR_WORDS = (
    "fairwell",
    "kündigung",
    "kuendigung",
    "cancellation",
    "abrechnung",
    "passwort",
    "kennwort",
    "geheim",
    "hallo",
    "willkommen",
    "sommer",
    "winter",
    "frühling",
    "herbst",
    "schatz",
    "berlin",
    "hamburg",
    "münchen",
    "muenchen",
    "qwertz",
    "qwertzuiop",
    "asdfghjklö",
)


def hash_password(password: str) -> str:
    """Hash a password by argon2id, with salt and costs in the result."""
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Check a password against a hash.

    Takes as long without a hash: a guesser must not learn who has an account.
    """
    try:
        return _hasher.verify(kept or _nobodys(), password[:MAX_LENGTH]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Check whether a hash was made at lower costs than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")
