"""Day on which a wished end takes effect, and what must be said about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from fairwell.rules.cases.case import Account, Declaration, Kind, Manner, Plan
from fairwell.rules.cases.end import Bound, End, EndWish


class Remark(StrEnum):
    """What a customer must be told about an end before it is recorded."""

    IN_THE_PAST = "in_the_past"
    BEFORE_POSSIBLE = "before_possible"
    LATER_THAN_PERIOD_END = "later_than_period_end"
    BALANCE_LOST = "balance_lost"
    TRIAL_ENDS_ITSELF = "trial_ends_itself"


@dataclass(frozen=True)
class EndDay:
    """The day an account ends by a wish.

    ``effective_on`` is ``None`` where nobody knows it yet: the account ends with its balance, or
    is unknown. ``next_possible`` is the earliest day on which the account can end, ``None`` for
    an unknown one.
    """

    effective_on: dt.date | None
    next_possible: dt.date | None
    remarks: frozenset[Remark] = frozenset()


def end_day(wish: EndWish, account: Account | None, today: dt.date) -> EndDay:
    """Compute when a wished end takes effect; ``today`` is the day in the account's time zone.

    A paid month runs to its billing date and is not charged again (policy: contact before the
    next billing date). A trial ends by itself. A prepaid account can end at once, its balance not
    being refundable. A wish for an earlier day is moved to the next possible one, a later one is
    kept. An unknown account has no day of its own: only a wished date that is not past.
    """
    remarks = set()
    if wish.day and wish.day < today:
        remarks.add(Remark.IN_THE_PAST)
    if account is None:
        day = wish.day if wish.day and wish.day >= today else None
        return EndDay(day, None, frozenset(remarks))
    soonest = _soonest(account, today)
    ends_itself = account.plan is Plan.TRIAL
    if ends_itself:
        remarks.add(Remark.TRIAL_ENDS_ITSELF)
    elif wish.day and wish.bound is Bound.AT and today <= wish.day < soonest:
        remarks.add(Remark.BEFORE_POSSIBLE)
    period_end = _period_end(account, today)
    if wish.day and period_end and wish.day > period_end:
        remarks.add(Remark.LATER_THAN_PERIOD_END)
    if ends_itself and period_end:
        day = period_end
    elif wish.day:
        day = max(soonest, wish.day)
    elif wish.kind is not End.SOONEST and _has_balance(account):
        day = None
    else:
        day = soonest
    if day and _has_balance(account):
        remarks.add(Remark.BALANCE_LOST)
    return EndDay(day, soonest, frozenset(remarks))


def effective_on(
    declaration: Declaration, account: Account | None, today: dt.date
) -> dt.date | None:
    """Compute the date that a declaration takes effect, as far as it is known.

    ``None`` for other kinds than a cancellation, and for good cause, where Billing sets it.
    Source: help article; default end "soonest" after BGB 312k(2) no. 1.
    """
    if declaration.kind is not Kind.CANCEL or declaration.manner is Manner.FOR_CAUSE:
        return None
    return end_day(declaration.ends, account, today).effective_on


def _soonest(account: Account, today: dt.date) -> dt.date:
    return _period_end(account, today) or today


def _period_end(account: Account, today: dt.date) -> dt.date | None:
    """Return the last day of what is paid, or of the trial; a prepaid account has no such day."""
    day = account.trial_ends_on if account.plan is Plan.TRIAL else account.next_billing_on
    if account.plan is Plan.PREPAID or day is None or day < today:
        return None
    return day


def _has_balance(account: Account) -> bool:
    """Check for a balance that may be lost; one that the directory does not know counts."""
    return account.plan is Plan.PREPAID and account.balance_minor != 0
