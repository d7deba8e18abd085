"""Unit of work: a transaction with the repositories that are used in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from fairwell.store.base.engine import transaction
from fairwell.store.casebook.listing import CaseList
from fairwell.store.casebook.records import CaseRecords
from fairwell.store.cases.accounts import AccountDirectory, EmbeddedDirectory
from fairwell.store.cases.cases import Cases
from fairwell.store.cases.feedback import FeedbackScores
from fairwell.store.cases.identity import UsedIdentities
from fairwell.store.cases.knowledge import ConversationKnowledge
from fairwell.store.cases.ledger import Ledger
from fairwell.store.cases.links import CaseLinks
from fairwell.store.cases.offers import Offers
from fairwell.store.cases.utterances import Utterances
from fairwell.store.cases.verifications import Verifications
from fairwell.store.chats.search import Search
from fairwell.store.chats.transcripts import Transcripts
from fairwell.store.handoff.canned_replies import OwnReplies
from fairwell.store.handoff.desk_records import DeskRecords
from fairwell.store.handoff.handoffs import Handoffs
from fairwell.store.handoff.mentions import Mentions
from fairwell.store.mails.outbox import Outbox
from fairwell.store.staff.audit import Audit
from fairwell.store.staff.users import Attempts, LoginLinks, Sessions, Users

R = TypeVar("R")


def _made(repository: Callable[[Session], R]) -> cached_property[R]:
    """Return a repository that is created when a transaction first uses it."""
    return cached_property(lambda work: repository(work._session))


class UnitOfWork:
    """One transaction's repositories."""

    cases = _made(Cases)
    case_list = _made(CaseList)
    case_records = _made(CaseRecords)
    outbox = _made(Outbox)
    ledger = _made(Ledger)
    verifications = _made(Verifications)
    links = _made(CaseLinks)
    offers = _made(Offers)
    used_identities = _made(UsedIdentities)
    utterances = _made(Utterances)
    users = _made(Users)
    sessions = _made(Sessions)
    login_links = _made(LoginLinks)
    attempts = _made(Attempts)
    audit = _made(Audit)
    handoffs = _made(Handoffs)
    transcript = _made(Transcripts)
    desk = _made(DeskRecords)
    mentions = _made(Mentions)
    replies = _made(OwnReplies)
    search = _made(Search)
    feedback = _made(FeedbackScores)

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def accounts(self) -> AccountDirectory:
        """The operator's accounts."""
        return EmbeddedDirectory(self._session)

    @cached_property
    def conversations(self) -> ConversationKnowledge:
        """What conversations may be shown."""
        return ConversationKnowledge(self._session, self.accounts)


class Store:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """Open a transaction: commit at the end of the block, roll back on an error.

        Raises:
            StoreUnavailable: the database cannot be written; nothing was changed.
        """
        with transaction(self._engine) as session:
            yield UnitOfWork(session)

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        """Open a read-only transaction; on SQLite it does not wait for writers.

        Raises:
            StoreUnavailable: the database cannot be read.
        """
        with transaction(self._engine, read_only=True) as session:
            yield UnitOfWork(session)
