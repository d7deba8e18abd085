"""Used identity tokens: a second use of one is a replay."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwell.store.cases.tables import UsedIdentityRow

# A gateway with a slow clock must still find what one with a fast clock would already remove.
CLOCKS_APART = dt.timedelta(minutes=5)
_FORGET_AT_ONCE = 100  # rows one sign-in may remove, so that it stays fast after a long pause


class UsedIdentities:
    """The ``used_identity`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def use_once(self, token_id: str, usable_until: dt.datetime, now: dt.datetime) -> bool:
        """Use a token; return ``True`` for only one of several concurrent uses."""
        self._forget(now)
        try:
            with self._session.begin_nested():
                self._session.add(
                    UsedIdentityRow(token_id=token_id, expires_at=usable_until + CLOCKS_APART)
                )
        except IntegrityError:
            return False
        return True

    def _forget(self, now: dt.datetime) -> None:
        # PostgreSQL skips rows that another sign-in is removing: waiting could deadlock.
        expired = self._session.scalars(
            select(UsedIdentityRow.token_id)
            .where(UsedIdentityRow.expires_at <= now)
            .limit(_FORGET_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        if expired:
            self._session.execute(
                delete(UsedIdentityRow).where(UsedIdentityRow.token_id.in_(expired))
            )
