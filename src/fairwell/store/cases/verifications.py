"""Verification codes in the store: hashes, limits and tries."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy import case as case_when
from sqlalchemy.orm import Session
from ulid import ULID

from fairwell.rules.cases.allowance import EXEMPT, UNKNOWN, Client, Usage
from fairwell.rules.cases.case import Case, Knowledge
from fairwell.rules.cases.verification import (
    LIFETIME,
    MAX_TRIES,
    StoredCode,
    address_key,
    hash_code,
    hash_token,
    new_code,
)
from fairwell.store.base.engine import changes_one
from fairwell.store.cases.tables import CaseRow, VerificationRow
from fairwell.store.chats.tables import ConversationRow


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
        self,
        case: Case,
        address: str | None,
        now: dt.datetime,
        client: str = UNKNOWN,
        *,
        withheld: bool = False,
    ) -> IssuedCode:
        """Issue a code and link for a case; the plain values exist only in the return value.

        A withheld one is issued and cannot be used, so that its conversation goes on like others.
        """
        code, salt, link = (
            new_code(secrets.randbelow),
            secrets.token_hex(16),
            secrets.token_urlsafe(32),
        )
        self._session.add(
            VerificationRow(
                id=str(ULID.from_datetime(now)),
                case_id=case.id,
                conversation_id=case.conversation_id,
                address_key=address_key(address),
                salt=salt,
                code_hash=hash_code(code, salt),
                link_hash=hash_token(link),
                client=client,
                withheld=withheld,
                created_at=now,
                expires_at=now + LIFETIME,
                tries=MAX_TRIES if withheld else 0,
                used_at=now if withheld else None,
            )
        )
        self._session.flush()
        return IssuedCode(code, link)

    def usage(self, case: Case, address: str | None, client: Client, now: dt.datetime) -> Usage:
        """Return what was mailed and tried in the last day, in one pass over its codes."""
        account_id = case.account_id
        row, hour_ago = VerificationRow, now - dt.timedelta(hours=1)
        mailed, lately = ~row.withheld, row.created_at > hour_ago
        of_address, of_client = row.address_key == address_key(address), row.client == client.mark
        owners = select(ConversationRow.client).where(
            ConversationRow.account_id == account_id,
            ConversationRow.knowledge != Knowledge.ANONYMOUS,
            ConversationRow.client.not_in((UNKNOWN, EXEMPT)),
        )
        by_stranger = and_(of_address, row.client.not_in(owners)) if account_id else of_address
        wrong = case_when((mailed, row.tries), else_=0)
        # Guesses where nobody got a code hit nothing; they must not use up what is for all.
        matched = row.case_id.in_(select(CaseRow.id).where(CaseRow.account_id.is_not(None)))
        counts = (
            _sum(1, row.case_id == case.id, lately, mailed),
            _sum(1, of_address, of_client, lately, mailed),
            _sum(1, by_stranger, mailed),
            _sum(1, by_stranger),
            _sum(1, of_client, lately, mailed),
            _sum(1, lately, mailed, matched),
            _sum(wrong, of_address, of_client),
            _sum(wrong, by_stranger),
            _sum(wrong, of_client, lately),
            _sum(wrong, lately, matched),
        )
        since = now - dt.timedelta(days=1)
        found = self._session.execute(select(*counts).where(row.created_at > since)).one()
        return Usage(*(int(count or 0) for count in found))

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


def _sum(value: Any, *conditions: Any) -> ColumnElement[Any]:
    return func.sum(case_when((and_(*conditions), value), else_=0))


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
