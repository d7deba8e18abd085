"""Single-use links: to become the first admin, and to set a password."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.links import LinkPurpose
from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import hash_secret, new_secret
from fairwell.services.context import Context
from fairwell.services.staff import audit
from fairwell.services.staff.users import (
    Newcomer,
    add_in,
    get_in,
    has_admin,
    hashed_password,
    set_password_in,
)
from fairwell.store.staff.users import DeskLink, User

LINK_LASTS = dt.timedelta(hours=24)


class LinkUsed(PermissionError):
    """The link was used, has expired, or never existed."""


def password_link(user_id: str, by: User | str, app: Context) -> str:
    """Create a single-use link to set a user's password, and return its token; earlier links end.

    Raises:
        NoSuchUser: there is none.
    """
    now = app.clock()
    token = new_secret()
    with app.store.begin() as work:
        user = get_in(user_id, work)
        work.login_links.add(
            hash_secret(token), DeskLink(LinkPurpose.PASSWORD, user.id, now + LINK_LASTS)
        )
        audit.record(work.audit, AuditEvent.LINK_MADE, by, now, user=user.login)
    return token


def first_admin_link(app: Context) -> str | None:
    """Create a link to become the first admin, and return its token; ``None`` if there is one."""
    now = app.clock()
    token = new_secret()
    with app.store.begin() as work:
        if has_admin(work):
            return None
        work.login_links.add(
            hash_secret(token), DeskLink(LinkPurpose.FIRST_ADMIN, None, now + LINK_LASTS)
        )
        audit.record(
            work.audit, AuditEvent.LINK_MADE, audit.COMMAND_LINE, now, user=audit.FIRST_ADMIN
        )
    return token


def opened(token: str, app: Context) -> tuple[DeskLink, User | None]:
    """Return what a link opens, and for which user; changes nothing.

    Raises:
        LinkUsed: it opens nothing (any more).
    """
    now = app.clock()
    with app.store.look() as work:
        link = work.login_links.look(hash_secret(token), now)
        if link is None or (link.purpose is LinkPurpose.FIRST_ADMIN and has_admin(work)):
            raise LinkUsed
        return link, get_in(link.user_id, work) if link.user_id else None


def become_first_admin(token: str, newcomer: Newcomer, password: str, app: Context) -> User:
    """Add the first admin, and use up their link.

    Raises:
        LinkUsed: it opens nothing (any more), or another person was quicker.
        WeakPassword: nothing was changed.
        BadName: nothing was changed.
        LoginTaken: nothing was changed.
    """
    now = app.clock()
    opened(token, app)  # before the costly hashing
    admin = replace(newcomer, roles=frozenset(newcomer.roles | {Role.ADMIN}))
    hashed = hashed_password(password, newcomer.login, newcomer.display_name)
    with app.store.begin() as work:
        link = work.login_links.use(hash_secret(token), now)
        if link is None or link.purpose is not LinkPurpose.FIRST_ADMIN or has_admin(work):
            raise LinkUsed
        user = add_in(admin, None, by=audit.FIRST_ADMIN, work=work, now=now)
        return set_password_in(user, hashed, user, work, now)


def set_password_by_link(token: str, password: str, app: Context) -> User:
    """Set a password and use up its link; all sessions of the user end.

    Raises:
        LinkUsed: it opens nothing (any more).
        WeakPassword: nothing was changed, and the link is good for another try.
    """
    now = app.clock()
    _, user = opened(token, app)
    hashed = hashed_password(password, *([user.login, user.display_name] if user else []))
    with app.store.begin() as work:
        link = work.login_links.use(hash_secret(token), now)
        if link is None or link.user_id is None:
            raise LinkUsed
        user = get_in(link.user_id, work)
        if user.disabled_at is not None:
            raise LinkUsed
        work.sessions.end_all(user.id)
        return set_password_in(user, hashed, user, work, now)
