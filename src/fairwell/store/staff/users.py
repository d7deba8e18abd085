"""Repositories of the desk's users, sessions, login links and login attempts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwell.rules.access.links import LinkPurpose
from fairwell.rules.access.lockout import FORGOTTEN_AFTER
from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import Lifetime
from fairwell.rules.language import Language
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.staff.tables import DeskAttemptRow, DeskLinkRow, DeskSessionRow, DeskUserRow


@dataclass(frozen=True)
class Subject:
    """A user at an OpenID provider: names change, this pair does not."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class User:
    """A user of the desk. ``teams`` are keys of the policy, perhaps of an earlier one."""

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
        """Return whether the user has one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class DeskSession:
    """A login session; ``id_hash`` is all that is stored of the cookie."""

    id_hash: str
    user_id: str
    lifetime: Lifetime


@dataclass(frozen=True)
class DeskLink:
    """A single-use link; ``user_id`` is ``None`` for the first admin, who has no user yet."""

    purpose: LinkPurpose
    user_id: str | None
    expires_at: dt.datetime


class Users:
    """The ``desk_user`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, user_id: str) -> User | None:
        """Return the user with this id, if there is one."""
        row = self._session.get(DeskUserRow, user_id)
        return _user(row) if row else None

    def by_login(self, login: str) -> User | None:
        """Return the user of a login name, if any; login names are stored in lower case."""
        query = select(DeskUserRow).where(DeskUserRow.login == login.strip().casefold())
        row = self._session.scalars(query).first()
        return _user(row) if row else None

    def by_subject(self, subject: Subject) -> User | None:
        """Return the user with this subject at the provider, if any."""
        query = select(DeskUserRow).where(
            DeskUserRow.issuer == subject.issuer, DeskUserRow.subject == subject.subject
        )
        row = self._session.scalars(query).first()
        return _user(row) if row else None

    def all(self) -> Sequence[User]:
        """Return all users, by login name."""
        rows = self._session.scalars(select(DeskUserRow).order_by(DeskUserRow.login))
        return [_user(row) for row in rows]

    def add(self, user: User) -> bool:
        """Add a user; return ``False`` if the login name or subject is taken."""
        try:
            with self._session.begin_nested():
                self._session.add(DeskUserRow(**_columns(user)))
        except IntegrityError:
            return False
        return True

    def save(self, user: User) -> None:
        """Save all fields of an existing user."""
        row = self._session.get_one(DeskUserRow, user.id)
        for name, value in _columns(user).items():
            setattr(row, name, value)
        self._session.flush()


class Sessions:
    """The ``desk_session`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, id_hash: str) -> DeskSession | None:
        """Return a session, expired or not, if it exists."""
        row = self._session.get(DeskSessionRow, id_hash)
        return _session(row) if row else None

    def add(self, session: DeskSession) -> None:
        """Add a session."""
        self._session.add(
            DeskSessionRow(
                id_hash=session.id_hash,
                user_id=session.user_id,
                **dataclasses.asdict(session.lifetime),
            )
        )
        self._session.flush()

    def touch(self, id_hash: str, now: dt.datetime) -> None:
        """Record a use; this does not restore a session that has ended meanwhile."""
        self._session.execute(
            update(DeskSessionRow).where(DeskSessionRow.id_hash == id_hash).values(last_seen_at=now)
        )

    def end(self, id_hash: str) -> None:
        """End a session."""
        self._session.execute(delete(DeskSessionRow).where(DeskSessionRow.id_hash == id_hash))

    def end_all(self, user_id: str, but: str = "") -> Sequence[str]:
        """End the sessions of a user, except ``but``; return the hashes of those that ended."""
        theirs = (DeskSessionRow.user_id == user_id, DeskSessionRow.id_hash != but)
        ended = self._session.scalars(select(DeskSessionRow.id_hash).where(*theirs)).all()
        self._session.execute(delete(DeskSessionRow).where(*theirs))
        return ended

    def standing(self, id_hashes: Sequence[str], now: dt.datetime) -> set[str]:
        """Return those of the sessions that have not expired and whose user is not disabled."""
        rows = self._session.scalars(
            select(DeskSessionRow)
            .join(DeskUserRow, DeskUserRow.id == DeskSessionRow.user_id)
            .where(DeskSessionRow.id_hash.in_(id_hashes), DeskUserRow.disabled_at.is_(None))
        )
        return {row.id_hash for row in rows if not _session(row).lifetime.is_over(now)}


