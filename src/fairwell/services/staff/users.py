"""Desk users: adding, disabling, roles, passwords, and what they set for themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ulid import ULID

from fairwell.rules.access import passwords
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.staff import audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.staff.users import Subject, User

MAX_NAME = 80
_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f]{1,254}")


class LoginTaken(ValueError):
    """Another user has this login name."""


class BadName(ValueError):
    """No login name, or a display name that is empty or too long."""


class UnknownTeam(ValueError):
    """A key without a team; the message lists the existing keys."""


class NoSuchUser(LookupError):
    """No user has this id or login name."""


class LastAdmin(ValueError):
    """Without this user nobody could manage the users any more."""


class WeakPassword(ValueError):
    """A password that others would guess; ``weakness`` says why."""

    def __init__(self, weakness: passwords.Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


@dataclass(frozen=True)
class Newcomer:
    """A user to be added."""

    login: str
    display_name: str
    roles: frozenset[Role]
    language: Language = "de"
    teams: frozenset[str] = frozenset()


def add_user(newcomer: Newcomer, by: User | str, app: Context) -> User:
    """Add a user without a password; ``password_link`` lets them set one.

    Raises:
        LoginTaken: another user has the login name.
        BadName: a name is not valid.
        UnknownTeam: no team has one of the keys.
    """
    _check_teams(newcomer.teams, app)
    now = app.clock()
    with app.store.begin() as work:
        return add_in(newcomer, None, by=by, work=work, now=now)


def add_in(
    newcomer: Newcomer,
    subject: Subject | None,
    *,
    by: User | str,
    work: UnitOfWork,
    now: dt.datetime,
) -> User:
    """Add a user within a transaction, also one whom a provider knows."""
    user = User(
        id=str(ULID()),
        login=_login(newcomer.login),
        display_name=display_name(newcomer.display_name),
        roles=newcomer.roles,
        language=newcomer.language,
        shortcuts=True,
        password_hash=None,
        subject=subject,
        created_at=now,
        disabled_at=None,
        teams=newcomer.teams,
    )
    if not work.users.add(user):
        raise LoginTaken(user.login)
    more = {"teams": _words(user.teams)} if user.teams else {}
    audit.record(
        work.audit,
        AuditEvent.USER_ADDED,
        by,
        now,
        user=user.login,
        roles=_words(user.roles),
        **more,
    )
    return user


def _check_teams(teams: frozenset[str], app: Context) -> None:
    if not teams:
        return
    known = [team.key for team in app.teams]
    unknown = sorted(teams.difference(known))
    if unknown:
        there = ", ".join(known) or "none; desk.yml lists them"
        raise UnknownTeam(f"{', '.join(unknown)} is no team; there are: {there}")


def set_roles(user_id: str, roles: frozenset[Role], by: User | str, app: Context) -> User:
    """Give a user these roles and no others; they hold from the next request on.

    Raises:
        NoSuchUser: there is none.
        LastAdmin: nobody would be admin any more.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = get_in(user_id, work)
        if Role.ADMIN not in roles:
            _keep_one_admin(user, work)
        changed = replace(user, roles=roles)
        work.users.save(changed)
        audit.record(
            work.audit, AuditEvent.USER_CHANGED, by, now, user=user.login, roles=_words(roles)
        )
        return changed


def set_teams(user_id: str, teams: frozenset[str], by: User | str, app: Context) -> User:
    """Set a user's teams to exactly these.

    Raises:
        NoSuchUser: there is none.
        UnknownTeam: no team has one of the keys.
    """
    _check_teams(teams, app)
    now = app.clock()
    with app.store.begin() as work:
        changed = replace(get_in(user_id, work), teams=teams)
        work.users.save(changed)
        told = {"user": changed.login, "teams": _words(teams)}
        audit.record(work.audit, AuditEvent.USER_CHANGED, by, now, **told)
        return changed


