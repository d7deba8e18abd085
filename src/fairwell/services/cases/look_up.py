"""What a conversation may be told about accounts and cases."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.rules.cases.case import Account, Case, Knowledge
from fairwell.services.cases.change_case import theirs
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.knowledge import Known


@dataclass(frozen=True)
class View:
    """Knowledge, the account where it is proven, and the cases, newest first."""

    knowledge: Knowledge
    account: Account | None
    cases: tuple[Case, ...]


def look_up(conversation_id: str, *, store: Store) -> View:
    """What may be told in this conversation.

    Raises:
        StoreUnavailable: nothing can be told now.
    """
    with store.look() as work:
        known = work.conversations.known(conversation_id)
        return View(known.knowledge, known.account, tuple(theirs(conversation_id, known, work)))


def whose(conversation_id: str, *, store: Store) -> Known:
    """How far the conversation is known, and the account it is about.

    Raises:
        StoreUnavailable: nothing can be told now.
    """
    with store.look() as work:
        return work.conversations.known(conversation_id)
