"""Take a case back, or say that it was somebody else's doing."""

from __future__ import annotations

import datetime as dt

from fairwell.mail.postman import Postman
from fairwell.rules.cases.case import Case, NotPossible, Status, next_status
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.cases.knowledge import Known


def revoke(conversation_id: str, case_id: str, app: Context) -> Case:
    """Take back a case of this conversation, or of the account it is known for.

    Raises:
        NotPossible: it is not theirs to take back, or it is effective already.
        StoreUnavailable: nothing was changed.
    """
    now = app.clock()
    with app.store.begin() as work:
        known = work.conversations.known(conversation_id)
        cases = theirs(conversation_id, known, work)
        case = next((each for each in cases if each.id == case_id), None)
        if case is None:
            raise NotPossible("not of this conversation")
        return take_back(case, work, app.postman, now)


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
        work.outbox.put(postman.revoked(case, account), now)
    return case


def dispute(token: str, app: Context) -> Case | None:
    """The owner says, by the link in the mail, that it was somebody else; ``None`` = no such link.

    Whoever declared it is a stranger to the account from now on: its codes and verifying links
    end, and chats that a code has opened are told nothing of it any more. That is so also for a
    revoked or effective case, which cannot be disputed any more and is returned as it stands.
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
    """The cases a conversation, known so far, may be told about; newest first."""
    cases = list(work.cases.of_conversation(conversation_id))
    if known.account:
        seen = {case.id for case in cases}
        cases += [c for c in work.cases.of_account(known.account.id) if c.id not in seen]
    return sorted(cases, key=lambda case: case.id, reverse=True)
