"""The repository of cases, on SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwell.rules.cases.case import (
    Case,
    Kind,
    Status,
)
from fairwell.rules.cases.matching import Matching
from fairwell.store.base.tables import as_columns, from_row
from fairwell.store.cases.tables import AccountRow, CaseRow


class RecordedMeanwhile(RuntimeError):
    """Another transaction recorded the same wish at the same time: look again, it is there now."""


# Runs in every turn, so it is built once.
_OF_CONVERSATION = (
    select(CaseRow)
    .where(CaseRow.conversation_id == bindparam("conversation_id"))
    .order_by(CaseRow.id.desc())
)


class Cases:
    """The ``cancellation_case`` table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case: Case, same_wish_key: str) -> None:
        """Insert at once, so that a violated uniqueness is raised here and not at the commit.

        Raises:
            RecordedMeanwhile: on PostgreSQL two transactions can check before either has written.
        """
        self._session.add(CaseRow(**as_columns(case), same_wish_key=same_wish_key))
        try:
            self._session.flush()
        except IntegrityError as error:
            raise RecordedMeanwhile(type(error.orig).__name__) from error

    def of_turn(self, conversation_id: str, turn_id: str) -> Case | None:
        """Return the case that a turn recorded, if any."""
        return self._first(CaseRow.conversation_id == conversation_id, CaseRow.turn_id == turn_id)

    def of_wish(self, same_wish_key: str) -> Case | None:
        """Return the case that is in force for the same wish, if any."""
        return self._first(CaseRow.same_wish_key == same_wish_key)

    def first_of_account(self, account_id: str, kind: str) -> Case | None:
        """Return the oldest case of that kind for an account that is not revoked."""
        return self._first(
            CaseRow.account_id == account_id,
            CaseRow.kind == kind,
            CaseRow.status != Status.REVOKED,
        )

    def standing_of_account(self, account_id: str, kind: str) -> Case | None:
        """Return the newest case of that kind for an account that can still be changed."""
        return next(
            iter(
                self._all(
                    and_(
                        CaseRow.account_id == account_id,
                        CaseRow.kind == kind,
                        CaseRow.status.in_((Status.DECLARED, Status.VERIFIED)),
                    )
                )
            ),
            None,
        )

    def get(self, case_id: str) -> Case:
        """Return a case that must exist."""
        return case_of(self._session.get_one(CaseRow, case_id))

    def of_conversation(self, conversation_id: str) -> Sequence[Case]:
        """Return the cases that a conversation recorded, newest first."""
        rows = self._session.scalars(_OF_CONVERSATION, {"conversation_id": conversation_id})
        return [case_of(row) for row in rows]

    def of_account(self, account_id: str) -> Sequence[Case]:
        """Return the cases of an account, newest first."""
        return self._all(CaseRow.account_id == account_id)

    def set_status(self, case_id: str, status: Status) -> Case:
        """Set the status of a case; revoking it allows the same wish to be recorded again."""
        row = self._session.get_one(CaseRow, case_id)
        row.status = status
        if status is Status.REVOKED:
            row.same_wish_key = None
        self._session.flush()
        return case_of(row)

    def find(self, case_id: str) -> Case | None:
        """Return a case, if it exists."""
        row = self._session.get(CaseRow, case_id)
        return case_of(row) if row else None

    def for_people(self) -> Sequence[Case]:
        """Return the cases that need an agent: disputed ones and open callbacks, oldest first."""
        waiting = or_(
            CaseRow.status == Status.DISPUTED,
            and_(
                CaseRow.kind == Kind.CALLBACK,
                CaseRow.status.in_((Status.DECLARED, Status.VERIFIED)),
            ),
        )
        return self._all(waiting)[::-1]

    def matching(self, case_id: str) -> Matching | None:
        """Return how far agents came in finding the account of a case."""
        row = self._session.get(CaseRow, case_id)
        return row.matching if row else None

    def set_matching(self, case_id: str, matching: Matching | None) -> None:
        """Record how far agents came in finding the account of a case."""
        self._session.get_one(CaseRow, case_id).matching = matching
        self._session.flush()

    def restore(self, case: Case, same_wish_key: str | None) -> Case:
        """Set status and end of a case back, and its key if a revocation removed it."""
        row = self._session.get_one(CaseRow, case.id)
        row.status, row.effective_on = case.status, case.effective_on
        row.same_wish_key = row.same_wish_key or same_wish_key
        self._session.flush()
        return case_of(row)

    def set_details(self, case: Case) -> Case:
        """Correct contact details, account and end of a case, and who changed it in which turn."""
        row = self._session.get_one(CaseRow, case.id)
        row.user_name, row.email = case.user_name, case.email
        row.account_id = case.account_id
        row.ends, row.effective_on = case.ends, case.effective_on
        row.knowledge, row.turn_id = case.knowledge, case.turn_id
        self._session.flush()
        return case_of(row)

    def of_reference(self, reference: str) -> Case | None:
        """Return the case with this reference number, if there is one."""
        return self._first(CaseRow.reference == reference)

    def _all(self, condition: ColumnElement[bool]) -> Sequence[Case]:
        rows = self._session.scalars(select(CaseRow).where(condition).order_by(CaseRow.id.desc()))
        return [case_of(row) for row in rows]

    def _first(self, *conditions: ColumnElement[bool]) -> Case | None:
        row = self._session.scalars(
            select(CaseRow).where(*conditions).order_by(CaseRow.id).limit(1)
        ).first()
        return case_of(row) if row else None


def case_of(row: CaseRow) -> Case:
    """Convert a row to the domain's case."""
    return from_row(Case, row)


def list_cases(session: Session) -> list[tuple[Case, str | None]]:
    """Return all cases, oldest first, each with the user name of its matched account."""
    rows = session.execute(
        select(CaseRow, AccountRow.user_name)
        .outerjoin(AccountRow, AccountRow.id == CaseRow.account_id)
        .order_by(CaseRow.requested_at, CaseRow.id)
    )
    return [(case_of(row), user_name) for row, user_name in rows]
