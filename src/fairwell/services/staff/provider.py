"""Login by an account at the operator's OpenID provider."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.staff import audit
from fairwell.services.staff.login import LoggedIn, begin_session
from fairwell.services.staff.users import (
    MAX_NAME,
    BadName,
    LoginTaken,
    Newcomer,
    add_in,
    get_in,
    is_last_admin,
)
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.staff.users import Subject, User


@dataclass(frozen=True)
class Proven:
    """What the provider said of a user, once its signature was checked."""

    subject: Subject
    login: str
    name: str
    roles: frozenset[Role]
    language: Language


class NotAllowed(PermissionError):
    """The provider knows the user but gives them no role of the desk, or we disabled them."""


class SubjectTaken(ValueError):
    """Another user is linked to this provider account; the message is their login name."""


def connect(user_id: str, subject: Subject, by: User | str, app: Context) -> User:
    """Link a user to the provider, which alone then decides on their identity and roles.

    Their password, links to set one, and sessions end: a user shut out at the provider must not
    have another way in.

    Raises:
        NoSuchUser: there is none.
        SubjectTaken: the other user has to be unlinked first.
    """
    now = app.clock()
    with app.store.begin() as work:
        user, other = get_in(user_id, work), work.users.by_subject(subject)
        if other and other.id != user.id:
            raise SubjectTaken(other.login)
        connected = replace(user, subject=subject, password_hash=None)
        work.users.save(connected)
        work.login_links.end_all(user.id)
        work.sessions.end_all(user.id)
        audit.record(work.audit, AuditEvent.USER_CONNECTED, by, now, user=user.login)
        return connected


def part(user_id: str, by: User | str, app: Context) -> User:
    """Unlink a user from the provider; a password link lets them log in again.

    Raises:
        NoSuchUser: there is none.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = get_in(user_id, work)
        parted = replace(user, subject=None)
        if user.subject:
            work.users.save(parted)
            work.sessions.end_all(user.id)
            audit.record(work.audit, AuditEvent.USER_PARTED, by, now, user=user.login)
        return parted


def log_in_by_provider(proven: Proven, app: Context) -> LoggedIn:
    """Begin a session for a user whom the provider vouches for; an unknown one is added.

    Issuer and subject alone identify the user. Nobody is found by name or address: a person who
    may choose those at the provider could become another user here. Roles are the provider's at
    each login, except that the only admin stays one: otherwise nobody could manage the users.

    Raises:
        NotAllowed: no role of the desk, or disabled here.
    """
    now = app.clock()
    with app.store.begin() as work:
        user = work.users.by_subject(proven.subject)
        if not proven.roles or (user and user.disabled_at):
            audit.record(
                work.audit, AuditEvent.LOGIN_FAILED, user or audit.NOBODY, now, way=audit.PROVIDER
            )
        else:
            known = _with_roles(user, proven, work, now) if user else _added(proven, work, now)
            return begin_session(known, audit.PROVIDER, work, now)
    raise NotAllowed


def _with_roles(user: User, proven: Proven, work: UnitOfWork, now: dt.datetime) -> User:
    kept = {Role.ADMIN} if is_last_admin(user, work) else set()
    changed = replace(user, roles=proven.roles | kept)
    if changed == user:
        return user
    work.users.save(changed)
    audit.record(
        work.audit,
        AuditEvent.USER_CHANGED,
        audit.PROVIDER,
        now,
        user=user.login,
        roles=", ".join(sorted(changed.roles)),
    )
    return changed


def _added(proven: Proven, work: UnitOfWork, now: dt.datetime) -> User:
    """Add a new user; if the login name is taken, under one that can only be theirs."""
    name = " ".join(proven.name.split())[:MAX_NAME] or proven.login[:MAX_NAME]
    host = urlsplit(proven.subject.issuer).netloc
    for login in (proven.login, f"{proven.subject.subject}@{host}"):
        newcomer = Newcomer(login, name, proven.roles, proven.language)
        try:
            return add_in(newcomer, proven.subject, by=audit.PROVIDER, work=work, now=now)
        except (LoginTaken, BadName):
            continue
    raise NotAllowed
