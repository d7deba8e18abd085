"""Verification of a declaration: the code typed in the chat, the link in the mail, a new mail.

Nothing here reveals whether an account exists: unmatched cases have codes that nobody received.
These count, fail and expire like all others.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import structlog

from fairwell.mail.postman import Postman
from fairwell.rules.cases.allowance import may_have_code, may_try
from fairwell.rules.cases.case import Case, Kind, Knowledge, Status, next_status
from fairwell.rules.cases.verification import CodeCheck, StoredCode, check
from fairwell.services.cases.links import links_of
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork

log = structlog.get_logger()


def try_code(conversation_id: str, code: str, app: Context) -> CodeCheck:
    """Check the code a customer typed; a correct one verifies the conversation.

    Raises:
        StoreUnavailable: nothing was counted or changed.
    """
    now = app.clock()
    with app.store.begin() as work:
        stored = work.verifications.newest_of(conversation_id)
        if stored is None:
            return CodeCheck.NOT_ASKED
        if work.cases.get(stored.case_id).status is Status.DISPUTED:
            return CodeCheck.DISPUTED
        case = work.cases.get(stored.case_id)
        client = work.conversations.client(conversation_id, case.account_id)
        used = work.verifications.usage(case, _address(case, work), client, now)
        if not may_try(used, client):
            # The link in the mail cannot be guessed, and works all the same.
            log.warning("tries_used_up", reference=case.reference)
            return CodeCheck.SPENT
        outcome = check(stored, code, now)
        if outcome is CodeCheck.WRONG:
            work.verifications.count_try(stored.id)
        if outcome is CodeCheck.RIGHT:
            if not work.verifications.use_once(stored.id, now):
                return CodeCheck.SPENT
            case = _verified(stored, work, now)
            if case.account_id:
                work.conversations.learn(conversation_id, Knowledge.VERIFIED, case.account_id, now)
        return outcome


def follow_link(token: str, app: Context) -> Case | None:
    """Verify a case by the link in its mail; ``None`` for an unknown, used or expired link.

    Only the case is verified: the browser that opened the mail need not be the one that chats.
    """
    now = app.clock()
    with app.store.begin() as work:
        stored = work.verifications.by_link(token)
        if stored is None or now >= stored.expires_at:
            return None
        if not work.verifications.use_once(stored.id, now):
            return None
        return _verified(stored, work, now)


def mail_again(conversation_id: str, app: Context) -> Case | None:
    """Send the confirmation again with a fresh code, while the allowance lasts.

    Return the conversation's latest case, ``None`` when it has none. The answer is the same on
    purpose whether or not a mail really left (known account, below the limit). No mail leaves
    for a disputed case.
    """
    now = app.clock()
    with app.store.begin() as work:
        case = next(
            (c for c in work.cases.of_conversation(conversation_id) if c.kind is not Kind.CALLBACK),
            None,
        )
        if case is None:
            return None
        send_again(case, work, app.postman, now)
        return case


def send_again(
    case: Case, work: UnitOfWork, postman: Postman, now: dt.datetime, *, by_agent: bool = False
) -> bool:
    """Send the confirmation again within a transaction; return whether a mail really leaves."""
    if case.status is Status.DISPUTED:
        return False  # a new code would reopen what its owner has closed
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    address = account.email if account else case.email
    client = work.conversations.client(case.conversation_id, case.account_id)
    if by_agent:
        client = replace(client, is_owner=True)
    used = work.verifications.usage(case, address, client, now)
    if not may_have_code(used, client):
        log.warning("mail_withheld", reference=case.reference)
        return False
    links = links_of(case, work, address, now, client)
    if account is None or case.status is Status.REVOKED:
        return False
    work.outbox.put(postman.confirmation(case, account, links, again=now), now)
    return True


def _address(case: Case, work: UnitOfWork) -> str | None:
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    return account.email if account else case.email


def _verified(stored: StoredCode, work: UnitOfWork, now: dt.datetime) -> Case:
    case = work.cases.get(stored.case_id)
    if case.status is not Status.DECLARED:
        return case
    case = work.cases.set_status(case.id, next_status(case.status, Status.VERIFIED))
    work.ledger.append(case, "verified", now)
    return case
