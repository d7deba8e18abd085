"""Recording of a declaration: case, history, code and confirmation mail in one commit."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, replace

import structlog
from ulid import ULID

from fairwell.dialogue.outcome import OnRecord
from fairwell.i18n.zones import today_in, zone_of, zone_of_place
from fairwell.mail.postman import MailLinks
from fairwell.rules.cases.allowance import Allowance, Client, allowed_with_declaration
from fairwell.rules.cases.case import Account, Case, Declaration, Kind, Knowledge, Status
from fairwell.rules.cases.end import SOONEST
from fairwell.rules.cases.end_day import effective_on
from fairwell.rules.cases.ledger import DECLARED
from fairwell.rules.cases.matching import matches, the_match
from fairwell.rules.cases.reference import new_reference
from fairwell.services.cases.change_end import (
    Recorded,
    RecordOutcome,
    can_change,
    changed,
    plan_end,
    standing,
    today_of,
)
from fairwell.services.cases.links import links_of
from fairwell.services.cases.look_up import jurisdiction_of
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.cases.cases import Cases, RecordedMeanwhile
from fairwell.store.cases.knowledge import Known

log = structlog.get_logger()


@dataclass(frozen=True)
class Terms:
    """Terms stamped on a record: policy, jurisdiction and its reason, the zone of its times."""

    policy_version: str
    time_zone: str
    jurisdiction: str
    jurisdiction_reason: str


def record_declaration(declaration: Declaration, app: Context) -> Recorded:
    """Record a declaration with everything that belongs to it; all or nothing.

    Idempotent: the same turn, or the same wish confirmed again in the same conversation, returns
    the case first recorded. With another end it changes the end on record; a known customer's
    changes that of the cancellation which their account has, wherever it was declared.

    A mail is written only when the details match one account, and goes to the address on file,
    never to a typed one. Unmatched declarations are valid all the same (BGB 312k(4): the
    declaration counts, identity may not block it) and Billing matches them.

    Raises:
        StoreUnavailable: nothing was recorded.
    """
    try:
        return _record(declaration, app)
    except RecordedMeanwhile:
        return _record(declaration, app)


def _record(declaration: Declaration, app: Context) -> Recorded:
    now = app.clock()
    key = same_wish_key(declaration)
    with app.store.begin() as work:
        known = _known_for(declaration, work)
        recorded = work.cases.of_turn(declaration.conversation_id, declaration.turn_id)
        if recorded:
            return replace(
                standing(recorded, known, work, app, now), outcome=RecordOutcome.RECORDED
            )
        recorded = work.cases.of_wish(key) or _standing_cancellation(declaration, known, work)
        if recorded and can_change(recorded):
            own = recorded.conversation_id == declaration.conversation_id
            turn_id = declaration.turn_id if own else None
            return changed(recorded, declaration.ends, known, turn_id, work, app, now)
        if recorded:
            return standing(recorded, known, work, app, now)
        account = known.account or the_match(declaration, work.accounts.candidates(declaration))
        case = _case(declaration, known, account, _terms(declaration, known, app), work, app)
        work.cases.add(case, key)
        work.ledger.append(case, DECLARED, now)
        if case.kind is Kind.CANCEL:
            _replace_pause(declaration, work, now)
        if case.kind in (Kind.CANCEL, Kind.PAUSE):
            answer = "accepted" if case.kind is Kind.PAUSE else "declined"
            work.offers.answer(case.conversation_id, Kind.PAUSE, answer, now)
        client = _client(declaration, account, work)
        allowed, links = _links(case, account, client, work, now)
        if account and case.kind is not Kind.CALLBACK and allowed is not Allowance.NOTHING:
            work.outbox.put(app.postman.confirmation(case, account, links), now)
        end = plan_end(case.ends, known.account, case.language, app)
        return Recorded(case, links.receipt, end=end)


def _client(declaration: Declaration, account: Account | None, work: UnitOfWork) -> Client:
    account_id = account.id if account else None
    if declaration.client:
        return work.conversations.client_of(declaration.client, account_id)
    return work.conversations.client(declaration.conversation_id, account_id)


def _links(
    case: Case, account: Account | None, client: Client, work: UnitOfWork, now: dt.datetime
) -> tuple[Allowance, MailLinks]:
    """Return what may be mailed, and the links for it; what is over an allowance is logged."""
    address = account.email if account else case.email
    if case.knowledge is not Knowledge.ANONYMOUS:
        return Allowance.FULL, links_of(case, work, address, now, client)
    used = work.verifications.usage(case, address, client, now)
    allowed = allowed_with_declaration(used, client)
    if allowed is not Allowance.FULL:
        log.warning("code_withheld", reference=case.reference, mail=allowed.name.lower())
    withheld = allowed is not Allowance.FULL
    return allowed, links_of(case, work, address, now, client, withheld=withheld)


def recorded_in_turn(conversation_id: str, turn_id: str, app: Context) -> Recorded | None:
    """Return the case a turn recorded, if its commit went through; used when an answer got lost."""
    now = app.clock()
    with app.store.begin() as work:
        case = work.cases.of_turn(conversation_id, turn_id)
        return Recorded(case, work.links.make(case.id, "receipt", now)) if case else None


def on_record(case: Case) -> OnRecord:
    """Return a case as the chat's API tells of it; an end that was not wished for is not named."""
    ends = None if case.ends == SOONEST else case.ends.code
    return OnRecord(case.reference, case.kind.value, ends, case.user_name, case.email)


