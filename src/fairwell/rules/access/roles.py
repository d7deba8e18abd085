"""Roles at the desk. A user may have several; none includes another."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A kind of work at the desk or the workbench."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    APPROVER = "approver"
    ADMIN = "admin"


# Only these are offered: a role without pages would promise work that does not exist yet.
WITH_PAGES: Final = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})


class UnknownRole(ValueError):
    """A word that is no role on offer; the message lists the roles."""


def on_offer(held: Iterable[Role] = ()) -> list[Role]:
    """List the roles one may give to a user: those with pages, and those ``held`` already."""
    allowed = WITH_PAGES.union(held)
    return [role for role in Role if role in allowed]


def roles_of(words: Iterable[str], held: Iterable[Role] = ()) -> frozenset[Role]:
    """Read roles by their names.

    Raises:
        UnknownRole: a word is no role, or one without pages that the user does not hold.
    """
    known = on_offer(held)
    names = [word.strip().lower() for word in words]
    for name in names:
        if name not in known:
            raise UnknownRole(f"{name!r} is not a valid role; there are: {', '.join(known)}")
    return frozenset(map(Role, names))
