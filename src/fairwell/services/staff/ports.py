"""What the desk's use cases need from the store: users, sessions, links, attempts, the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import Lifetime

Language = Literal["de", "en"]


@dataclass(frozen=True)
class Subject:
    """Somebody at an OpenID provider: names change, the pair of these does not."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class User:
    """Somebody who works at the desk. ``teams`` are keys of the policy, or were."""

    id: str
    login: str
    display_name: str
    roles: frozenset[Role]
    language: Language
    shortcuts: bool
    password_hash: str | None
    subject: Subject | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    teams: frozenset[str] = frozenset()

    def may(self, *roles: Role) -> bool:
        """Whether the user has one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class Session:
    """Somebody who is logged in; ``id_hash`` is all that is kept of the cookie."""

    id_hash: str
    user_id: str
    lifetime: Lifetime


class Purpose(StrEnum):
    """What a link of one use opens."""

    FIRST_ADMIN = "first_admin"
    PASSWORD = "password"  # noqa: S105 (the name of a purpose)


@dataclass(frozen=True)
class Link:
    """A link of one use; ``user_id`` is empty for the first admin, who is nobody yet."""

    purpose: Purpose
    user_id: str | None
    expires_at: dt.datetime


class What(StrEnum):
    """What the audit knows; the value is its name in the table and in filters."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (the name of an event)
    LINK_MADE = "link_made"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    USER_CONNECTED = "user_connected"
    USER_PARTED = "user_parted"
    CLAIM = "claim"
    DECLINE = "decline"
    TRANSFER = "transfer"
    RETURN = "return"
    CLOSE = "close"
    READ = "read"
    REVEAL = "reveal"
    SEND = "send"
    NOTE = "note"
    CHANGE = "change"
    SETTLE = "settle"
    REPLY = "reply"


@dataclass(frozen=True)
class Entry:
    """One line of the audit: who did what, when, and with which conversation or case.

    ``details`` hold names of fields, roles, reasons by code, and why a colleague passed a
    conversation on, concealed: never what a customer wrote.
    """

    at: dt.datetime
    actor_id: str | None
    actor: str
    what: What
    conversation_id: str | None = None
    case_id: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Which lines of the audit to read; empty fields ask nothing.

    ``about`` is a conversation, a case, or the reference of one; ``before`` a line's number.
    """

    actor: str = ""
    what: What | None = None
    about: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the audit with its number, and the reference of its case while there is one."""

    number: int
    entry: Entry
    reference: str | None


class Audit(Protocol):
    """The append-only audit: there is no way to change or remove a line."""

    def append(self, entry: Entry) -> None:
        """Keep a line, in the transaction of what it tells of."""
        ...

    def lines(self, wanted: Wanted, at_most: int) -> Sequence[Line]:
        """The newest lines that fit, newest first."""
        ...


class Users(Protocol):
    """The people of the desk."""

    def get(self, user_id: str) -> User | None:
        """One user."""
        ...

    def by_login(self, login: str) -> User | None:
        """Whom a login name belongs to, however it is written."""
        ...

    def by_subject(self, subject: Subject) -> User | None:
        """Who that is at the provider."""
        ...

    def all(self) -> Sequence[User]:
        """Everybody, by login name."""
        ...

    def add(self, user: User) -> bool:
        """Keep a new user; ``False`` when the login name is taken."""
        ...

    def save(self, user: User) -> None:
        """Keep what has changed about a user."""
        ...


class Sessions(Protocol):
    """Who is logged in."""

    def get(self, id_hash: str) -> Session | None:
        """One session, over or not."""
        ...

    def add(self, session: Session) -> None:
        """Keep a new one."""
        ...

    def touch(self, id_hash: str, now: dt.datetime) -> None:
        """Note a use."""
        ...

    def end(self, id_hash: str) -> None:
        """End one."""
        ...

    def end_all(self, user_id: str, but: str = "") -> Sequence[str]:
        """End those of a user, except one; returns the hashes of those that ended."""
        ...

    def standing(self, id_hashes: Sequence[str], now: dt.datetime) -> set[str]:
        """Those of them that may still be used, and whose user was not disabled."""
        ...


class LoginLinks(Protocol):
    """Links of one use."""

    def add(self, token_hash: str, link: Link) -> None:
        """Keep a new one; earlier ones of the same purpose and user end."""
        ...

    def look(self, token_hash: str, now: dt.datetime) -> Link | None:
        """What a link opens, if it still does."""
        ...

    def use(self, token_hash: str, now: dt.datetime) -> Link | None:
        """Use a link up; of several at once, one gets it."""
        ...

    def end_all(self, user_id: str) -> None:
        """None of a user's opens anything any more."""
        ...


class Attempts(Protocol):
    """Wrong passwords, by whom they were for and where they came from."""

    def blocked_until(self, keys: Sequence[str], now: dt.datetime) -> dt.datetime | None:
        """When the next attempt for any of these keys is allowed; ``None``: now."""
        ...

    def count(self, key: str, now: dt.datetime) -> int:
        """Count one more failure; returns how many in a row there are."""
        ...

    def block(self, key: str, until: dt.datetime) -> None:
        """Allow no attempt before then."""
        ...

    def take_back(self, key: str) -> None:
        """The attempt that was counted was none."""
        ...

    def forget(self, key: str) -> None:
        """Begin at none."""
        ...
