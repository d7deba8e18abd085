"""Placeholder values: the facts of ``policy/``, formatted, by the names that texts use."""

from __future__ import annotations

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext
from fairwell.i18n.ends import (
    case_end_in_words,
    day_in_words,
    remarks_in_words,
    wish_in_words,
)
from fairwell.policy.facts import Facts, PauseTier
from fairwell.rules.cases.case import Account
from fairwell.rules.cases.verification import LIFETIME

__all__ = [
    "KIND_LABELS",
    "case_end_in_words",
    "day_in_words",
    "kind_in_words",
    "own_pause_fee",
    "phone_list",
    "remarks_in_words",
    "text_values",
    "wish_in_words",
]

# Marks the region labels for extraction; the label of a phone comes from its region.
REGION_LABELS = {
    "us_ca": "US and Canada",
    "uk": "United Kingdom",
    "elsewhere": "elsewhere",
}


KIND_LABELS = {
    "cancel": "cancellation of the account",
    "pause": "request for a pause",
    "withdraw": "withdrawal",
    "addon": "cancellation of an add-on",
    "delete_data": "request to delete data",
    "access_request": "request for access to data",
    "callback": "request for a call",
}


def kind_in_words(kind: str, language: str) -> str:
    """Name what was declared, as a noun phrase: ``Kündigung des Accounts``."""
    return gettext(language, KIND_LABELS[kind])


def phone_list(facts: Facts, language: str) -> list[dict[str, str]]:
    """List Billing Support's numbers with their regions: ``[{"label", "number"}]``."""
    return [
        {"label": gettext(language, REGION_LABELS[phone.region]), "number": phone.number}
        for phone in facts.phones
    ]


def text_values(facts: Facts, language: str) -> dict[str, str]:
    """Collect every value a chat response or a mail may name, formatted for one language."""
    tiers = facts.pause.tiers
    by_contacts = "; ".join(_tier(facts, index, language) for index in range(len(tiers)))
    return {
        "brand": facts.brand.value,
        "phones": ", ".join(
            f"{phone['label']} {phone['number']}" for phone in phone_list(facts, language)
        ),
        "confirmation_hours": formats.number(facts.confirmation_within_hours.value, language),
        "data_days": formats.number(facts.data_kept_days.value, language),
        "unpaid_days": formats.number(facts.ended_after_unpaid_days.value, language),
        "guarantee_days": formats.number(facts.guarantee_days.value, language),
        "code_minutes": formats.number(int(LIFETIME.total_seconds() // 60), language),
        "access_term": formats.months(facts.access_within_months.value, language),
        "withdrawal_days": formats.number(facts.withdrawal_days.value, language),
        "pause_from": _fee(facts, tiers[0], language),
        "pause_tiers": by_contacts,
        "pause_price": gettext(
            language, "a monthly fee by number of contacts: {tiers}", tiers=by_contacts
        ),
    }


def own_pause_fee(facts: Facts, account: Account | None, language: str) -> str:
    """Return what a pause of a known account costs a month, in its currency.

    Return "" for an unknown account, or where no price is known in the currency.
    """
    if account is None or account.currency not in facts.pause.currencies:
        return ""
    fee = facts.pause.fee_of(account.contacts)
    return formats.whole_money(fee, account.currency, language)


def _fee(facts: Facts, tier: PauseTier, language: str) -> str:
    return formats.either(
        (formats.whole_money(tier.fee, currency, language) for currency in facts.pause.currencies),
        language,
    )


def _tier(facts: Facts, index: int, language: str) -> str:
    tier = facts.pause.tiers[index]
    fee = _fee(facts, tier, language)
    if tier.contacts_up_to is not None:
        limit = formats.number(tier.contacts_up_to, language)
        return gettext(language, "up to {limit} contacts {fee}", limit=limit, fee=fee)
    if index == 0:
        return fee
    return gettext(language, "above that {fee}", fee=fee)
