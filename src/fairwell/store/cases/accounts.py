"""The account directory: its interface, and the embedded one on the ``account`` table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import Account, Declaration
from fairwell.store.base.tables import from_row
from fairwell.store.cases.tables import AccountRow


class AccountDirectory(Protocol):
    """The operator's accounts, looked up by what a customer typed."""

    def candidates(self, declaration: Declaration) -> Sequence[Account]:
        """Return accounts whose user name or address was stated."""
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
