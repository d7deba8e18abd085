"""What people at the desk may do. A user may have several roles; none includes another."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A kind of work at the desk or the workbench."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    APPROVER = "approver"
    ADMIN = "admin"


class UnknownRole(ValueError):
    """A word that is no role; the message lists those there are."""


def roles_of(words: Iterable[str]) -> frozenset[Role]:
    """Roles by their names.

    Raises:
        UnknownRole: a word is none.
    """
    try:
        return frozenset(Role(word.strip().lower()) for word in words)
    except ValueError as error:
        raise UnknownRole(f"{error}; there are: {', '.join(Role)}") from error
