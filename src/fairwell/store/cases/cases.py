"""Cases and the embedded account directory, on SQLAlchemy."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Engine, and_, bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import (
    Account,
    Case,
    Declaration,
    Kind,
    Plan,
    Status,
)
from fairwell.services.errors import RecordedMeanwhile
from fairwell.services.handoff.ports import DeskRecords, Handoffs, Transcripts
from fairwell.services.handoff.search_ports import Search
from fairwell.services.ports import (
    AccountDirectory,
    CaseLinks,
    CaseRepository,
    Conversations,
    Ledger,
    Offers,
    Outbox,
    Store,
    UnitOfWork,
    UsedIdentities,
    Utterances,
    Verifications,
)
from fairwell.services.staff.mention_ports import Mentions
from fairwell.services.staff.ports import Attempts, Audit, LoginLinks, Sessions, Users
from fairwell.services.staff.reply_ports import OwnReplies
from fairwell.store.base.engine import transaction
from fairwell.store.base.tables import AccountRow, CaseRow
from fairwell.store.cases.case_rows import case_of
from fairwell.store.cases.identity import SqlUsedIdentities
from fairwell.store.cases.knowledge import SqlConversationKnowledge
from fairwell.store.cases.ledger import SqlLedger
from fairwell.store.cases.links import SqlCaseLinks
from fairwell.store.cases.offers import SqlOffers
from fairwell.store.cases.utterances import SqlUtterances
from fairwell.store.cases.verifications import SqlVerifications
from fairwell.store.chats.search import SqlSearch
from fairwell.store.chats.transcripts import SqlTranscripts
from fairwell.store.handoff.canned_replies import SqlOwnReplies
from fairwell.store.handoff.desk_records import SqlDeskRecords
from fairwell.store.handoff.handoffs import SqlHandoffs
from fairwell.store.handoff.mentions import SqlMentions
from fairwell.store.staff.audit import SqlAudit
from fairwell.store.staff.users import SqlAttempts, SqlLoginLinks, SqlSessions, SqlUsers


class SqlAccounts(AccountDirectory):
    """The embedded directory: the ``account`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def candidates(self, declaration: Declaration) -> Sequence[Account]:
        """Accounts whose user name or address was stated; one query, found or not."""
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
        """One account."""
        row = self._session.get(AccountRow, account_id)
        return _account(row) if row else None

    def by_user_name(self, user_name: str) -> Account | None:
        """The account of a user name."""
        row = self._session.scalars(
            select(AccountRow).where(AccountRow.user_name == user_name.casefold())
        ).first()
        return _account(row) if row else None


# Looked up in every turn, so made once.
_OF_CONVERSATION = (
    select(CaseRow)
    .where(CaseRow.conversation_id == bindparam("conversation_id"))
    .order_by(CaseRow.id.desc())
)


class SqlCases(CaseRepository):
    """The ``cancellation_case`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case: Case, same_wish_key: str) -> None:
        """Insert at once, so that a violated uniqueness shows here and not at the commit.

        Raises:
            RecordedMeanwhile: on PostgreSQL two transactions can look before either has written.
        """
        self._session.add(CaseRow(**dataclasses.asdict(case), same_wish_key=same_wish_key))
        try:
            self._session.flush()
        except IntegrityError as error:
            raise RecordedMeanwhile(type(error.orig).__name__) from error

    def of_turn(self, conversation_id: str, turn_id: str) -> Case | None:
        """The case that a turn recorded, if it did."""
        return self._first(CaseRow.conversation_id == conversation_id, CaseRow.turn_id == turn_id)

    def of_wish(self, same_wish_key: str) -> Case | None:
        """The standing case for the same wish, if any."""
        return self._first(CaseRow.same_wish_key == same_wish_key)

    def first_of_account(self, account_id: str, kind: str) -> Case | None:
        """The oldest standing case of that kind for an account."""
        return self._first(
            CaseRow.account_id == account_id,
            CaseRow.kind == kind,
            CaseRow.status != Status.REVOKED,
        )

    def get(self, case_id: str) -> Case:
        """One case that exists."""
        return case_of(self._session.get_one(CaseRow, case_id))

    def of_conversation(self, conversation_id: str) -> Sequence[Case]:
        """The cases a conversation recorded, newest first."""
        rows = self._session.scalars(_OF_CONVERSATION, {"conversation_id": conversation_id})
        return [case_of(row) for row in rows]

    def of_account(self, account_id: str) -> Sequence[Case]:
        """The cases of an account, newest first."""
        return self._all(CaseRow.account_id == account_id)

    def set_status(self, case_id: str, status: Status) -> Case:
        """Move a case; a revoked one frees its wish."""
        row = self._session.get_one(CaseRow, case_id)
        row.status = status
        if status is Status.REVOKED:
            row.same_wish_key = None
        self._session.flush()
        return case_of(row)

    def find(self, case_id: str) -> Case | None:
        """One case, if it exists."""
        row = self._session.get(CaseRow, case_id)
        return case_of(row) if row else None

    def for_people(self) -> Sequence[Case]:
        """Disputed cases and open requests for a call, oldest first."""
        waiting = or_(
            CaseRow.status == Status.DISPUTED,
            and_(
                CaseRow.kind == Kind.CALLBACK,
                CaseRow.status.in_((Status.DECLARED, Status.VERIFIED)),
            ),
        )
        return self._all(waiting)[::-1]

    def set_details(self, case: Case) -> Case:
        """Correct details, account and end of a case."""
        row = self._session.get_one(CaseRow, case.id)
        row.user_name, row.email = case.user_name, case.email
        row.account_id, row.effective_on = case.account_id, case.effective_on
        self._session.flush()
        return case_of(row)

    def of_reference(self, reference: str) -> Case | None:
        """The case of a reference number, if there is one."""
        return self._first(CaseRow.reference == reference)

    def _all(self, condition: ColumnElement[bool]) -> Sequence[Case]:
        rows = self._session.scalars(select(CaseRow).where(condition).order_by(CaseRow.id.desc()))
        return [case_of(row) for row in rows]

    def _first(self, *conditions: ColumnElement[bool]) -> Case | None:
        row = self._session.scalars(
            select(CaseRow).where(*conditions).order_by(CaseRow.id).limit(1)
        ).first()
        return case_of(row) if row else None


