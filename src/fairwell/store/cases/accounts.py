"""The account directory: its interface, and the embedded one on the ``account`` table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import Account, Declaration
from fairwell.store.base.tables import from_row
from fairwell.store.cases.tables import AccountRow

_BEGINNING = 3  # characters
_WORDS = 4  # of a user name that are looked for
_MOST_SIMILAR = 300  # accounts that are compared


class AccountDirectory(Protocol):
    """The operator's accounts, looked up by what a customer typed."""

    def candidates(self, declaration: Declaration) -> Sequence[Account]:
        """Return accounts whose user name or address was stated."""
        ...

    def similar(self, user_name: str | None, email: str | None) -> Sequence[Account]:
        """Return accounts that an agent may compare with stated details; some may be far off."""
        ...

    def by_id(self, account_id: str) -> Account | None:
        """Return the account with this id, if there is one."""
        ...

    def by_user_name(self, user_name: str) -> Account | None:
        """Return the account with this user name, if there is one."""
        ...


class EmbeddedDirectory(AccountDirectory):
    """The embedded directory: the ``account`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def candidates(self, declaration: Declaration) -> Sequence[Account]:
        """Return accounts whose user name or address was stated; one query, found or not."""
        rows = self._session.scalars(
            select(AccountRow).where(
                or_(
                    AccountRow.user_name == (declaration.user_name or ""),
                    AccountRow.email == (declaration.email or ""),
                )
            )
        )
        return [_account(row) for row in rows]

    def similar(self, user_name: str | None, email: str | None) -> Sequence[Account]:
        """Return accounts that share a beginning, a longer word or the host of the address."""
        local, _at, host = (email or "").partition("@")
        shared = [
            column.startswith(text[:_BEGINNING], autoescape=True)
            for column, text in (
                (AccountRow.user_name, user_name or ""),
                (AccountRow.email, local),
            )
            if len(text) >= _BEGINNING
        ]
        words = [word for word in re.findall(r"\w+", user_name or "") if len(word) > _BEGINNING]
        shared += [AccountRow.user_name.contains(word, autoescape=True) for word in words[:_WORDS]]
        if host:
            shared.append(AccountRow.email.endswith(f"@{host}", autoescape=True))
        if not shared:
            return []
        rows = self._session.scalars(select(AccountRow).where(or_(*shared)).limit(_MOST_SIMILAR))
        return [_account(row) for row in rows]

    def by_id(self, account_id: str) -> Account | None:
        """Return the account with this id, if there is one."""
        row = self._session.get(AccountRow, account_id)
        return _account(row) if row else None

    def by_user_name(self, user_name: str) -> Account | None:
        """Return the account with this user name, if there is one."""
        row = self._session.scalars(
            select(AccountRow).where(AccountRow.user_name == user_name.casefold())
        ).first()
        return _account(row) if row else None


def _account(row: AccountRow) -> Account:
    return from_row(Account, row, add_ons=tuple(row.add_ons))
