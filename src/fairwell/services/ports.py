"""What the use cases need from outside, as protocols; store and outbox implement them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from fairwell.rules.cases.case import Account, Case, Declaration, Knowledge, Status
from fairwell.rules.cases.verification import StoredCode
from fairwell.services.cases.late_mails import LateMails
from fairwell.services.handoff.ports import DeskRecords, Handoffs, Transcripts
from fairwell.services.handoff.search_ports import Search
from fairwell.services.staff.mention_ports import Mentions
from fairwell.services.staff.ports import Attempts, Audit, LoginLinks, Sessions, Users
from fairwell.services.staff.reply_ports import OwnReplies


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

    def by_id(self, account_id: str) -> Account | None:
        """One account."""
        ...

    def by_user_name(self, user_name: str) -> Account | None:
        """The account of a user name."""
        ...


class CaseRepository(Protocol):
    """The records of declarations."""

    def add(self, case: Case, same_wish_key: str) -> None:
        """Keep a new case; RecordedMeanwhile when somebody else was quicker."""
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

    def get(self, case_id: str) -> Case:
        """One case that exists."""
        ...

    def of_conversation(self, conversation_id: str) -> Sequence[Case]:
        """The cases a conversation recorded, newest first."""
        ...

    def of_account(self, account_id: str) -> Sequence[Case]:
        """The cases of an account, newest first."""
        ...

    def set_status(self, case_id: str, status: Status) -> Case:
        """Move a case; a revoked one frees its wish, so that it may be recorded anew."""
        ...

    def find(self, case_id: str) -> Case | None:
        """One case, if it exists."""
        ...

    def for_people(self) -> Sequence[Case]:
        """Disputed cases and open requests for a call, oldest first."""
        ...

    def set_details(self, case: Case) -> Case:
        """Correct details, account and end of a case; nothing else of it changes."""
        ...

    def of_reference(self, reference: str) -> Case | None:
        """The case of a reference number, if there is one."""
        ...


class Outbox(LateMails, Protocol):
    """Mails that leave with the commit of the transaction they were written in."""

    def put(self, mail: Mail, now: dt.datetime) -> None:
        """Write one mail row; a second one with the same dedupe key changes nothing."""
        ...


class Ledger(Protocol):
    """The hash-chained history of the cases."""

    def append(self, case: Case, event: str, at: dt.datetime) -> str:
        """Add what happened to a case; returns the hash of its content."""
        ...

    def declared_hash(self, case_id: str) -> str | None:
        """The hash of what was declared, as it stands on the receipt."""
        ...

    def happened_at(self, case_id: str, event: str) -> dt.datetime | None:
        """When something last happened to a case; ``None`` when it never did."""
        ...


@dataclass(frozen=True)
class IssuedCode:
    """A fresh code and link in plain, for one mail; the store keeps hashes only."""

    code: str
    link: str


class Verifications(Protocol):
    """Codes that verify declarations."""

    def issue(
        self, case_id: str, conversation_id: str, address: str | None, now: dt.datetime
    ) -> IssuedCode:
        """Make a code and link for a case."""
        ...

    def issued_since(self, address: str | None, since: dt.datetime) -> int:
        """How many were made for an address since a moment."""
        ...

    def newest_of(self, conversation_id: str) -> StoredCode | None:
        """The latest code of a conversation."""
        ...

    def by_link(self, token: str) -> StoredCode | None:
        """The code whose mail carried this link."""
        ...

    def count_try(self, code_id: str) -> None:
        """One more wrong try."""
        ...

    def use_once(self, code_id: str, now: dt.datetime) -> bool:
        """Use a code up; of several at once, one gets ``True``."""
        ...

    def use_up(self, case_id: str, account_id: str | None, now: dt.datetime) -> None:
        """End all open codes and links of a case, and of all cases of its account."""
        ...


class CaseLinks(Protocol):
    """Links that open one thing of one case."""

    def make(self, case_id: str, purpose: Literal["receipt", "dispute"], now: dt.datetime) -> str:
        """A new link's token."""
        ...

    def case_id(self, token: str, purpose: Literal["receipt", "dispute"]) -> str | None:
        """The case a token opens for that purpose."""
        ...


@dataclass(frozen=True)
class OfferMade:
    """An offer as it was shown."""

    kind: str
    account_id: str | None
    jurisdiction: str
    policy_version: str
    timing: str


