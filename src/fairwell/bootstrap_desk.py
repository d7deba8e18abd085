"""The desk's use cases, with this process's store and clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.teams import Team
from fairwell.rules.language import Language
from fairwell.services.staff import links, provider, users
from fairwell.services.staff import login as desk_login
from fairwell.services.staff.login import LoggedIn
from fairwell.services.staff.provider import Proven
from fairwell.services.staff.users import Newcomer, UnknownTeam
from fairwell.store.base.unit_of_work import Store
from fairwell.store.staff.audit import AuditFilter, AuditLine
from fairwell.store.staff.users import DeskLink, DeskSession, Subject, User


class DeskServices:
    """Who works at the desk, and what they did. Every change says ``by`` whom."""

    def __init__(self, store: Store, teams: Callable[[], Sequence[Team]] = tuple) -> None:
        """``teams`` gives those of the policy, when somebody is to belong to one."""
        self._store = store
        self._teams = teams

    def log_in(self, login: str, password: str, address: str) -> LoggedIn:
        """See ``desk_login.log_in``."""
        return desk_login.log_in(login, password, address, store=self._store, now=_now())

    def log_in_by_provider(self, proven: Proven) -> LoggedIn:
        """See ``provider.log_in_by_provider``."""
        return provider.log_in_by_provider(proven, store=self._store, now=_now())

    def connect(self, user_id: str, subject: Subject, by: User | str) -> User:
        """See ``provider.connect``."""
        return provider.connect(user_id, subject, by=by, store=self._store, now=_now())

    def part(self, user_id: str, by: User | str) -> User:
        """See ``provider.part``."""
        return provider.part(user_id, by=by, store=self._store, now=_now())

    def session_of(self, secret: str) -> tuple[DeskSession, User] | None:
        """See ``desk_login.session_of``."""
        return desk_login.session_of(secret, store=self._store, now=_now())

    def log_out(self, session: DeskSession, user: User) -> None:
        """See ``desk_login.log_out``."""
        desk_login.log_out(session, user, store=self._store, now=_now())

    def standing(self, id_hashes: Sequence[str]) -> set[str]:
        """Those of these sessions that may still be used."""
        with self._store.look() as work:
            return work.sessions.standing(id_hashes, _now())

    def first_admin_link(self) -> str | None:
        """See ``links.first_admin_link``."""
        return links.first_admin_link(store=self._store, now=_now())

    def opened(self, token: str) -> tuple[DeskLink, User | None]:
        """See ``links.opened``."""
        return links.opened(token, store=self._store, now=_now())

    def become_first_admin(self, token: str, newcomer: Newcomer, password: str) -> User:
        """See ``links.become_first_admin``."""
        return links.become_first_admin(token, newcomer, password, store=self._store, now=_now())

    def set_password_by_link(self, token: str, password: str) -> User:
        """See ``links.set_password_by_link``."""
        return links.set_password_by_link(token, password, store=self._store, now=_now())

    def change_password(self, user: User, session_hash: str, new: str) -> Sequence[str]:
        """See ``users.change_password``."""
        return users.change_password(user, session_hash, new, store=self._store, now=_now())

    def set_profile(self, user_id: str, name: str, language: Language, *, shortcuts: bool) -> User:
        """See ``users.set_profile``."""
        return users.set_profile(
            user_id,
            name=name,
            language=language,
            shortcuts=shortcuts,
            store=self._store,
            now=_now(),
        )

    def everybody(self) -> Sequence[User]:
        """All users, by login name."""
        return users.everybody(store=self._store)

    def by_login(self, login: str) -> User:
        """See ``users.by_login``."""
        return users.by_login(login, store=self._store)

    def add_user(self, newcomer: Newcomer, by: User | str) -> User:
        """See ``users.add_user``; UnknownTeam as for ``set_teams``."""
        self._check(newcomer.teams)
        return users.add_user(newcomer, by=by, store=self._store, now=_now())

    def set_roles(self, user_id: str, roles: frozenset[Role], by: User | str) -> User:
        """See ``users.set_roles``."""
        return users.set_roles(user_id, roles, by=by, store=self._store, now=_now())

    def set_teams(self, user_id: str, teams: frozenset[str], by: User | str) -> User:
        """See ``users.set_teams``.

        Raises:
            UnknownTeam: a key is no team's.
        """
        self._check(teams)
        return users.set_teams(user_id, teams, by=by, store=self._store, now=_now())

    def disable(self, user_id: str, by: User | str) -> Sequence[str]:
        """See ``users.disable``."""
        return users.disable(user_id, by=by, store=self._store, now=_now())

    def enable(self, user_id: str, by: User | str) -> User:
        """See ``users.enable``."""
        return users.enable(user_id, by=by, store=self._store, now=_now())

    def password_link(self, user_id: str, by: User | str) -> str:
        """See ``links.password_link``."""
        return links.password_link(user_id, by=by, store=self._store, now=_now())

    def audit_lines(self, wanted: AuditFilter, at_most: int) -> Sequence[AuditLine]:
        """The newest lines of the audit that fit."""
        with self._store.look() as work:
            return work.audit.lines(wanted, at_most)

    def _check(self, teams: frozenset[str]) -> None:
        if not teams:
            return
        known = [team.key for team in self._teams()]
        unknown = sorted(teams.difference(known))
        if unknown:
            there = ", ".join(known) or "none; desk.yml lists them"
            raise UnknownTeam(f"{', '.join(unknown)} is no team; there are: {there}")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
