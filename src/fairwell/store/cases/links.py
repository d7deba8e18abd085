"""Links to one resource of one case: a random token outside, its hash in the store."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Literal

from sqlalchemy.orm import Session

from fairwell.rules.cases.verification import hash_token
from fairwell.store.cases.tables import CaseLinkRow

CaseLinkPurpose = Literal["receipt", "dispute"]


class CaseLinks:
    """The ``case_link`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, case_id: str, purpose: CaseLinkPurpose, now: dt.datetime) -> str:
        """Create a link and return its token; only the hash is stored."""
        token = secrets.token_urlsafe(32)
        self._session.add(
            CaseLinkRow(
                token_hash=hash_token(token), case_id=case_id, purpose=purpose, created_at=now
            )
        )
        return token

    def made_at(self, token: str) -> dt.datetime | None:
        """Return when a token was made."""
        row = self._session.get(CaseLinkRow, hash_token(token))
        return row.created_at if row else None

    def case_id(self, token: str, purpose: CaseLinkPurpose) -> str | None:
        """Return the case that a token opens for that purpose; ``None`` for any other token."""
        row = self._session.get(CaseLinkRow, hash_token(token))
        return row.case_id if row and row.purpose == purpose else None
