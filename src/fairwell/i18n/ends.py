"""Ends of an account in words: what was wished, what it comes to, what must be said about it."""

from __future__ import annotations

import datetime as dt

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.cases.case import Account, Case, Manner, Plan
from fairwell.rules.cases.end import Bound, End, EndWish
from fairwell.rules.cases.end_day import EndDay, Remark

SET_BY_BILLING = "Billing Support sets the date"


def wish_in_words(wish: EndWish, account: Account | None, language: str) -> str:
    """Say a wish as a phrase: ``zum 31. März 2027``, ``am Ende des bezahlten Zeitraums``.

    With an account, its end is named as that account has it: a prepaid one has no period, a
    monthly one no balance. No date of the account is named.
    """
    if wish.day:
        date = formats.date(wish.day, language)
        if wish.bound is Bound.NOT_BEFORE:
            return _(language, "not before {date}", date=date)
        return _(language, "on {date}", date=date)
    if wish.kind is End.SOONEST:
        return _(language, "as soon as possible")
    if account and account.plan is Plan.TRIAL:
        return _(language, "at the end of the free trial")
    prepaid = account.plan is Plan.PREPAID if account else wish.kind is End.BALANCE_USED
    if prepaid:
        return _(language, "as soon as your balance is used up")
    return _(language, "at the end of the paid period")


def day_in_words(day: dt.date | None, language: str) -> str:
    """Say the day that a cancellation takes effect, or that Billing sets it."""
    return formats.date(day, language) if day else _(language, SET_BY_BILLING)


def case_end_in_words(case: Case, language: str, *, known: bool) -> str:
    """Say when a cancellation takes effect; the date only where the account is ``known``.

    Fits after "End:". A wish is repeated as a condition, so that it reveals no account.
    """
    if case.manner is Manner.FOR_CAUSE:
        return _(language, SET_BY_BILLING)
    if known and case.effective_on:
        return formats.date(case.effective_on, language)
    if case.ends.day:
        date = formats.date(case.ends.day, language)
        if case.ends.bound is Bound.NOT_BEFORE:
            return _(language, "the earliest possible date from {date} on", date=date)
        return _(
            language,
            "{date}; if that isn't possible, the earliest possible date after it",
            date=date,
        )
    if case.ends.kind is End.SOONEST:
        return _(language, "the earliest possible date")
    if case.ends.kind is End.PERIOD_END and not known:
        return _(language, "the end of the paid period; with a prepayment, when it's used up")
    return _(language, "when the balance is used up; Billing Support sets the date")


def remarks_in_words(
    wish: EndWish, end: EndDay, account: Account | None, language: str
) -> tuple[str, ...]:
    """Say what a customer must know about an end, one sentence each, the most urgent first."""
    day = formats.date(end.effective_on, language) if end.effective_on else ""
    possible = formats.date(end.next_possible, language) if end.next_possible else ""
    wished = formats.date(wish.day, language) if wish.day else ""
    said = []
    if Remark.IN_THE_PAST in end.remarks and possible:
        said.append(
            _(
                language,
                "{wished} is in the past. The next possible date is {possible}.",
                wished=wished,
                possible=possible,
            )
        )
    elif Remark.IN_THE_PAST in end.remarks:
        said.append(
            _(
                language,
                "{wished} is in the past. Your cancellation counts for the earliest possible date.",
                wished=wished,
            )
        )
    if Remark.BEFORE_POSSIBLE in end.remarks:
        said.append(
            _(
                language,
                "Your account can't end on {wished}. The next possible date is {possible}.",
                wished=wished,
                possible=possible,
            )
        )
    if Remark.TRIAL_ENDS_ITSELF in end.remarks:
        said.append(
            _(
                language,
                "Your free trial ends by itself on {day}. You don't need to do anything.",
                day=day,
            )
            if account and account.trial_ends_on == end.effective_on
            else _(language, "Your free trial ends by itself. You don't need to do anything.")
        )
    elif Remark.LATER_THAN_PERIOD_END in end.remarks:
        said.append(
            _(
                language,
                "Until {day} your account goes on, and the monthly fee is charged as before.",
                day=day,
            )
        )
    if Remark.BALANCE_LOST in end.remarks and account:
        said.append(_balance_lost(account, day, language))
    return tuple(said)


def _balance_lost(account: Account, day: str, language: str) -> str:
    if not account.balance_minor:
        return _(language, "Balance that is left on {day} is lost: we don't refund it.", day=day)
    balance = formats.minor_money(account.balance_minor, account.currency, language)
    return _(
        language,
        "Your balance is {balance}. What is left of it on {day} is lost: we don't refund it.",
        balance=balance,
        day=day,
    )
