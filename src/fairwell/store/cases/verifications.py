"""Verification codes in the store: hashes, limits and tries."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.rules.cases.verification import (
    LIFETIME,
    StoredCode,
    address_key,
    hash_code,
    hash_token,
    new_code,
)
from fairwell.store.base.engine import changes_one
from fairwell.store.cases.tables import CaseRow, VerificationRow


@dataclass(frozen=True)
class IssuedCode:
    """A new code and link in plain text, for one mail; the store has only their hashes."""

    code: str
    link: str


class Verifications:
    """The ``verification_code`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def issue(
        self, case_id: str, conversation_id: str, address: str | None, now: dt.datetime
    ) -> IssuedCode:
        """Issue a code and link for a case; the plain values exist only in the return value."""
        code, salt, link = (
            new_code(secrets.randbelow),
            secrets.token_hex(16),
            secrets.token_urlsafe(32),
        )
        self._session.add(
            VerificationRow(
                id=str(ULID.from_datetime(now)),
                case_id=case_id,
                conversation_id=conversation_id,
                address_key=address_key(address),
                salt=salt,
                code_hash=hash_code(code, salt),
                link_hash=hash_token(link),
                created_at=now,
                expires_at=now + LIFETIME,
                tries=0,
                used_at=None,
            )
        )
        self._session.flush()
        return IssuedCode(code, link)

    def issued_since(self, address: str | None, since: dt.datetime) -> int:
        """Return how many codes were issued for an address since ``since``."""
        return int(
            self._session.scalar(
                select(func.count())
                .select_from(VerificationRow)
                .where(
                    VerificationRow.address_key == address_key(address),
                    VerificationRow.created_at > since,
                )
            )
            or 0
        )

    def newest_of(self, conversation_id: str) -> StoredCode | None:
        """Return the latest code of a conversation; it invalidates older ones."""
        return _stored(
            self._session.scalars(
                select(VerificationRow)
                .where(VerificationRow.conversation_id == conversation_id)
                .order_by(VerificationRow.created_at.desc(), VerificationRow.id.desc())
                .limit(1)
            ).first()
        )

    def by_link(self, token: str) -> StoredCode | None:
        """Return the code whose mail contained this link."""
        return _stored(
            self._session.scalars(
                select(VerificationRow).where(VerificationRow.link_hash == hash_token(token))
            ).first()
        )

    def count_try(self, code_id: str) -> None:
        """Count a wrong try."""
        self._session.get_one(VerificationRow, code_id).tries += 1

    def use_once(self, code_id: str, now: dt.datetime) -> bool:
        """Mark a code as used; return ``True`` for only one of several concurrent calls."""
        unused = VerificationRow.used_at.is_(None)
        return changes_one(
            self._session,
            update(VerificationRow)
            .where(VerificationRow.id == code_id, unused)
            .values(used_at=now),
        )

    def use_up(self, case_id: str, account_id: str | None, now: dt.datetime) -> None:
        """Invalidate all open codes and links of a case, and of all cases of its account."""
        of_account = select(CaseRow.id).where(CaseRow.account_id == account_id)
        of_case = VerificationRow.case_id == case_id
        self._session.execute(
            update(VerificationRow)
            .where(
                or_(of_case, VerificationRow.case_id.in_(of_account)) if account_id else of_case,
                VerificationRow.used_at.is_(None),
            )
            .values(used_at=now)
        )


def _stored(row: VerificationRow | None) -> StoredCode | None:
    if row is None:
        return None
    return StoredCode(
        id=row.id,
        case_id=row.case_id,
        salt=row.salt,
        code_hash=row.code_hash,
        expires_at=row.expires_at,
        tries=row.tries,
        used_at=row.used_at,
    )
