"""A case: one declared wish (to cancel, to pause), what is on record of it, and its states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the customer declared. Other meanings of "leaving" are never mixed into these."""

    CANCEL = "cancel"
    PAUSE = "pause"


class Status(StrEnum):
    """Where a case stands. A declaration counts from the moment it is made (BGB 130)."""

    DECLARED = "declared"
    REVOKED = "revoked"


class Plan(StrEnum):
    """How the account is paid."""

    MONTHLY = "monthly"
    PREPAID = "prepaid"
    TRIAL = "trial"


@dataclass(frozen=True)
class Account:
    """What the operator's directory knows of an account. Money in minor units (cents)."""

    id: str
    user_name: str
    email: str
    plan: Plan
    state: str
    country: str
    language: str
    currency: str
    contacts: int
    next_billing_on: dt.date | None
    trial_ends_on: dt.date | None
    balance_minor: int | None


@dataclass(frozen=True)
class Declaration:
    """What a customer declared in one turn of a conversation.

    ``user_name`` and ``email`` are as typed, proven by nothing; ``None`` = not stated.
    """

    kind: Kind
    user_name: str | None
    email: str | None
    language: str
    reason: str | None
    conversation_id: str
    turn_id: str


@dataclass(frozen=True)
class Case:
    """The record of a declaration. ``requested_at`` is UTC; ``effective_on`` a local date."""

    id: str
    reference: str
    kind: Kind
    status: Status
    account_id: str | None
    user_name: str | None
    email: str | None
    language: str
    reason: str | None
    requested_at: dt.datetime
    effective_on: dt.date | None
    time_zone: str
    policy_version: str
    jurisdiction: str
    knowledge: str
    conversation_id: str
    turn_id: str
    follows_id: str | None


def effective_on(kind: Kind, account: Account | None, today: dt.date) -> dt.date | None:
    """The soonest date a cancellation can take effect, as far as the account tells.

    A paid month runs to its billing date and is not charged again (policy: contact before the
    next billing date); a trial ends by itself; a prepaid account ends now, its balance not being
    refundable. ``None`` for a pause and where no account is matched: Billing sets the date.
    Source: help article; default end "soonest" after BGB 312k(2) no. 1.
    """
    if kind is not Kind.CANCEL or account is None:
        return None
    if account.plan is Plan.TRIAL:
        return account.trial_ends_on or today
    if account.plan is Plan.PREPAID:
        return today
    if account.next_billing_on is None or account.next_billing_on < today:
        return today
    return account.next_billing_on
