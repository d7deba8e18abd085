"""Changes of a recorded case: the customer revokes it, or the account's owner disputes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairwell.mail.postman import Postman
from fairwell.rules.cases.case import Case, NotPossible, Status, next_status
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.cases.knowledge import Known


@dataclass(frozen=True)
class Revoked:
    """A revoked case; ``now`` is whether this call revoked it."""

    case: Case
    now: bool


def revoke(conversation_id: str, case_id: str, app: Context) -> Revoked:
    """Revoke a case of this conversation, or of the account it is known for.

    Raises:
        NotPossible: it is not theirs to revoke, or is effective already.
        StoreUnavailable: nothing was changed.
    """
    now = app.clock()
    with app.store.begin() as work:
        known = work.conversations.known(conversation_id)
        cases = theirs(conversation_id, known, work)
        case = next((each for each in cases if each.id == case_id), None)
        if case is None:
            raise NotPossible("not of this conversation")
        stood = case.status is not Status.REVOKED
        return Revoked(take_back(case, work, app.postman, now), now=stood)


def take_back(case: Case, work: UnitOfWork, postman: Postman, now: dt.datetime) -> Case:
    """Revoke a case within a transaction, with its ledger row and its mail.

    Raises:
        NotPossible: it is effective already.
    """
    if case.status is Status.REVOKED:
        return case
    case = work.cases.set_status(case.id, next_status(case.status, Status.REVOKED))
    work.ledger.append(case, "revoked", now)
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    if account:
        work.outbox.put(postman.revoked(case, account, now), now)
    return case


def dispute(token: str, app: Context) -> Case | None:
    """Dispute a case by the link in its mail; ``None`` if there is no such link.

    The account's owner states that somebody else declared it. From now on its author is a
    stranger to the account: its codes and verifying links end, and chats that a code has opened
    no longer show anything of it. The same holds for a revoked or effective case, which can no
    longer be disputed and is returned unchanged.
    """
    now = app.clock()
    with app.store.begin() as work:
        case_id = work.links.case_id(token, "dispute")
        if case_id is None:
            return None
        case = work.cases.get(case_id)
        # The codes first: a try at the same moment then finds its code gone, or has opened its
        # chat before the chats are closed.
        work.verifications.use_up(case.id, case.account_id, now)
        work.conversations.forget(case.conversation_id, case.account_id)
        try:
            wanted = next_status(case.status, Status.DISPUTED)
        except NotPossible:
            return case
        if wanted is case.status:
            return case
        case = work.cases.set_status(case.id, wanted)
        work.ledger.append(case, "disputed", now)
        return case


def theirs(conversation_id: str, known: Known, work: UnitOfWork) -> list[Case]:
    """Return the cases a conversation may see by what it has proven; newest first."""
    cases = list(work.cases.of_conversation(conversation_id))
    if known.account:
        seen = {case.id for case in cases}
        cases += [c for c in work.cases.of_account(known.account.id) if c.id not in seen]
    return sorted(cases, key=lambda case: case.id, reverse=True)
