"""Commands for desk users: who may log in, and links to set a password."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairwell.cli.console import Json, err, fail, migrated, out, print_json, print_rows
from fairwell.rules.access.roles import UnknownRole, on_offer, roles_of
from fairwell.rules.language import Language

if TYPE_CHECKING:
    from fairwell.bootstrap import App
    from fairwell.store.staff.users import User

desk_app = typer.Typer(no_args_is_help=True, help="The desk, where people take over.")
user_app = typer.Typer(no_args_is_help=True, help="Who may log in to the desk, and as what.")
desk_app.add_typer(user_app, name="user")

Login = Annotated[str, typer.Argument(help="The login name, such as a mail address.")]
LONGEST_SUBJECT = 200  # characters, as the table has it; OpenID Connect allows 255, none use them
Roles = Annotated[
    list[str], typer.Option("--role", help=f"One of {', '.join(on_offer())}; repeatable.")
]
TeamKeys = Annotated[
    list[str] | None, typer.Option("--team", help="The key of a team in desk.yml; repeatable.")
]


@desk_app.command("admin-link")
def admin_link(as_json: Json = False) -> None:
    """Create a single-use link to become the first admin; an earlier one ends."""
    from fairwell.services.staff import links

    app = migrated()
    token = links.first_admin_link(app)
    if token is None:
        fail("there is an admin already; `fairwell desk user link` lets one set a new password")
    _print_link(token, as_json)


@user_app.command("add")
def user_add(
    login: Login,
    name: Annotated[str, typer.Option(help="What customers and colleagues see.")],
    role: Roles,
    language: Annotated[Language, typer.Option(help="What the desk speaks to them.")] = "de",
    team: TeamKeys = None,
    as_json: Json = False,
) -> None:
    """Add a user; print a single-use link with which they set their password."""
    from fairwell.services.staff import links, users
    from fairwell.services.staff.audit import COMMAND_LINE
    from fairwell.services.staff.users import Newcomer

    with _refusals() as app:
        newcomer = Newcomer(login, name, roles_of(role), language, frozenset(team or ()))
        user = users.add_user(newcomer, COMMAND_LINE, app)
        token = links.password_link(user.id, COMMAND_LINE, app)
    _print_link(token, as_json, login=user.login)


@user_app.command("link")
def user_link(login: Login, as_json: Json = False) -> None:
    """Create a single-use link to set a new password; an earlier one ends."""
    from fairwell.services.staff import links, users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        user = users.by_login(login, app)
        token = links.password_link(user.id, COMMAND_LINE, app)
    _print_link(token, as_json, login=user.login)


@user_app.command("connect")
def user_connect(
    login: Login,
    subject: Annotated[str, typer.Option(help="What the provider calls them: the claim `sub`.")],
    as_json: Json = False,
) -> None:
    """Let a user in by their company account only; their password and sessions end."""
    from fairwell.config import Settings
    from fairwell.services.staff import provider, users
    from fairwell.services.staff.audit import COMMAND_LINE
    from fairwell.store.staff.users import Subject

    issuer = Settings().oidc_issuer
    if not issuer:
        fail("there is no OpenID provider: set FAIRWELL_OIDC_ISSUER")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        fail(f"a subject has 1 to {LONGEST_SUBJECT} signs")
    with _refusals() as app:
        user = users.by_login(login, app)
        changed = provider.connect(user.id, Subject(issuer, subject), COMMAND_LINE, app)
    print_rows([_row(changed)], as_json)


@user_app.command("part")
def user_part(login: Login, as_json: Json = False) -> None:
    """Unlink a user's company account; `desk user link` lets them set a password."""
    from fairwell.services.staff import provider, users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        changed = provider.part(users.by_login(login, app).id, COMMAND_LINE, app)
    print_rows([_row(changed)], as_json)


@user_app.command("roles")
def user_roles(login: Login, role: Roles, as_json: Json = False) -> None:
    """Give a user these roles and no others; they hold at once."""
    from fairwell.services.staff import users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        user = users.by_login(login, app)
        changed = users.set_roles(user.id, roles_of(role, user.roles), COMMAND_LINE, app)
    print_rows([_row(changed)], as_json)


@user_app.command("teams")
def user_teams(login: Login, team: TeamKeys = None, as_json: Json = False) -> None:
    """Set a user's teams to exactly these; without any, to none."""
    from fairwell.services.staff import users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        user = users.by_login(login, app)
        changed = users.set_teams(user.id, frozenset(team or ()), COMMAND_LINE, app)
    print_rows([_row(changed)], as_json)


@user_app.command("disable")
def user_disable(login: Login, as_json: Json = False) -> None:
    """Disable a user at once, and end their open sessions and pages."""
    from fairwell.services.staff import users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        users.disable(users.by_login(login, app).id, COMMAND_LINE, app)
        user = users.by_login(login, app)
    print_rows([_row(user)], as_json)


@user_app.command("enable")
def user_enable(login: Login, as_json: Json = False) -> None:
    """Let a disabled user log in again."""
    from fairwell.services.staff import users
    from fairwell.services.staff.audit import COMMAND_LINE

    with _refusals() as app:
        user = users.enable(users.by_login(login, app).id, COMMAND_LINE, app)
    print_rows([_row(user)], as_json)


@user_app.command("list")
def user_list(as_json: Json = False) -> None:
    """List all users, disabled ones too."""
    from fairwell.services.staff import users

    with _refusals() as app:
        rows = [_row(user) for user in users.everybody(app)]
    print_rows(rows, as_json)


def desk_url(base_url: str) -> str:
    """Return the address of the desk."""
    return f"{base_url}/desk/"


def tell_first_admin(base_url: str) -> None:
    """Print a fresh link to become the first admin, at each start until there is one."""
    from fairwell.bootstrap import current_app
    from fairwell.services.staff import links
    from fairwell.store.base.errors import StoreUnavailable

    try:
        token = links.first_admin_link(current_app())
    except StoreUnavailable as error:
        err.print(f"no admin link now ({error}): try `fairwell desk admin-link`", markup=False)
        return
    if token:
        out.print("\n  Nobody can log in to the desk yet. Become its admin (one use, for a day):")
        out.print(f"  {link_url(base_url, token)}", markup=False)


def link_url(base_url: str, token: str) -> str:
    """Return the address of a single-use link."""
    return f"{base_url}/desk/link/{token}"


@contextmanager
def _refusals() -> Iterator[App]:
    """Yield the app on a migrated database; a refusal ends the command with its reason."""
    from fairwell.policy.facts import PolicyError
    from fairwell.services.staff.provider import SubjectTaken
    from fairwell.services.staff.users import (
        BadName,
        LastAdmin,
        LoginTaken,
        NoSuchUser,
        UnknownTeam,
    )
    from fairwell.store.base.errors import StoreUnavailable

    try:
        yield migrated()
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
    """Return the configured address of the desk, else where the product runs now."""
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
