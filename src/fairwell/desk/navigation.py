"""Where one can go at the desk, in the order of the list, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.access.roles import Role
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.desk_ports import User

HOME = "/desk/"
_LABELS = {
    HOME: "Start",
    "/desk/users": "Users",
    "/desk/audit": "Audit",
}
# A page that is missing here is for everybody who is logged in.
_ROLES = {
    "/desk/users": (Role.ADMIN,),
    "/desk/audit": (Role.ADMIN, Role.SUPERVISOR),
}


@dataclass(frozen=True)
class Item:
    """A link of the navigation."""

    url: str
    label: str
    current: bool


def items(user: User, path: str, language: str) -> list[Item]:
    """The links of a user; the one whose page, or a page below it, is shown is current."""
    allowed = [url for url in _LABELS if url not in _ROLES or user.may(*_ROLES[url])]
    here = next((url for url in allowed if url != HOME and f"{path}/".startswith(f"{url}/")), "")
    if path == HOME.rstrip("/"):
        here = HOME
    return [Item(url, _(language, _LABELS[url]), url == here) for url in allowed]
