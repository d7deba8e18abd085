"""Commands for the people of the desk: who may log in, and links to set a password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairwell.cli.console import Json, err, fail, migrated, out, print_json, print_rows
from fairwell.rules.access.roles import Role, UnknownRole, roles_of
from fairwell.services.errors import StoreUnavailable
from fairwell.services.staff.audit import COMMAND_LINE
from fairwell.services.staff.ports import Language, Subject

if TYPE_CHECKING:
    from fairwell.services.staff.ports import User

desk_app = typer.Typer(no_args_is_help=True, help="The desk, where people take over.")
user_app = typer.Typer(no_args_is_help=True, help="Who may log in to the desk, and as what.")
desk_app.add_typer(user_app, name="user")

Login = Annotated[str, typer.Argument(help="The login name, such as a mail address.")]
LONGEST_SUBJECT = 200  # signs, as the table has it; OpenID Connect allows 255, none use them
Roles = Annotated[list[str], typer.Option("--role", help=f"One of {', '.join(Role)}; repeatable.")]
Teams = Annotated[
    list[str] | None, typer.Option("--team", help="The key of a team in desk.yml; repeatable.")
]


@desk_app.command("admin-link")
def admin_link(as_json: Json = False) -> None:
    """A link of one use to become the first admin; an earlier one ends."""
    services = migrated()
    token = services.desk.first_admin_link()
    if token is None:
        fail("there is an admin already; `fairwell desk user link` lets one set a new password")
    _print_link(token, as_json)


@user_app.command("add")
def user_add(
    login: Login,
    name: Annotated[str, typer.Option(help="What customers and colleagues see.")],
    role: Roles,
    language: Annotated[Language, typer.Option(help="What the desk speaks to them.")] = "de",
    team: Teams = None,
    as_json: Json = False,
) -> None:
    """Add a user; prints a link of one use with which they set their password."""
    from fairwell.services.staff.users import Newcomer

    with _refusals():
        services = migrated()
        newcomer = Newcomer(login, name, roles_of(role), language, frozenset(team or ()))
        user = services.desk.add_user(newcomer, COMMAND_LINE)
        token = services.desk.password_link(user.id, COMMAND_LINE)
    _print_link(token, as_json, login=user.login)


@user_app.command("link")
def user_link(login: Login, as_json: Json = False) -> None:
    """A link of one use with which a user sets a new password; an earlier one ends."""
    with _refusals():
        services = migrated()
        user = services.desk.by_login(login)
        token = services.desk.password_link(user.id, COMMAND_LINE)
    _print_link(token, as_json, login=user.login)


@user_app.command("connect")
def user_connect(
    login: Login,
    subject: Annotated[str, typer.Option(help="What the provider calls them: the claim `sub`.")],
    as_json: Json = False,
) -> None:
    """Let a user in by their company account only; their password and sessions end."""
    from fairwell.config import Settings

    issuer = Settings().oidc_issuer
    if not issuer:
        fail("there is no OpenID provider: set FAIRWELL_OIDC_ISSUER")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        fail(f"a subject has 1 to {LONGEST_SUBJECT} signs")
    with _refusals():
        services = migrated()
        user = services.desk.by_login(login)
        changed = services.desk.connect(user.id, Subject(issuer, subject), COMMAND_LINE)
    print_rows([_row(changed)], as_json)


@user_app.command("part")
def user_part(login: Login, as_json: Json = False) -> None:
    """Take a user's company account away; `desk user link` lets them set a password."""
    with _refusals():
        services = migrated()
        changed = services.desk.part(services.desk.by_login(login).id, COMMAND_LINE)
    print_rows([_row(changed)], as_json)


@user_app.command("roles")
def user_roles(login: Login, role: Roles, as_json: Json = False) -> None:
    """Give a user these roles and no others; they hold at once."""
    with _refusals():
        services = migrated()
        user = services.desk.by_login(login)
        changed = services.desk.set_roles(user.id, roles_of(role), COMMAND_LINE)
    print_rows([_row(changed)], as_json)


