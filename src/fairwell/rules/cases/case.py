"""Cases: a declared wish (to cancel, to pause), its record and its states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from fairwell.rules.cases.allowance import UNKNOWN
from fairwell.rules.cases.end import SOONEST, EndWish


class Kind(StrEnum):
    """What the customer declared. Other meanings of "leaving" are separate kinds."""

    CANCEL = "cancel"
    PAUSE = "pause"
    WITHDRAW = "withdraw"
    ADDON = "addon"
    DELETE_DATA = "delete_data"
    ACCESS_REQUEST = "access_request"
    CALLBACK = "callback"


class Status(StrEnum):
    """State of a case. A declaration is valid from the moment it is made (BGB 130)."""

    DECLARED = "declared"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    DISPUTED = "disputed"
    REVOKED = "revoked"


class Manner(StrEnum):
    """Ordinary, or for good cause; only the latter needs a reason (BGB 312k(2) no. 1a)."""

    ORDINARY = "ordinary"
    FOR_CAUSE = "for_cause"


class Channel(StrEnum):
    """Where a declaration was made: in the chat, or on the plain form."""

    CHAT = "chat"
    FORM = "form"


class Knowledge(StrEnum):
    """How far the account of a conversation is proven."""

    ANONYMOUS = "anonymous"
    VERIFIED = "verified"
    SIGNED_IN = "signed_in"


_NEXT: dict[Status, frozenset[Status]] = {
    Status.DECLARED: frozenset(
        {Status.VERIFIED, Status.EFFECTIVE, Status.DISPUTED, Status.REVOKED}
    ),
    Status.VERIFIED: frozenset({Status.EFFECTIVE, Status.DISPUTED, Status.REVOKED}),
    Status.DISPUTED: frozenset({Status.VERIFIED, Status.REVOKED}),
    Status.EFFECTIVE: frozenset(),
    Status.REVOKED: frozenset(),
}


class NotPossible(ValueError):
    """A case cannot move from its state to the requested one."""


def next_status(current: Status, wanted: Status) -> Status:
    """Check a step and return the new state; the current state is always allowed.

    A declaration can be taken back until it is effective; effective and revoked are final.

    Raises:
        NotPossible: the step does not exist.
    """
    if wanted is current:
        return current
    if wanted not in _NEXT[current]:
        raise NotPossible(f"{current} -> {wanted}")
    return wanted


class Plan(StrEnum):
    """How the account is paid."""

    MONTHLY = "monthly"
    PREPAID = "prepaid"
    TRIAL = "trial"


@dataclass(frozen=True)
class Account:
    """An account in the operator's directory. Money in minor units (cents)."""

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
    add_ons: tuple[str, ...] = ()
    region: str | None = None
    monthly_fee_minor: int = 0


@dataclass(frozen=True)
class Declaration:
    """What a customer declared in one turn of a conversation.

    ``user_name`` and ``email`` are as typed, unproven; ``None`` = not stated. ``subject``
    says what exactly (which add-on, what the call is about), ``contact`` how to call back,
    ``person`` the name given on the form, ``ends`` the wished end, ``place`` where the customer
    claims to be (``DE``, ``US-MN``), ``client`` whose allowance counts, where no conversation
    of the chat knows it.
    """

    kind: Kind
    user_name: str | None
    email: str | None
    language: str
    reason: str | None
    conversation_id: str
    turn_id: str
    subject: str | None = None
    contact: str | None = None
    ends: EndWish = SOONEST
    channel: Channel = Channel.CHAT
    person: str | None = None
    manner: Manner = Manner.ORDINARY
    place: str | None = None
    client: str = UNKNOWN


@dataclass(frozen=True)
class Case:
    """The record of a declaration.

    ``requested_at`` is UTC; ``ends`` the wished end, ``effective_on`` the local date it comes to.
    """

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
    knowledge: Knowledge
    conversation_id: str
    turn_id: str
    follows_id: str | None
    subject: str | None = None
    contact: str | None = None
    ends: EndWish = SOONEST
    jurisdiction_reason: str = "anonymous"
    channel: Channel = Channel.CHAT
    person: str | None = None
    manner: Manner = Manner.ORDINARY
