"""Keys that the help site signs with: key id to secret, several during a rotation."""

from __future__ import annotations

import re
from collections.abc import Mapping

SHORTEST_SECRET = 32  # bytes, as long as HS256's output: a shorter secret is the weak part
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def check_keys(keys: Mapping[str, str]) -> None:
    """Refuse weak or duplicate keys.

    Raises:
        ValueError: names the key id and the fault; never quotes a secret.
    """
    for key_id, secret in keys.items():
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError(f"key id {key_id!r}: use 1 to 64 of A-Z a-z 0-9 . _ -")
        if len(secret.encode()) < SHORTEST_SECRET:
            raise ValueError(f"key {key_id!r}: the secret is shorter than {SHORTEST_SECRET} bytes")
    if len(set(keys.values())) < len(keys):
        raise ValueError("two key ids have the same secret: a new key needs a new secret")