@dataclass(frozen=True)
class OfferShown:
    """An offer as it stands on record; ``answer`` is open, accepted or declined."""

    kind: str
    timing: str
    shown_at: dt.datetime
    answer: str


class Offers(Protocol):
    """The offer ledger."""

    def made(self, conversation_id: str, kind: str) -> bool:
        """Whether the offer was made in this conversation."""
        ...

    def note(self, conversation_id: str, offer: OfferMade, now: dt.datetime) -> None:
        """Put an offer on record as it is shown."""
        ...

    def answer(self, conversation_id: str, kind: str, answer: str, now: dt.datetime) -> None:
        """Put what was answered on record."""
        ...

    def of_conversation(self, conversation_id: str) -> Sequence[OfferShown]:
        """What was offered, oldest first."""
        ...


@dataclass(frozen=True)
class Known:
    """How far a conversation is known; the account only where it is not anonymous."""

    knowledge: Knowledge
    account: Account | None


class Conversations(Protocol):
    """What conversations may be told."""

    def known(self, conversation_id: str) -> Known:
        """How far the conversation is known."""
        ...

    def learn(self, conversation_id: str, knowledge: Knowledge, account_id: str) -> None:
        """From now on the conversation may be told about this account."""
        ...

    def forget(self, conversation_id: str, account_id: str | None) -> None:
        """Make a conversation anonymous again, and all that a code has verified for an account.

        Before its next turn the engine forgets what it was told there.
        """
        ...


class UsedIdentities(Protocol):
    """Identity tokens that were used, for as long as they could be used again."""

    def use_once(self, token_id: str, usable_until: dt.datetime, now: dt.datetime) -> bool:
        """Whether this is the first use; of several at once, one gets ``True``."""
        ...


@dataclass(frozen=True)
class Unclear:
    """A message that was not understood well enough; ``ranking`` is (intent, confidence)."""

    conversation_id: str
    turn_id: str
    language: str
    model: str
    text: str
    ranking: tuple[tuple[str, float], ...]

    def with_text(self, text: str) -> Unclear:
        """The same with another text."""
        return replace(self, text=text)


@dataclass(frozen=True)
class Candidate:
    """An example for trainers: a masked message, and the meaning its writer pressed, if any."""

    text: str
    intent: str | None
    language: str
    model: str
    ranking: tuple[tuple[str, float], ...]
    asked_at: dt.datetime


class Utterances(Protocol):
    """Messages that were asked about."""

    def note(self, unclear: Unclear, now: dt.datetime) -> None:
        """Keep one, already masked; a turn that is repeated is kept once."""
        ...

    def choose(self, turn_id: str, intent: str, now: dt.datetime) -> bool:
        """Label the message of a turn, if it has none yet."""
        ...

    def all(self, *, labelled: bool) -> Sequence[Candidate]:
        """Those with a label, or those without, oldest first."""
        ...


class UnitOfWork(Protocol):
    """One transaction's repositories."""

    accounts: AccountDirectory
    cases: CaseRepository
    outbox: Outbox
    ledger: Ledger
    verifications: Verifications
    links: CaseLinks
    offers: Offers
    conversations: Conversations
    used_identities: UsedIdentities
    utterances: Utterances
    users: Users
    sessions: Sessions
    login_links: LoginLinks
    attempts: Attempts
    audit: Audit
    handoffs: Handoffs
    transcript: Transcripts
    desk: DeskRecords
    mentions: Mentions
    replies: OwnReplies
    search: Search


class Store(Protocol):
    """Opens transactions."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction: commits at the end of the block, rolls back on an error."""
        ...

    def look(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that only reads, and waits for nobody who writes."""
        ...


@dataclass(frozen=True)
class MailLinks:
    """Tokens a mail may carry; ``code`` and ``verify`` only while the case is not verified."""

    receipt: str
    dispute: str
    code: str | None = None
    verify: str | None = None


class Postman(Protocol):
    """Writes the mails of the product in the recipient's language."""

    def confirmation(
        self, case: Case, account: Account, links: MailLinks, again: dt.datetime | None = None
    ) -> Mail:
        """The confirmation of a recorded case, to the address on file; ``again`` = once more."""
        ...

    def answered_in_chat(self, notice: str, account: Account, language: str) -> Mail:
        """A colleague has answered somebody who is away; ``notice`` is the mail's key."""
        ...

    def revoked(self, case: Case, account: Account) -> Mail:
        """The confirmation that a case was taken back."""
        ...
