"""What a known customer hears of the own account when a question is about it."""

from __future__ import annotations

import datetime as dt

from actions.support.page import known_values
from fairwell import paths
from fairwell.i18n.values import text_values
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Account, Plan
from tests.support.tables import table
from tests.unit.samples import an_account

FACTS = load_facts(paths.POLICY)
MONTHLY = an_account(monthly_fee_minor=4500)
PREPAID = an_account(plan=Plan.PREPAID, balance_minor=8400)
TRIAL = an_account(plan=Plan.TRIAL, next_billing_on=None, trial_ends_on=dt.date(2026, 12, 5))


@table(
    "intent, account, language, says",
    [
        ("faq_billing_date", MONTHLY, "de", ("2. Dezember 2026", "45,00")),
        ("faq_billing_date", MONTHLY, "en", ("December 2, 2026", "$45.00")),
        ("faq_refund", PREPAID, "de", ("84,00",)),
        ("faq_prepay_renewal", PREPAID, "en", ("$84.00",)),
        ("faq_trial", TRIAL, "de", ("5. Dezember 2026",)),
        ("faq_trial", TRIAL, "en", ("December 5, 2026",)),
    ],
)
def test_a_question_about_it_is_answered_with_it(
    intent: str, account: Account, language: str, says: tuple[str, ...]
) -> None:
    own = known_values(intent, account, text_values(FACTS, language), language)

    assert [value for value in says if value not in own] == []


@table(
    "intent, account",
    [
        ("faq_refund", MONTHLY),
        ("faq_billing_date", PREPAID),
        ("faq_billing_date", TRIAL),
        ("faq_trial", MONTHLY),
        ("faq_pause", MONTHLY),
    ],
)
def test_nothing_is_said_of_what_the_account_does_not_have(intent: str, account: Account) -> None:
    assert known_values(intent, account, text_values(FACTS, "de"), "de") == ""
