"""Accounts, cases and the mails written for them."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from fairwell import paths
from fairwell.mail.postman import MailLinks, Postman
from fairwell.policy.facts import Facts, load_facts
from fairwell.rules.cases.case import Account, Case, Kind, Knowledge, Plan, Status
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, EndWish

FACTS = load_facts(paths.POLICY)

ACCOUNT = Account(
    id="01ACCOUNT",
    user_name="weinhof-lang",
    email="buero@weinhof-lang.example",
    plan=Plan.MONTHLY,
    state="active",
    country="DE",
    region=None,
    language="de",
    currency="USD",
    contacts=1800,
    monthly_fee_minor=4500,
    next_billing_on=dt.date(2026, 12, 2),
    trial_ends_on=None,
    balance_minor=None,
)
PREPAID = replace(ACCOUNT, plan=Plan.PREPAID, balance_minor=8400)
TRIAL = replace(ACCOUNT, plan=Plan.TRIAL, next_billing_on=None, trial_ends_on=dt.date(2026, 12, 5))
CASE = Case(
    id="01CASE",
    reference="K7M-4Q2X",
    kind=Kind.CANCEL,
    status=Status.DECLARED,
    account_id=ACCOUNT.id,
    user_name="typed-name",
    email="typed@elsewhere.example",
    language="de",
    reason="typed reason",
    requested_at=dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC),
    effective_on=dt.date(2026, 12, 2),
    time_zone="Europe/Berlin",
    policy_version="2026-11-23",
    jurisdiction="default",
    jurisdiction_reason="anonymous",
    knowledge=Knowledge.ANONYMOUS,
    conversation_id="01CONVERSATION",
    turn_id="01TURN",
    follows_id=None,
    subject=None,
    contact=None,
)
ENGLISH = replace(CASE, language="en", time_zone="America/New_York")


def pause(case: Case) -> Case:
    return replace(case, kind=Kind.PAUSE, effective_on=None)


def bodies(case: Case, account: Account, facts: Facts = FACTS) -> tuple[str, str]:
    mail = Postman(facts).confirmation(case, account)
    return mail.body_text, mail.body_html


def every_mail() -> list[tuple[str, str, str]]:
    """Subject, text and HTML of all combinations of kind, language and plan."""
    postman = Postman(FACTS)
    accounts = (
        ACCOUNT,
        PREPAID,
        replace(PREPAID, balance_minor=None),
        TRIAL,
        replace(TRIAL, trial_ends_on=None),
        replace(ACCOUNT, next_billing_on=None),
        replace(ACCOUNT, currency="EUR"),
    )
    later = dt.date(2027, 3, 31)
    ends = (
        (BALANCE_USED, None),
        (PERIOD_END, dt.date(2026, 12, 2)),
        (EndWish.on(later), later),
        (EndWish.not_before(later), later),
    )
    cases = (
        *(CASE, pause(CASE), ENGLISH, pause(ENGLISH), replace(CASE, effective_on=None)),
        *(
            replace(case, ends=wish, effective_on=day)
            for case, (wish, day) in itertools.product((CASE, ENGLISH), ends)
        ),
    )
    mails = [
        postman.confirmation(case, account) for case, account in itertools.product(cases, accounts)
    ]
    no_links = MailLinks(receipt="", dispute="")
    mails += [
        postman.end_changed(case, ACCOUNT, no_links, CASE.requested_at) for case in (CASE, ENGLISH)
    ]
    return [(mail.subject, mail.body_text, mail.body_html) for mail in mails]
