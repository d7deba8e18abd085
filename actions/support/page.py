"""Texts of the page before the last click, with real values where the account is known."""

from __future__ import annotations

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.values import own_pause_fee
from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Account, Plan


def account_points(
    account: Account, values: dict[str, str], language: str, ends: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """List what cancelling means for this account, with its own dates and amounts.

    ``ends`` says what a wished end means; without one it is the soonest.
    """
    points = [*(ends or _money(account, values, language))]
    if account.state == "paused":
        points.append(_(language, "The pause and its fee end with the account."))
    if account.state == "locked":
        points.append(
            _(
                language,
                "The account is locked until it's paid, as there is no card on file; without "
                "payment it's ended after {unpaid_days} days.",
                unpaid_days=values["unpaid_days"],
            )
        )
    if account.add_ons:
        names = formats.listed(account.add_ons, language)
        points.append(_(language, "Your add-ons end with it: {add_ons}.", add_ons=names))
    return tuple(points)


def _money(account: Account, values: dict[str, str], language: str) -> list[str]:
    if account.plan is Plan.PREPAID:
        balance = formats.minor_money(account.balance_minor or 0, account.currency, language)
        return [
            _(
                language,
                "Prepayments aren't refundable: your balance of {balance} is lost if you cancel "
                "now. Billing Support looks at two exceptions: the {guarantee_days}-day guarantee "
                "on a first payment, by phone only, and a consumer's withdrawal within "
                "{withdrawal_days} days.",
                balance=balance,
                guarantee_days=values["guarantee_days"],
                withdrawal_days=values["withdrawal_days"],
            )
        ]
    if account.plan is Plan.TRIAL and account.trial_ends_on:
        day = formats.date(account.trial_ends_on, language)
        return [_(language, "Your account ends with the free trial, on {day}.", day=day)]
    if account.next_billing_on is None:
        return []
    day = formats.date(account.next_billing_on, language)
    fee = formats.minor_money(account.monthly_fee_minor, account.currency, language)
    return [
        _(
            language,
            "Your next billing date is {day}. If you cancel before it, the {fee} for the next "
            "month isn't charged, and the account ends on that day.",
            day=day,
            fee=fee,
        )
    ]


def soonest(language: str) -> str:
    """State the end of who has named none; follows the name of the account."""
    return _(language, ", as of the earliest possible date")


def good_cause(reason: str, language: str) -> str:
    """State that the contract ends for good cause, which cause, and who checks it."""
    return _(
        language,
        "You're cancelling for good cause: {reason}. Billing Support checks it and sets the date.",
        reason=reason.rstrip(". "),
    )


def known_values(intent: str, account: Account, values: dict[str, str], language: str) -> str:
    """Return the known account's dates or amounts that a question is about, else ""."""
    prepaid = account.plan is Plan.PREPAID
    if intent in {"ask_end", "faq_billing_date"} and account.plan is Plan.MONTHLY:
        return "\n".join(_money(account, values, language))
    if intent in {"faq_refund", "faq_prepay_renewal"} and prepaid:
        balance = formats.minor_money(account.balance_minor or 0, account.currency, language)
        return _(language, "Your balance is {balance}.", balance=balance)
    if intent in {"ask_end", "faq_trial"} and account.trial_ends_on:
        day = formats.date(account.trial_ends_on, language)
        return _(language, "Your free trial ends on {day}.", day=day)
    return ""


def pause_price(account: Account | None, facts: Facts, language: str) -> dict[str, str]:
    """Return the value ``pause_price`` of a known account, in place of the list of prices."""
    fee = own_pause_fee(facts, account, language)
    if account is None or not fee:
        return {}
    contacts = formats.number(account.contacts, language)
    own = _(language, "{fee} a month with your {contacts} contacts", fee=fee, contacts=contacts)
    return {"pause_price": own}


def pause_offer(values: dict[str, str], language: str, own_fee: str = "") -> str:
    """Describe the pause neutrally with its price (FACTS: described once, next to the button)."""
    if own_fee:
        return _(
            language,
            "Instead of cancelling you can pause: {fee} a month. Your data stays, you can't send, "
            "and an SMS number is lost at once.",
            fee=own_fee,
        )
    return _(
        language,
        "Instead of cancelling you can pause: from {pause_from} a month. Your data stays, you "
        "can't send, and an SMS number is lost at once.",
        pause_from=values["pause_from"],
    )


def as_list(points: tuple[str, ...]) -> str:
    """Format points as list lines, each beginning with a bullet and ending in a line break."""
    return "".join(f"• {point}\n" for point in points)
