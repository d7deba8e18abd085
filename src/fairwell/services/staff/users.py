"""The people of the desk: adding, disabling, roles, passwords, and what they set for themselves."""

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
    """Somebody else has this login name."""


class BadName(ValueError):
    """No login name, or a display name that is empty or too long."""


class UnknownTeam(ValueError):
    """A key that is no team's; the message lists those there are."""


class NoSuchUser(LookupError):
    """Nobody has this id or login name."""


class LastAdmin(ValueError):
    """Without this user nobody could look after the users any more."""


class WeakPassword(ValueError):
    """A password that others would guess; ``weakness`` says why."""

    def __init__(self, weakness: passwords.Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


@dataclass(frozen=True)
class Newcomer:
    """Who is to be added."""

    login: str
    display_name: str
    roles: frozenset[Role]
    language: Language = "de"
    teams: frozenset[str] = frozenset()


def add_user(newcomer: Newcomer, by: User | str, app: Context) -> User:
    """Add somebody who has no password yet; ``password_link`` lets them set one.

    Raises:
        LoginTaken: the login name is somebody else's.
        BadName: a name is none.
        UnknownTeam: a key is no team's.
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
    """The same within a transaction, for somebody whom a provider knows, too."""
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
    """Let a user belong to these teams and no others.

    Raises:
        NoSuchUser: there is none.
        UnknownTeam: a key is no team's.
    """
    _check_teams(teams, app)
    now = app.clock()
    with app.store.begin() as work:
        changed = replace(get_in(user_id, work), teams=teams)
        work.users.save(changed)
        told = {"user": changed.login, "teams": _words(teams)}
        audit.record(work.audit, AuditEvent.USER_CHANGED, by, now, **told)
        return changed


def disable(user_id: str, by: User | str, app: Context) -> Sequence[str]:
    """Shut a user out at once; returns the hashes of the sessions that ended.

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
            audit.record(work.audit, AuditEvent.USER_DISABLED, by, now, user=user.login)
        return work.sessions.end_all(user.id)


def enable(user_id: str, by: User | str, app: Context) -> User:
    """Let a disabled user in again.

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
    """Set another password; whoever calls this has checked the old one.

    All other sessions of the user end; returns their hashes.

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
    """What users set for themselves.

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
    """All users, disabled ones too, by login name."""
    with app.store.look() as work:
        return work.users.all()


def by_login(login: str, app: Context) -> User:
    """Whom a login name belongs to.

    Raises:
        NoSuchUser: nobody.
    """
    with app.store.look() as work:
        user = work.users.by_login(login)
    if user is None:
        raise NoSuchUser(login)
    return user


def has_admin(work: UnitOfWork) -> bool:
    """Whether somebody can look after the users."""
    return any(_is_admin(user) for user in work.users.all())


def display_name(text: str) -> str:
    """A name to show, on one line.

    Raises:
        BadName: nothing to show, or too much.
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
    """Whether without this user nobody could look after the users."""
    others = (other for other in work.users.all() if other.id != user.id)
    return _is_admin(user) and not any(map(_is_admin, others))


def _keep_one_admin(user: User, work: UnitOfWork) -> None:
    if is_last_admin(user, work):
        raise LastAdmin(user.login)


def get_in(user_id: str, work: UnitOfWork) -> User:
    """One user, within a transaction.

    Raises:
        NoSuchUser: there is none.
    """
    user = work.users.get(user_id)
    if user is None:
        raise NoSuchUser(user_id)
    return user


def hashed_password(password: str, *own_words: str) -> str:
    """The hash of a new password.

    Raises:
        WeakPassword: others would guess it.
    """
    weakness = passwords.weakness(password, own_words)
    if weakness:
        raise WeakPassword(weakness)
    return passwords.hash_password(password)


def set_password_in(user: User, hashed: str, by: User, work: UnitOfWork, now: dt.datetime) -> User:
    """Keep the hash of a new password, within a transaction."""
    changed = replace(user, password_hash=hashed)
    work.users.save(changed)
    audit.record(work.audit, AuditEvent.PASSWORD_CHANGED, by, now, user=user.login)
    return changed


def _words(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))
