"""Allowances of mailed codes and of tries, over all conversations (docs/security.md).

Counted for an address by each client, for an address by all strangers, for a client, and in all. A
client that has proven the account before has an allowance of its own, so that strangers cannot use
it up; whoever has none left still has the link in the mail.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum, auto

MAILS_AGAIN_PER_HOUR = 3  # for a case, and for an address by one client
CODES_PER_HOUR = 6  # for an address, by one client
CODES_OF_STRANGERS_PER_DAY = 20  # for an address
MAILS_OF_STRANGERS_PER_DAY = 30  # for an address, with and without a code
CODES_OF_CLIENT_PER_HOUR = 30  # for all addresses
CODES_PER_HOUR_IN_ALL = 1000

TRIES_PER_DAY = 10  # wrong ones, for an address by one client
TRIES_OF_STRANGERS_PER_DAY = 30  # for an address
TRIES_OF_CLIENT_PER_HOUR = 30  # for all addresses
TRIES_PER_HOUR_IN_ALL = 300

UNKNOWN = ""  # a client whose address is not known: another channel's
EXEMPT = "exempt"  # on this machine, with limits off: nothing is counted over several chats


class Allowance(Enum):
    """What may be mailed: all of it, the confirmation without code and link, or nothing."""

    FULL = auto()
    NO_CODE = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Client:
    """Who asks: a hash of the address, and whether it has proven the account."""

    mark: str = UNKNOWN
    is_owner: bool = False


@dataclass(frozen=True)
class Usage:
    """Codes mailed, and wrong tries, so far; ``day`` and ``hour`` are the last ones."""

    codes_of_case_hour: int = 0
    codes_of_pair_hour: int = 0
    codes_of_strangers_day: int = 0
    mails_of_strangers_day: int = 0
    codes_of_client_hour: int = 0
    codes_hour: int = 0
    tries_of_pair_day: int = 0
    tries_of_strangers_day: int = 0
    tries_of_client_hour: int = 0
    tries_hour: int = 0


def client_mark(address: str) -> str:
    """Derive the key that counts a client without storing its address."""
    return hashlib.sha256(f"client:{address}".encode()).hexdigest()


def allowed_with_declaration(used: Usage, client: Client) -> Allowance:
    """Return what may be mailed about a new declaration; the declaration counts whatever it is."""
    if may_have_code(used, client, CODES_PER_HOUR):
        return Allowance.FULL
    if client.is_owner or used.mails_of_strangers_day < MAILS_OF_STRANGERS_PER_DAY:
        return Allowance.NO_CODE
    return Allowance.NOTHING


def may_have_code(used: Usage, client: Client, per_hour: int = MAILS_AGAIN_PER_HOUR) -> bool:
    """Return whether a further code may be mailed.

    A case has so many mails an hour for everyone: no exemption sends one customer ten of them.
    """
    if used.codes_of_case_hour >= per_hour:
        return False
    if client.mark == EXEMPT:
        return True
    if used.codes_of_pair_hour >= per_hour:
        return False
    return client.is_owner or (
        used.codes_of_strangers_day < CODES_OF_STRANGERS_PER_DAY
        and (client.mark == UNKNOWN or used.codes_of_client_hour < CODES_OF_CLIENT_PER_HOUR)
        and used.codes_hour < CODES_PER_HOUR_IN_ALL
    )


def may_try(used: Usage, client: Client) -> bool:
    """Return whether a code that is typed may be looked at."""
    if client.mark == EXEMPT:
        return True
    if used.tries_of_pair_day >= TRIES_PER_DAY:
        return False
    return client.is_owner or (
        used.tries_of_strangers_day < TRIES_OF_STRANGERS_PER_DAY
        and (client.mark == UNKNOWN or used.tries_of_client_hour < TRIES_OF_CLIENT_PER_HOUR)
        and used.tries_hour < TRIES_PER_HOUR_IN_ALL
    )
