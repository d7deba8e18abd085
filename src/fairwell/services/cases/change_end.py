"""Another end for a cancellation on record: history, receipt and mail in one commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

import structlog

from fairwell.i18n.zones import today_in, zone_of
from fairwell.rules.cases.allowance import may_have_code
from fairwell.rules.cases.case import Account, Case, Kind, Knowledge, Manner, NotPossible, Status
from fairwell.rules.cases.end import EndWish
from fairwell.rules.cases.end_day import EndDay, end_day
from fairwell.rules.cases.ledger import END_CHANGED
from fairwell.services.cases.change_case import theirs
from fairwell.services.cases.links import links_of
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.cases.knowledge import Known

log = structlog.get_logger()


class RecordOutcome(StrEnum):
    """What a declaration did: a new record, nothing as it is on record, or another end."""

    RECORDED = "recorded"
    STANDING = "standing"
    END_CHANGED = "end_changed"


@dataclass(frozen=True)
class Recorded:
    """A recorded case, and the receipt token for the customer who declared it.

    ``former`` is the wished end that was replaced. ``end`` is what the wish comes to, as far as
    this conversation may know: for an anonymous one it never depends on an account.
    """

    case: Case
    receipt: str
    outcome: RecordOutcome = RecordOutcome.RECORDED
    former: EndWish | None = None
    end: EndDay = field(default_factory=lambda: EndDay(None, None))


def plan_end(wish: EndWish, account: Account | None, language: str, app: Context) -> EndDay:
    """Compute what a wish comes to if it is declared now, in the account's time zone."""
    return end_day(wish, account, today_of(account, language, app))


def today_of(account: Account | None, language: str, app: Context) -> dt.date:
    """Return the customer's day: in the account's time zone, without one in the language's."""
    return today_in(zone_of(account, language, app.policy.facts), app.clock())


def change_end(
    conversation_id: str, case_id: str, wish: EndWish, app: Context, turn_id: str | None = None
) -> Recorded:
    """Change the end of a cancellation of this conversation, or of the account it is known for.

    The new receipt states the new end; earlier ones stay as they are. ``turn_id`` makes a turn
    findable whose answer got lost.

    Raises:
        NotPossible: it is not theirs, no cancellation, or cannot be changed any more.
        StoreUnavailable: nothing was changed.
    """
    now = app.clock()
    with app.store.begin() as work:
        known = work.conversations.known(conversation_id)
        case = next((c for c in theirs(conversation_id, known, work) if c.id == case_id), None)
        if case is None or not can_change(case):
            raise NotPossible("the end of this case cannot be changed here")
        own_turn = turn_id if case.conversation_id == conversation_id else None
        return changed(case, wish, known, own_turn, work, app, now)


def can_change(case: Case) -> bool:
    """Check that a case has an end, and may still have another one."""
    return case.kind is Kind.CANCEL and case.status in (Status.DECLARED, Status.VERIFIED)


def changed(
    case: Case,
    wish: EndWish,
    known: Known,
    turn_id: str | None,
    work: UnitOfWork,
    app: Context,
    now: dt.datetime,
) -> Recorded:
    """Change the end within a transaction; the same end again changes nothing.

    The owner of the account who does so has also confirmed a case that nobody had.
    """
    account = work.accounts.by_id(case.account_id) if case.account_id else None
    proven = account if account and known.account and known.account.id == account.id else None
    if wish == case.ends:
        return standing(case, known, work, app, now)
    if proven:
        case = _confirmed(case, work, now)
    former, language = case.ends, case.language
    end = plan_end(wish, account, language, app)
    case = work.cases.set_details(
        replace(
            case,
            ends=wish,
            effective_on=None if case.manner is Manner.FOR_CAUSE else end.effective_on,
            knowledge=known.knowledge if proven else Knowledge.ANONYMOUS,
            turn_id=turn_id or case.turn_id,
        )
    )
    work.ledger.append(case, END_CHANGED, now)
    receipt = _mail(case, account, work, app, now)
    return Recorded(
        case, receipt, RecordOutcome.END_CHANGED, former, plan_end(wish, proven, language, app)
    )


def standing(
    case: Case, known: Known, work: UnitOfWork, app: Context, now: dt.datetime
) -> Recorded:
    """Return a case on record, with a new token for its receipt.

    It is anonymous if this conversation does not prove its account, whoever declared it.
    """
    proven = known.account if known.account and known.account.id == case.account_id else None
    if proven and can_change(case):
        case = _confirmed(case, work, now)
    case = replace(case, knowledge=known.knowledge if proven else Knowledge.ANONYMOUS)
    end = plan_end(case.ends, proven, case.language, app)
    return Recorded(
        case, work.links.make(case.id, "receipt", now), RecordOutcome.STANDING, None, end
    )


def _confirmed(case: Case, work: UnitOfWork, now: dt.datetime) -> Case:
    if case.status is not Status.DECLARED:
        return case
    case = work.cases.set_status(case.id, Status.VERIFIED)
    work.ledger.append(case, "verified", now)
    return case


def _mail(
    case: Case, account: Account | None, work: UnitOfWork, app: Context, now: dt.datetime
) -> str:
    """Send the confirmation of the new end, and return the token of its receipt.

    An unproven customer's changes send at most as many mails an hour as all of theirs, and do
    the same work for an unmatched case.
    """
    address = account.email if account else case.email
    client = work.conversations.client(case.conversation_id, case.account_id)
    used = work.verifications.usage(case, address, client, now)
    if case.knowledge is Knowledge.ANONYMOUS and not may_have_code(used, client):
        log.warning("mail_withheld", reference=case.reference)
        return work.links.make(case.id, "receipt", now)
    links = links_of(case, work, address, now, client)
    if account:
        work.outbox.put(app.postman.end_changed(case, account, links, now), now)
    return links.receipt