def disable(user_id: str, by: User | str, app: Context, reason: str = "") -> Sequence[str]:
    """Disable a user at once; return the hashes of the sessions that ended.

    ``reason`` is for the audit.

    Raises:
        NoSuchUser: there is none.
        LastAdmin: nobody would be admin any more.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = get_in(user_id, work)
        _keep_one_admin(user, work)
        if user.disabled_at is None:
            work.users.save(replace(user, disabled_at=now))
            why = {"reason": " ".join(reason.split())} if reason.strip() else {}
            audit.record(work.audit, AuditEvent.USER_DISABLED, by, now, user=user.login, **why)
        return work.sessions.end_all(user.id)


def enable(user_id: str, by: User | str, app: Context) -> User:
    """Let a disabled user log in again.

    Raises:
        NoSuchUser: there is none.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = replace(get_in(user_id, work), disabled_at=None)
        work.users.save(user)
        audit.record(work.audit, AuditEvent.USER_ENABLED, by, now, user=user.login)
        return user


def change_password(user: User, session_hash: str, new: str, app: Context) -> Sequence[str]:
    """Set a new password; the caller has checked the old one.

    All other sessions of the user end; return their hashes.

    Raises:
        WeakPassword: nothing was changed.
    """
    now = app.clock()
    hashed = hashed_password(new, user.login, user.display_name)
    with app.store.begin() as work:
        fresh = get_in(user.id, work)
        set_password_in(fresh, hashed, fresh, work, now)
        return work.sessions.end_all(user.id, but=session_hash)


def set_profile(
    user_id: str, name: str, language: Language, app: Context, *, shortcuts: bool
) -> User:
    """Set a user's own profile: display name, language and shortcuts.

    Raises:
        BadName: the display name is empty or too long.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = get_in(user_id, work)
        changed = replace(
            user, display_name=display_name(name), language=language, shortcuts=shortcuts
        )
        if changed != user:
            work.users.save(changed)
            audit.record(work.audit, AuditEvent.USER_CHANGED, user, now, user=user.login)
        return changed


def everybody(app: Context) -> Sequence[User]:
    """Return all users, disabled ones too, by login name."""
    with app.store.look() as work:
        return work.users.all()


def by_login(login: str, app: Context) -> User:
    """Return the user with a login name.

    Raises:
        NoSuchUser: nobody has it.
    """
    with app.store.look() as work:
        user = work.users.by_login(login)
    if user is None:
        raise NoSuchUser(login)
    return user


def has_admin(work: UnitOfWork) -> bool:
    """Return whether there is a user who can manage the users."""
    return any(_is_admin(user) for user in work.users.all())


def display_name(text: str) -> str:
    """Return a name to show, on one line.

    Raises:
        BadName: it is empty or too long.
    """
    name = " ".join(part for part in text.split() if part.isprintable())
    if not 0 < len(name) <= MAX_NAME:
        raise BadName(text)
    return name


def _login(text: str) -> str:
    login = text.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise BadName(text)
    return login


def _is_admin(user: User) -> bool:
    return user.disabled_at is None and user.may(Role.ADMIN)


def is_last_admin(user: User, work: UnitOfWork) -> bool:
    """Return whether this user is the only one who can manage the users."""
    others = (other for other in work.users.all() if other.id != user.id)
    return _is_admin(user) and not any(map(_is_admin, others))


def _keep_one_admin(user: User, work: UnitOfWork) -> None:
    if is_last_admin(user, work):
        raise LastAdmin(user.login)


def get_in(user_id: str, work: UnitOfWork) -> User:
    """Return one user, within a transaction.

    Raises:
        NoSuchUser: there is none.
    """
    user = work.users.get(user_id)
    if user is None:
        raise NoSuchUser(user_id)
    return user


def hashed_password(password: str, *own_words: str) -> str:
    """Return the hash of a new password.

    Raises:
        WeakPassword: others would guess it.
    """
    weakness = passwords.weakness(password, own_words)
    if weakness:
        raise WeakPassword(weakness)
    return passwords.hash_password(password)


def set_password_in(user: User, hashed: str, by: User, work: UnitOfWork, now: dt.datetime) -> User:
    """Store the hash of a new password, within a transaction."""
    changed = replace(user, password_hash=hashed)
    work.users.save(changed)
    audit.record(work.audit, AuditEvent.PASSWORD_CHANGED, by, now, user=user.login)
    return changed


def _words(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))
