"""Users page of the desk, for admins: add, roles, teams, disable, links to set a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current, require, to
from fairwell.desk.words.labels import role_labels
from fairwell.desk.words.teams import team_names
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role, UnknownRole, on_offer, roles_of
from fairwell.rules.language import Language
from fairwell.services.staff import links
from fairwell.services.staff import users as desk_users
from fairwell.services.staff.users import (
    BadName,
    LastAdmin,
    LoginTaken,
    Newcomer,
    NoSuchUser,
    UnknownTeam,
)
from fairwell.store.staff.users import User

users_router = APIRouter(prefix="/users")

Admin = Annotated[Current, Depends(require(Role.ADMIN))]
T = TypeVar("T")
LONGEST_REASON = 200  # characters
_Text = Annotated[str, Form(max_length=500)]
_Roles = Annotated[list[Role], Form()]
_Teams = Annotated[list[str] | None, Form()]


@users_router.get("")
def users(current: Admin) -> Response:
    """Show all users, and the form to add one."""
    return _list(current)


@users_router.post("")
async def add(
    current: Admin,
    login: _Text,
    name: _Text,
    language: Annotated[Language, Form()],
    role: _Roles,
    team: _Teams = None,
) -> Response:
    """Add a user; the answer shows the link to set a password, once."""
    app = current.app

    def act() -> tuple[User, str]:
        newcomer = Newcomer(login, name, roles_of(role), language, frozenset(team or ()))
        user = desk_users.add_user(newcomer, current.user, app)
        return user, links.password_link(user.id, current.user, app)

    try:
        user, token = await to_thread.run_sync(act)
    except LoginTaken:
        fault = _(current.language, "This login name is taken.")
    except BadName:
        fault = _(current.language, "Give a login name without spaces, and a name to show.")
    except UnknownRole as error:
        raise RequestRefused("bad_request") from error
    except UnknownTeam as error:
        raise _no_team(current) from error
    else:
        return _one(current, user, token=token)
    return _list(current, 422, fault=fault, login=login, name=name, roles=role, chosen=team or [])


@users_router.get("/{user_id}")
def user(current: Admin, user_id: str, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """Show one user; ``done`` is what was just done."""
    return _one(current, _find(current, user_id), done=done)


@users_router.post("/{user_id}/roles")
async def set_roles(
    current: Admin, user_id: str, role: Annotated[list[Role] | None, Form()] = None
) -> Response:
    """Give a user these roles and no others."""
    app = current.app

    def act() -> User:
        roles = roles_of(role or (), held=_find(current, user_id).roles)
        return desk_users.set_roles(user_id, roles, current.user, app)

    await _act(current, act)
    return to(f"/desk/users/{user_id}")


@users_router.post("/{user_id}/teams")
async def set_teams(current: Admin, user_id: str, team: _Teams = None) -> Response:
    """Make the user a member of these teams and no others."""
    app = current.app
    await _act(
        current, lambda: desk_users.set_teams(user_id, frozenset(team or ()), current.user, app)
    )
    return to(f"/desk/users/{user_id}")


@users_router.get("/{user_id}/disable")
def ask_to_disable(current: Admin, user_id: str) -> Response:
    """Ask whether a user is to be disabled, and why."""
    return _ask(current, _find(current, user_id))


@users_router.post("/{user_id}/disable")
async def disable(
    current: Admin, user_id: str, reason: Annotated[str, Form(max_length=LONGEST_REASON)] = ""
) -> Response:
    """Disable a user at once: sessions and open pages end."""
    app = current.app
    if not reason.strip():
        found = await to_thread.run_sync(_find, current, user_id)
        return _ask(current, found, missing=True)
    ended = await _act(current, lambda: desk_users.disable(user_id, current.user, app, reason))
    current.request.app.state.desk.streams.end(ended)
    return to(f"/desk/users/{user_id}?done=disabled")


@users_router.post("/{user_id}/enable")
async def enable(current: Admin, user_id: str) -> Response:
    """Enable a user again."""
    app = current.app
    await _act(current, lambda: desk_users.enable(user_id, current.user, app))
    return to(f"/desk/users/{user_id}")


@users_router.post("/{user_id}/link")
async def link(current: Admin, user_id: str) -> Response:
    """Create a link to set a password, shown once."""
    app = current.app
    token = await _act(current, lambda: links.password_link(user_id, current.user, app))
    shown = await to_thread.run_sync(_find, current, user_id)
    return _one(current, shown, token=token)


async def _act(current: Current, act: Callable[[], T]) -> T:
    try:
        return await to_thread.run_sync(act)
    except NoSuchUser as error:
        raise RequestRefused("not_found") from error
    except UnknownRole as error:
        raise RequestRefused("bad_request") from error
    except UnknownTeam as error:
        raise _no_team(current) from error
    except LastAdmin as error:
        raise RequestRefused(
            "conflict",
            _(current.language, "This is the only admin"),
            _(current.language, "Nothing was done. Give another user the role first."),
        ) from error


def _no_team(current: Current) -> RequestRefused:
    return conflict(
        _(current.language, "This team no longer exists"),
        _(current.language, "Nothing was done. Load the page again."),
    )


def _find(current: Current, user_id: str) -> User:
    for one in desk_users.everybody(current.app):
        if one.id == user_id:
            return one
    raise RequestRefused("not_found")


def _list(current: Current, status: int = 200, **values: object) -> Response:
    shown = {"fault": "", "login": "", "name": "", "roles": [], "chosen": [], **values}
    return current.page(
        "users.html",
        status,
        users=desk_users.everybody(current.app),
        labels=role_labels(current.language),
        on_offer=on_offer(),
        teams=team_names(current),
        **shown,
    )


def _ask(current: Current, shown: User, *, missing: bool = False) -> Response:
    return current.page(
        "disable_part.html" if current.by_htmx else "disable.html",
        422 if missing else 200,
        user=shown,
        longest=LONGEST_REASON,
        fault=_(current.language, "Give a reason in a few words.") if missing else "",
    )


def _one(current: Current, shown: User, token: str = "", done: str = "") -> Response:
    return current.page(
        "user.html",
        user=shown,
        disabled_now=done == "disabled" and shown.disabled_at is not None,
        labels=role_labels(current.language, on_offer(shown.roles)),
        teams=team_names(current),
        link=f"{current.origin}/desk/link/{token}" if token else "",
    )
