"""Transactions, each with the repositories that are used in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from fairwell.store.base.engine import transaction
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


class UnitOfWork:
    """One transaction's repositories; each is made when it is first used."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def accounts(self) -> AccountDirectory:
        """The operator's accounts."""
        return EmbeddedDirectory(self._session)

    @cached_property
    def conversations(self) -> ConversationKnowledge:
        """What conversations may be told."""
        return ConversationKnowledge(self._session, self.accounts)

    @cached_property
    def cases(self) -> Cases:  # noqa: D102
        return Cases(self._session)

    @cached_property
    def outbox(self) -> Outbox:  # noqa: D102
        return Outbox(self._session)

    @cached_property
    def ledger(self) -> Ledger:  # noqa: D102
        return Ledger(self._session)

    @cached_property
    def verifications(self) -> Verifications:  # noqa: D102
        return Verifications(self._session)

    @cached_property
    def links(self) -> CaseLinks:  # noqa: D102
        return CaseLinks(self._session)

    @cached_property
    def offers(self) -> Offers:  # noqa: D102
        return Offers(self._session)

    @cached_property
    def used_identities(self) -> UsedIdentities:  # noqa: D102
        return UsedIdentities(self._session)

    @cached_property
    def utterances(self) -> Utterances:  # noqa: D102
        return Utterances(self._session)

    @cached_property
    def users(self) -> Users:  # noqa: D102
        return Users(self._session)

    @cached_property
    def sessions(self) -> Sessions:  # noqa: D102
        return Sessions(self._session)

    @cached_property
    def login_links(self) -> LoginLinks:  # noqa: D102
        return LoginLinks(self._session)

    @cached_property
    def attempts(self) -> Attempts:  # noqa: D102
        return Attempts(self._session)

    @cached_property
    def audit(self) -> Audit:  # noqa: D102
        return Audit(self._session)

    @cached_property
    def handoffs(self) -> Handoffs:  # noqa: D102
        return Handoffs(self._session)

    @cached_property
    def transcript(self) -> Transcripts:  # noqa: D102
        return Transcripts(self._session)

    @cached_property
    def desk(self) -> DeskRecords:  # noqa: D102
        return DeskRecords(self._session)

    @cached_property
    def mentions(self) -> Mentions:  # noqa: D102
        return Mentions(self._session)

    @cached_property
    def replies(self) -> OwnReplies:  # noqa: D102
        return OwnReplies(self._session)

    @cached_property
    def search(self) -> Search:  # noqa: D102
        return Search(self._session)

    @cached_property
    def feedback(self) -> FeedbackScores:  # noqa: D102
        return FeedbackScores(self._session)


class Store:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """Commit at the end of the block, roll back on an error.

        Raises:
            StoreUnavailable: the database cannot be written; nothing was changed.
        """
        with transaction(self._engine) as session:
            yield UnitOfWork(session)

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        """Read only; on SQLite beside whoever writes.

        Raises:
            StoreUnavailable: the database cannot be read.
        """
        with transaction(self._engine, read_only=True) as session:
            yield UnitOfWork(session)