def _terms(declaration: Declaration, known: Known, app: Context) -> Terms:
    facts, jurisdictions = app.policy.facts, app.policy.jurisdictions
    chosen = jurisdiction_of(known, declaration.place, app)
    return Terms(
        policy_version=f"{facts.version}+{jurisdictions.version}",
        time_zone=_zone(declaration, known, app),
        jurisdiction=chosen.code,
        jurisdiction_reason=chosen.why,
    )


def _zone(declaration: Declaration, known: Known, app: Context) -> str:
    """Return the zone of the receipt's times.

    That of an account which was only matched would reveal that there is one.
    """
    language, facts = declaration.language, app.policy.facts
    if known.account is None and declaration.place:
        return zone_of_place(declaration.place, language, facts)
    return zone_of(known.account, language, facts)


def _case(
    declaration: Declaration,
    known: Known,
    account: Account | None,
    terms: Terms,
    work: UnitOfWork,
    app: Context,
) -> Case:
    now = app.clock()
    earlier = work.cases.first_of_account(account.id, declaration.kind) if account else None
    today = (
        today_of(account, declaration.language, app) if account else today_in(terms.time_zone, now)
    )
    proven = known.account is not None
    return Case(
        id=str(ULID.from_datetime(now)),
        reference=_free_reference(work.cases),
        kind=declaration.kind,
        status=Status.VERIFIED if proven else Status.DECLARED,
        account_id=account.id if account else None,
        user_name=declaration.user_name or (known.account.user_name if known.account else None),
        email=declaration.email or (known.account.email if known.account else None),
        language=declaration.language,
        reason=declaration.reason,
        requested_at=now,
        effective_on=effective_on(declaration, account, today),
        time_zone=terms.time_zone,
        policy_version=terms.policy_version,
        jurisdiction=terms.jurisdiction,
        jurisdiction_reason=terms.jurisdiction_reason,
        knowledge=known.knowledge,
        conversation_id=declaration.conversation_id,
        turn_id=declaration.turn_id,
        follows_id=earlier.id if earlier else None,
        subject=declaration.subject,
        contact=declaration.contact,
        ends=declaration.ends,
        channel=declaration.channel,
        person=declaration.person,
        manner=declaration.manner,
    )


def _known_for(declaration: Declaration, work: UnitOfWork) -> Known:
    """Return what is proven of this declaration.

    A customer known for one account may declare for another. Details other than those of the
    known account are typed and unproven, as anybody's.
    """
    known = work.conversations.known(declaration.conversation_id)
    stated = declaration.user_name or declaration.email
    if known.account and stated and not matches(declaration, known.account):
        return Known(Knowledge.ANONYMOUS, None)
    return known


def _standing_cancellation(declaration: Declaration, known: Known, work: UnitOfWork) -> Case | None:
    """Return the cancellation that a known customer's account has already.

    A stranger is not told of it, and gets a case of their own.
    """
    if known.account is None or declaration.kind is not Kind.CANCEL:
        return None
    return work.cases.standing_of_account(known.account.id, Kind.CANCEL)


def _replace_pause(declaration: Declaration, work: UnitOfWork, now: dt.datetime) -> None:
    """Revoke the pause that a cancellation replaces: of the two, the customer wants the last."""
    pause = work.cases.of_wish(same_wish_key(replace(declaration, kind=Kind.PAUSE)))
    if pause:
        work.ledger.append(work.cases.set_status(pause.id, Status.REVOKED), "revoked", now)


def same_wish_key(declaration: Declaration | Case) -> str:
    """Return the key that a conversation's same wish has, however often it is confirmed."""
    parts = (
        declaration.conversation_id,
        declaration.kind,
        declaration.user_name or "",
        declaration.email or "",
        declaration.subject or "",
        declaration.contact or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _free_reference(cases: Cases) -> str:
    while True:
        reference = new_reference(secrets.choice)
        if cases.of_reference(reference) is None:
            return reference
