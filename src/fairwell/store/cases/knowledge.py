"""What a conversation may be shown: how far it has proven whose account it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from fairwell.rules.cases.allowance import UNKNOWN, Client
from fairwell.rules.cases.case import Account, Knowledge
from fairwell.store.cases.accounts import AccountDirectory
from fairwell.store.chats.tables import CONVERSATIONS, FORGOTTEN, ConversationRow


@dataclass(frozen=True)
class Known:
    """How far a conversation is identified; an account only if it is not anonymous."""

    knowledge: Knowledge
    account: Account | None


# Runs in every turn: built once, and read as a row instead of an object.
_KNOWN = select(CONVERSATIONS.c.knowledge, CONVERSATIONS.c.account_id).where(
    CONVERSATIONS.c.id == bindparam("conversation_id")
)


class ConversationKnowledge:
    """Knowledge in the ``conversation`` table; an unknown conversation is anonymous."""

    def __init__(self, session: Session, accounts: AccountDirectory) -> None:
        self._session = session
        self._accounts = accounts

    def known(self, conversation_id: str) -> Known:
        """Return how far the conversation is identified, and its account."""
        row = self._session.execute(_KNOWN, {"conversation_id": conversation_id}).first()
        if row is None or row.account_id is None:
            return Known(Knowledge.ANONYMOUS, None)
        account = self._accounts.by_id(row.account_id)
        return Known(row.knowledge, account) if account else Known(Knowledge.ANONYMOUS, None)

    def client(self, conversation_id: str, account_id: str | None) -> Client:
        """Return the client of a conversation, and whether it has proven the account before."""
        mark = self._session.scalar(
            select(ConversationRow.client).where(ConversationRow.id == conversation_id)
        )
        return self.client_of(mark or UNKNOWN, account_id)

    def client_of(self, mark: str, account_id: str | None) -> Client:
        """Return a client by its mark, and whether it has proven the account before."""
        proven = select(ConversationRow.id).where(
            ConversationRow.client == mark,
            ConversationRow.account_id == account_id,
            ConversationRow.knowledge != Knowledge.ANONYMOUS,
        )
        found = self._session.scalar(proven.limit(1)) is not None
        return Client(mark, is_owner=found and mark != UNKNOWN)

    def learn(
        self, conversation_id: str, knowledge: Knowledge, account_id: str, now: dt.datetime
    ) -> None:
        """Allow the conversation to be shown this account from ``now`` on."""
        self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .values(knowledge=knowledge, account_id=account_id, proven_at=now)
        )

    def forget(self, conversation_id: str, account_id: str | None) -> None:
        """Make a conversation anonymous again, and all that a code has verified for an account.

        The engine forgets what it learned there before the next turn of each.
        """
        verified = and_(
            ConversationRow.account_id == account_id,
            ConversationRow.knowledge == Knowledge.VERIFIED,
        )
        self._session.execute(
            update(ConversationRow)
            .where(
                ConversationRow.account_id.is_not(None),
                or_(ConversationRow.id == conversation_id, verified),
            )
            .values(FORGOTTEN)
        )