class SqlUnitOfWork(UnitOfWork):
    """Repositories on one session."""

    def __init__(self, session: Session, outbox: Outbox) -> None:
        self.accounts: AccountDirectory = SqlAccounts(session)
        self.cases: CaseRepository = SqlCases(session)
        self.outbox: Outbox = outbox
        self.ledger: Ledger = SqlLedger(session)
        self.verifications: Verifications = SqlVerifications(session)
        self.links: CaseLinks = SqlCaseLinks(session)
        self.offers: Offers = SqlOffers(session)
        self.conversations: Conversations = SqlConversationKnowledge(session, self.accounts)
        self.used_identities: UsedIdentities = SqlUsedIdentities(session)
        self.utterances: Utterances = SqlUtterances(session)
        self.users: Users = SqlUsers(session)
        self.sessions: Sessions = SqlSessions(session)
        self.login_links: LoginLinks = SqlLoginLinks(session)
        self.attempts: Attempts = SqlAttempts(session)
        self.audit: Audit = SqlAudit(session)
        self.handoffs: Handoffs = SqlHandoffs(session)
        self.transcript: Transcripts = SqlTranscripts(session)
        self.desk: DeskRecords = SqlDeskRecords(session)
        self.mentions: Mentions = SqlMentions(session)
        self.replies: OwnReplies = SqlOwnReplies(session)
        self.search: Search = SqlSearch(session)


class SqlStore(Store):
    """Transactions on one database; the outbox is handed in, since it writes with the cases."""

    def __init__(self, engine: Engine, outbox_on: type[Outbox]) -> None:
        self._engine = engine
        self._outbox_on = outbox_on

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """Commit at the end of the block, roll back on an error.

        Raises:
            StoreUnavailable: the database cannot be written; nothing was changed.
        """
        with transaction(self._engine) as session:
            yield SqlUnitOfWork(session, self._outbox_on(session))  # type: ignore[call-arg]

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        """Read only; on SQLite beside whoever writes.

        Raises:
            StoreUnavailable: the database cannot be read.
        """
        with transaction(self._engine, read_only=True) as session:
            yield SqlUnitOfWork(session, self._outbox_on(session))  # type: ignore[call-arg]


def _account(row: AccountRow) -> Account:
    values = {
        field.name: getattr(row, field.name)
        for field in dataclasses.fields(Account)
        if field.name not in {"plan", "add_ons"}
    }
    return Account(**values, plan=Plan(row.plan), add_ons=tuple(row.add_ons))
