"""What a conversation may be told: how far it has shown whose account it is about."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fairwell.cancellation.case import Knowledge
from fairwell.services.ports import AccountDirectory, Conversations, Known
from fairwell.store.tables import ConversationRow


class SqlConversationKnowledge(Conversations):
    """Knowledge in the ``conversation`` table; a conversation it does not have is anonymous."""

    def __init__(self, session: Session, accounts: AccountDirectory) -> None:
        self._session = session
        self._accounts = accounts

    def known(self, conversation_id: str) -> Known:
        """How far the conversation is known, and the account it is about."""
        row = self._session.get(ConversationRow, conversation_id)
        if row is None or row.account_id is None:
            return Known(Knowledge.ANONYMOUS, None)
        account = self._accounts.by_id(row.account_id)
        return (
            Known(Knowledge(row.knowledge), account)
            if account
            else Known(Knowledge.ANONYMOUS, None)
        )

    def learn(self, conversation_id: str, knowledge: Knowledge, account_id: str) -> None:
        """From now on the conversation may be told about this account."""
        row = self._session.get(ConversationRow, conversation_id)
        if row is not None:
            row.knowledge, row.account_id = knowledge, account_id
