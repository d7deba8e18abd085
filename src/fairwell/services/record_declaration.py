"""Record what a customer declared: case and confirmation mail in one commit."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from ulid import ULID

from fairwell.cancellation.case import Case, Declaration, Kind, Knowledge, Status, effective_on
from fairwell.cancellation.matching import the_match
from fairwell.cancellation.reference import new_reference
from fairwell.services.ports import CaseRepository, Postman, Store


@dataclass(frozen=True)
class Terms:
    """What a record is stamped with: the policy in force and the zone its times are told in."""

    policy_version: str
    time_zone: str
    jurisdiction: str = "default"
    jurisdiction_reason: str = "anonymous"
    knowledge: Knowledge = Knowledge.ANONYMOUS


def record_declaration(
    declaration: Declaration, *, store: Store, postman: Postman, terms: Terms, now: dt.datetime
) -> Case:
    """Take the declaration down and enqueue its confirmation; both or nothing.

    Idempotent: the same turn, or the same wish confirmed again in the same conversation, gives
    the case first recorded. A mail is written only when the details match one account, and goes
    to the address on file, never to a typed one. Unmatched declarations stand all the same
    (BGB 312k(4): the declaration counts, identity may not block it) and Billing matches them.

    Raises:
        StoreUnavailable: nothing was recorded.
    """
    wish = _same_wish_key(declaration)
    with store.begin() as work:
        recorded = work.cases.of_turn(
            declaration.conversation_id, declaration.turn_id
        ) or work.cases.of_wish(wish)
        if recorded:
            return recorded
        account = the_match(declaration, work.accounts.candidates(declaration))
        earlier = work.cases.first_of_account(account.id, declaration.kind) if account else None
        today = now.astimezone(ZoneInfo(terms.time_zone)).date()
        case = Case(
            id=str(ULID.from_datetime(now)),
            reference=_free_reference(work.cases),
            kind=declaration.kind,
            status=Status.DECLARED,
            account_id=account.id if account else None,
            user_name=declaration.user_name,
            email=declaration.email,
            language=declaration.language,
            reason=declaration.reason,
            requested_at=now,
            effective_on=effective_on(declaration.kind, account, today, declaration.ends),
            time_zone=terms.time_zone,
            policy_version=terms.policy_version,
            jurisdiction=terms.jurisdiction,
            jurisdiction_reason=terms.jurisdiction_reason,
            knowledge=terms.knowledge,
            conversation_id=declaration.conversation_id,
            turn_id=declaration.turn_id,
            follows_id=earlier.id if earlier else None,
            subject=declaration.subject,
            contact=declaration.contact,
            ends=declaration.ends,
            channel=declaration.channel,
            person=declaration.person,
            manner=declaration.manner,
            wished_end_on=declaration.wished_end_on,
        )
        work.cases.add(case, wish)
        if declaration.kind is Kind.CANCEL:
            # Who asked for a pause and then cancels after all wants one of the two, the last.
            pause = work.cases.of_wish(_same_wish_key(replace(declaration, kind=Kind.PAUSE)))
            if pause:
                work.cases.revoke(pause.id)
        if account:
            work.outbox.put(postman.confirmation(case, account), now)
        return case


def recorded_in_turn(conversation_id: str, turn_id: str, *, store: Store) -> Case | None:
    """The case a turn recorded, if its commit went through; asked when an answer got lost."""
    with store.begin() as work:
        return work.cases.of_turn(conversation_id, turn_id)


def _same_wish_key(declaration: Declaration) -> str:
    parts = (
        declaration.conversation_id,
        declaration.kind,
        declaration.user_name or "",
        declaration.email or "",
        declaration.subject or "",
        declaration.contact or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _free_reference(cases: CaseRepository) -> str:
    while True:
        reference = new_reference(secrets.choice)
        if not cases.reference_taken(reference):
            return reference
