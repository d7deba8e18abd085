"""Desk sessions: login, session lookup and logout."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from fairwell.rules.access import passwords
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.lockout import OF_ADDRESS, OF_USER
from fairwell.rules.access.sessions import Lifetime, hash_secret, new_secret
from fairwell.services.context import Context
from fairwell.services.staff import audit
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.staff.users import DeskSession, User


@dataclass(frozen=True)
class LoggedIn:
    """A new session; ``secret`` is for the cookie and stored nowhere else."""

    secret: str
    user: User


class WrongPassword(PermissionError):
    """Name and password do not match; does not reveal which of the two is wrong."""


class Locked(PermissionError):
    """Too many wrong passwords: even the right one is refused until ``until``."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__("too many wrong passwords")
        self.until = until


def log_in(
    login: str,
    password: str,
    address: str,
    app: Context,
    *,
    fits: Callable[[str, str | None], bool] = passwords.fits,
) -> LoggedIn:
    """Begin a session for a user with the right password; an old cookie plays no part in it.

    The attempt is counted before the password is checked, so that a thousand guesses made at
    once count as a thousand. An unknown name is counted, answered and timed like a known one.

    Raises:
        Locked: too many wrong ones for this name or from this address.
        WrongPassword: wrong, unknown, disabled, or without a password.
    """
    now = app.clock()
    of_user, of_address = _key("login", login.strip().casefold()), _key("address", address)
    with app.store.begin() as work:
        until = work.attempts.blocked_until([of_user, of_address], now)
        if until:
            raise Locked(until)
        for key, backoff in ((of_user, OF_USER), (of_address, OF_ADDRESS)):
            wait = backoff.wait(work.attempts.count(key, now))
            if wait:
                work.attempts.block(key, now + wait)
        user = work.users.by_login(login)
    known = user.password_hash if user and user.disabled_at is None else None
    right = fits(password, known)  # outside a transaction: it is slow on purpose
    with app.store.begin() as work:
        if not right or user is None:
            audit.record(
                work.audit, AuditEvent.LOGIN_FAILED, user or audit.NOBODY, now, way=audit.PASSWORD
            )
        else:
            work.attempts.forget(of_user)
            work.attempts.take_back(of_address)
            fresh = work.users.get(user.id)
            if fresh and fresh.disabled_at is None and fresh.password_hash == user.password_hash:
                if passwords.is_outdated(user.password_hash or ""):
                    hashed = passwords.hash_password(password)
                    work.users.save(replace(fresh, password_hash=hashed))
                return begin_session(fresh, audit.PASSWORD, work, now)
    raise WrongPassword


def begin_session(user: User, way: str, work: UnitOfWork, now: dt.datetime) -> LoggedIn:
    """Begin a session with a fresh id; ``way`` is how the user proved their identity."""
    secret = new_secret()
    work.sessions.add(DeskSession(hash_secret(secret), user.id, Lifetime(now, now)))
    audit.record(work.audit, AuditEvent.LOGIN, user, now, way=way)
    return LoggedIn(secret, user)


def session_of(secret: str, app: Context) -> tuple[DeskSession, User] | None:
    """Return the owner of a cookie; ``None`` when it is unknown, over, or its user disabled."""
    now = app.clock()
    with app.store.look() as work:
        session = work.sessions.get(hash_secret(secret))
        user = work.users.get(session.user_id) if session else None
    if session is None or user is None or user.disabled_at or session.lifetime.is_over(now):
        return None
    if session.lifetime.wants_touch(now):
        # A page that only reads opens while another transaction holds the database.
        with suppress(StoreUnavailable), app.store.begin() as work:
            work.sessions.touch(session.id_hash, now)
    return session, user


def sessions_in_force(id_hashes: Sequence[str], app: Context) -> set[str]:
    """Return those of these sessions that may still be used."""
    with app.store.look() as work:
        return work.sessions.standing(id_hashes, app.clock())


def log_out(session: DeskSession, user: User, app: Context) -> None:
    """End a session; its cookie no longer opens anything."""
    now = app.clock()
    with app.store.begin() as work:
        work.sessions.end(session.id_hash)
        audit.record(work.audit, AuditEvent.LOGOUT, user, now)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
