"""Navigation of the desk: its pages in order, and which roles see them."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.store.staff.users import User

HOME = "/desk/"
_LABELS = {
    HOME: "Start",
    "/desk/cases": "Cases",
    "/desk/search": "Search",
    "/desk/supervisor": "Overview",
    "/desk/replies": "Text blocks",
    "/desk/users": "Users",
    "/desk/audit": "Audit",
}
# A page that is missing here is for every user who is logged in.
_ROLES = {
    "/desk/cases": (Role.AGENT, Role.SUPERVISOR),
    "/desk/search": (Role.AGENT, Role.SUPERVISOR),
    "/desk/supervisor": (Role.SUPERVISOR,),
    "/desk/replies": (Role.SUPERVISOR, Role.ADMIN),
    "/desk/users": (Role.ADMIN,),
    "/desk/audit": (Role.ADMIN, Role.SUPERVISOR),
}

_KEYS = {"/desk/cases": "c", "/desk/search": "s"}
_REACHED = {
    "q": "the queue",
    "c": "the cases",
    "s": "the search",
    "t": "taking over",
    "a": "the answer",
    "n": "a new note",
    "g": "transferring",
    "b": "handing back to the assistant",
    "e": "ending",
    "/": "finding a case",
    "?": "this list",
}


@dataclass(frozen=True)
class Item:
    """A link of the navigation, with its key; some count what waits, by asking ``count``."""

    url: str
    label: str
    current: bool
    key: str = ""
    count: str = ""


def items(user: User, path: str, language: str) -> list[Item]:
    """Return a user's links; the link to the page shown, or to a page above it, is current."""
    allowed = [url for url in _LABELS if url not in _ROLES or user.may(*_ROLES[url])]
    here = next((url for url in allowed if url != HOME and f"{path}/".startswith(f"{url}/")), "")
    if path == HOME.rstrip("/"):
        here = HOME
    return [_item(user, url, here, language) for url in allowed]


def works_with_conversations(user: User) -> bool:
    """Return whether the queue is a user's start page."""
    return user.may(Role.AGENT, Role.SUPERVISOR)


def shortcuts(user: User, language: str) -> list[tuple[str, str]]:
    """Return the single-key shortcuts to a user's pages, and what each opens."""
    if not works_with_conversations(user):
        return [("?", _(language, "this list"))]
    return [(key, _(language, _REACHED[key])) for key in _REACHED]


def _item(user: User, url: str, here: str, language: str) -> Item:
    if url == HOME and works_with_conversations(user):
        return Item(url, _(language, "Queue"), url == here, "q", "/desk/queue/count")
    count = "/desk/cases/count" if url == "/desk/cases" else ""
    return Item(url, _(language, _LABELS[url]), url == here, _KEYS.get(url, ""), count)