class LoginLinks:
    """The ``desk_link`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, token_hash: str, link: DeskLink) -> None:
        """Add a link; it replaces earlier ones with the same purpose and user."""
        self._session.execute(
            delete(DeskLinkRow).where(
                DeskLinkRow.purpose == link.purpose,
                DeskLinkRow.user_id == link.user_id
                if link.user_id
                else DeskLinkRow.user_id.is_(None),
            )
        )
        self._session.add(
            DeskLinkRow(
                token_hash=token_hash,
                purpose=link.purpose,
                user_id=link.user_id,
                expires_at=link.expires_at,
            )
        )
        self._session.flush()

    def look(self, token_hash: str, now: dt.datetime) -> DeskLink | None:
        """Return a link if it is unused and not expired."""
        row = self._session.get(DeskLinkRow, token_hash)
        if row is None or row.used_at is not None or row.expires_at <= now:
            return None
        return from_row(DeskLink, row)

    def use(self, token_hash: str, now: dt.datetime) -> DeskLink | None:
        """Mark a link as used; a conditional UPDATE lets one of several concurrent uses through."""
        used = self._session.scalars(
            update(DeskLinkRow)
            .where(
                DeskLinkRow.token_hash == token_hash,
                DeskLinkRow.used_at.is_(None),
                DeskLinkRow.expires_at > now,
            )
            .values(used_at=now)
            .returning(DeskLinkRow)
        ).first()
        return from_row(DeskLink, used) if used else None

    def end_all(self, user_id: str) -> None:
        """Remove all links of a user."""
        self._session.execute(delete(DeskLinkRow).where(DeskLinkRow.user_id == user_id))


class Attempts:
    """The ``desk_attempt`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def blocked_until(self, keys: Sequence[str], now: dt.datetime) -> dt.datetime | None:
        """Return when the next attempt for these keys is allowed; ``None``: now.

        Locks the rows, so that concurrent guesses are counted one by one.
        """
        rows = self._session.scalars(
            select(DeskAttemptRow)
            .where(DeskAttemptRow.key.in_(keys))
            .order_by(DeskAttemptRow.key)
            .with_for_update()
        )
        ends = [row.blocked_until for row in rows if row.blocked_until and row.blocked_until > now]
        return max(ends, default=None)

    def count(self, key: str, now: dt.datetime) -> int:
        """Count a failure; return the number of consecutive ones."""
        row = self._row(key)
        if row is None:
            row = self._new(key, now)
        elif now - row.last_at > FORGOTTEN_AFTER:
            row.failures = 0
        row.failures += 1
        row.last_at = now
        self._session.flush()
        return row.failures

    def block(self, key: str, until: dt.datetime) -> None:
        """Block attempts until then."""
        row = self._row(key)
        if row:
            row.blocked_until = until

    def take_back(self, key: str) -> None:
        """Undo the last count and its block: the attempt was not a failed one."""
        row = self._row(key)
        if row:
            row.failures = max(row.failures - 1, 0)
            row.blocked_until = None

    def forget(self, key: str) -> None:
        """Reset the count of a key."""
        self._session.execute(delete(DeskAttemptRow).where(DeskAttemptRow.key == key))

    def _row(self, key: str) -> DeskAttemptRow | None:
        return self._session.get(DeskAttemptRow, key, with_for_update=True)

    def _new(self, key: str, now: dt.datetime) -> DeskAttemptRow:
        try:
            with self._session.begin_nested():
                row = DeskAttemptRow(key=key, failures=0, last_at=now)
                self._session.add(row)
        except IntegrityError:  # a concurrent first failure was inserted meanwhile
            return self._session.get_one(DeskAttemptRow, key, with_for_update=True)
        return row


def _user(row: DeskUserRow) -> User:
    known = Subject(row.issuer, row.subject) if row.issuer and row.subject else None
    return from_row(
        User,
        row,
        roles=frozenset(Role(word) for word in row.roles),
        teams=frozenset(row.teams),
        subject=known,
    )


def _columns(user: User) -> dict[str, object]:
    return as_columns(
        user,
        roles=sorted(user.roles),
        teams=sorted(user.teams),
        issuer=user.subject.issuer if user.subject else None,
        subject=user.subject.subject if user.subject else None,
    )


def _session(row: DeskSessionRow) -> DeskSession:
    return DeskSession(row.id_hash, row.user_id, Lifetime(row.created_at, row.last_seen_at))