@user_app.command("teams")
def user_teams(login: Login, team: Teams = None, as_json: Json = False) -> None:
    """Let a user belong to these teams and no others; without any, to none."""
    with _refusals():
        services = migrated()
        user = services.desk.by_login(login)
        changed = services.desk.set_teams(user.id, frozenset(team or ()), COMMAND_LINE)
    print_rows([_row(changed)], as_json)


@user_app.command("disable")
def user_disable(login: Login, as_json: Json = False) -> None:
    """Shut a user out at once, open sessions and pages too."""
    with _refusals():
        services = migrated()
        services.desk.disable(services.desk.by_login(login).id, COMMAND_LINE)
        user = services.desk.by_login(login)
    print_rows([_row(user)], as_json)


@user_app.command("enable")
def user_enable(login: Login, as_json: Json = False) -> None:
    """Let a disabled user in again."""
    with _refusals():
        services = migrated()
        user = services.desk.enable(services.desk.by_login(login).id, COMMAND_LINE)
    print_rows([_row(user)], as_json)


@user_app.command("list")
def user_list(as_json: Json = False) -> None:
    """Everybody, disabled users too."""
    with _refusals():
        services = migrated()
        rows = [_row(user) for user in services.desk.everybody()]
    print_rows(rows, as_json)


def desk_url(base_url: str) -> str:
    """Where the desk is."""
    return f"{base_url}/desk/"


def tell_first_admin(base_url: str) -> None:
    """Until somebody is admin, each start shows a fresh link to become it."""
    from fairwell.bootstrap import services

    try:
        token = services().desk.first_admin_link()
    except StoreUnavailable as error:
        err.print(f"no admin link now ({error}): try `fairwell desk admin-link`", markup=False)
        return
    if token:
        out.print("\n  Nobody can log in to the desk yet. Become its admin (one use, for a day):")
        out.print(f"  {link_url(base_url, token)}", markup=False)


def link_url(base_url: str, token: str) -> str:
    """The address of a link of one use."""
    return f"{base_url}/desk/link/{token}"


@contextmanager
def _refusals() -> Iterator[None]:
    from fairwell.policy.facts import PolicyError
    from fairwell.services.staff.provider import SubjectTaken
    from fairwell.services.staff.users import (
        BadName,
        LastAdmin,
        LoginTaken,
        NoSuchUser,
        UnknownTeam,
    )

    try:
        yield
    except NoSuchUser as error:
        fail(f"there is no user {error}; `fairwell desk user list` shows them")
    except LoginTaken as error:
        fail(f"there is a user {error} already")
    except SubjectTaken as error:
        fail(f"that is {error} already: `fairwell desk user part {error}` first")
    except LastAdmin as error:
        fail(f"{error} is the only admin: give somebody else the role first")
    except BadName:
        fail("a login name has no spaces, a display name is not empty; neither is very long")
    except (UnknownRole, UnknownTeam, PolicyError) as error:
        fail(str(error))
    except StoreUnavailable as error:
        fail(f"the database cannot be used now ({error}); nothing was changed")


def _print_link(token: str, as_json: bool, **more: str) -> None:
    url = link_url(_base_url(), token)
    if as_json:
        print_json({**more, "link": url})
    else:
        out.print(f"{url}\nIt works once, for a day.", markup=False)


def _base_url() -> str:
    """Where the desk is reached: the configured address, else where the product runs now."""
    from fairwell.config import Settings

    settings = Settings()
    try:
        running: str = json.loads((settings.home / "run.json").read_text())["url"]
    except (OSError, ValueError, KeyError):
        running = ""
    return settings.public_url or running or settings.base_url


def _row(user: User) -> dict[str, Any]:
    return {
        "login": user.login,
        "name": user.display_name,
        "roles": sorted(user.roles),
        "teams": sorted(user.teams),
        "language": user.language,
        "password": user.password_hash is not None,
        "provider": user.subject.issuer if user.subject else None,
        "subject": user.subject.subject if user.subject else None,
        "disabled": user.disabled_at is not None,
    }
