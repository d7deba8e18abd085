"""Lookup of the accounts and cases that a conversation may see."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.rules.cases.case import Account, Case, Knowledge
from fairwell.rules.cases.jurisdiction import Chosen, choose
from fairwell.services.cases.change_case import theirs
from fairwell.services.context import Context
from fairwell.store.cases.knowledge import Known
from fairwell.store.mails.outbox import Sent


@dataclass(frozen=True)
class View:
    """A conversation's view: its knowledge, its account where proven, its cases, newest first."""

    knowledge: Knowledge
    account: Account | None
    cases: tuple[Case, ...]


def look_up(conversation_id: str, app: Context) -> View:
    """Return what may be shown in this conversation.

    Raises:
        StoreUnavailable: nothing can be shown now.
    """
    with app.store.look() as work:
        known = work.conversations.known(conversation_id)
        return View(known.knowledge, known.account, tuple(theirs(conversation_id, known, work)))


def whose(conversation_id: str, app: Context) -> Known:
    """Return how far the conversation is known, and the account it is about.

    Raises:
        StoreUnavailable: nothing can be shown now.
    """
    with app.store.look() as work:
        return work.conversations.known(conversation_id)


def jurisdiction_of(known: Known, said: str | None, app: Context) -> Chosen:
    """Return the jurisdiction of a conversation; ``said`` is the place the customer named."""
    account = known.account
    return choose(
        app.policy.jurisdictions,
        knowledge=known.knowledge,
        country=account.country if account else None,
        region=account.region if account else None,
        said=said,
    )


def confirmation_sent(case: Case, app: Context) -> Sent | None:
    """Return when the last mail of a case left, and to which masked address."""
    with app.store.look() as work:
        return work.outbox.last_sent(case.reference)
