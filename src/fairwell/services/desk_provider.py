"""Logging in with an account of the operator's OpenID provider."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fairwell.access.roles import Role
from fairwell.services import audit
from fairwell.services.desk_login import LoggedIn, begin_session
from fairwell.services.desk_ports import Language, Subject, User, What
from fairwell.services.desk_users import MAX_NAME, BadName, LoginTaken, Newcomer, add_in
from fairwell.services.ports import Store, UnitOfWork


@dataclass(frozen=True)
class Proven:
    """What the provider said of somebody, once its signature was checked."""

    subject: Subject
    login: str
    name: str
    roles: frozenset[Role]
    language: Language


class NotAllowed(PermissionError):
    """The provider knows this person, but has no role of the desk for them; or we disabled them."""


def log_in_by_provider(proven: Proven, *, store: Store, now: dt.datetime) -> LoggedIn:
    """A new session for whoever the provider vouches for; unknown ones are added.

    Issuer and subject alone say who it is. Nobody is found by name or address: whoever may choose
    those at the provider would become somebody else here. Roles are the provider's at each login.

    Raises:
        NotAllowed: no role of the desk, or disabled here.
    """
    with store.begin() as work:
        user = work.users.by_subject(proven.subject)
        if not proven.roles or (user and user.disabled_at):
            audit.record(
                work.audit, What.LOGIN_FAILED, user or audit.NOBODY, now, way=audit.PROVIDER
            )
        else:
            known = _with_roles(user, proven, work, now) if user else _added(proven, work, now)
            return begin_session(known, audit.PROVIDER, work, now)
    raise NotAllowed


def _with_roles(user: User, proven: Proven, work: UnitOfWork, now: dt.datetime) -> User:
    if user.roles == proven.roles:
        return user
    changed = replace(user, roles=proven.roles)
    work.users.save(changed)
    audit.record(
        work.audit,
        What.USER_CHANGED,
        audit.PROVIDER,
        now,
        user=user.login,
        roles=", ".join(sorted(changed.roles)),
    )
    return changed


def _added(proven: Proven, work: UnitOfWork, now: dt.datetime) -> User:
    """A new user; where the login name is somebody else's, one that can only be theirs."""
    name = " ".join(proven.name.split())[:MAX_NAME] or proven.login[:MAX_NAME]
    host = urlsplit(proven.subject.issuer).netloc
    for login in (proven.login, f"{proven.subject.subject}@{host}"):
        newcomer = Newcomer(login, name, proven.roles, proven.language)
        try:
            return add_in(newcomer, proven.subject, by=audit.PROVIDER, work=work, now=now)
        except (LoginTaken, BadName):
            continue
    raise NotAllowed
