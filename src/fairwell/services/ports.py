"""What the use cases need from outside, as protocols; store and outbox implement them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from fairwell.cancellation.case import Account, Case, Declaration


@dataclass(frozen=True)
class Mail:
    """A finished mail, ready for the outbox. ``dedupe_key`` makes enqueueing idempotent."""

    kind: str
    dedupe_key: str
    reference: str | None
    recipient: str
    language: str
    subject: str
    body_text: str
    body_html: str


class AccountDirectory(Protocol):
    """The operator's accounts, asked by what a customer typed."""

    def candidates(self, declaration: Declaration) -> Sequence[Account]:
        """Accounts whose user name or address was stated."""
        ...


class CaseRepository(Protocol):
    """The records of declarations."""

    def add(self, case: Case, same_wish_key: str) -> None:
        """Keep a new case."""
        ...

    def of_turn(self, conversation_id: str, turn_id: str) -> Case | None:
        """The case that a turn recorded, if it did."""
        ...

    def of_wish(self, same_wish_key: str) -> Case | None:
        """The case that holds the same wish from the same conversation, if any."""
        ...

    def first_of_account(self, account_id: str, kind: str) -> Case | None:
        """The oldest standing case of that kind for an account."""
        ...

    def revoke(self, case_id: str) -> None:
        """Mark a case as revoked; the same wish may then be recorded anew."""
        ...

    def reference_taken(self, reference: str) -> bool:
        """Whether a reference number is in use."""
        ...


class Outbox(Protocol):
    """Mails that leave with the commit of the transaction they were written in."""

    def put(self, mail: Mail, now: dt.datetime) -> None:
        """Write one mail row; a second one with the same dedupe key changes nothing."""
        ...


class UnitOfWork(Protocol):
    """One transaction's repositories."""

    accounts: AccountDirectory
    cases: CaseRepository
    outbox: Outbox


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction: commits at the end of the block, rolls back on an error."""
        ...


class Postman(Protocol):
    """Writes the mails of the product in the recipient's language."""

    def confirmation(self, case: Case, account: Account) -> Mail:
        """The confirmation of a recorded case, to the address on file."""
        ...
