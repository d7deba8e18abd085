"""What the confirmation mails say, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from fairwell.mail.postman import Postman
from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Account, Case
from fairwell.rules.cases.end import BALANCE_USED
from tests.support.mails import ACCOUNT, CASE, ENGLISH, FACTS, PREPAID, TRIAL, bodies, pause
from tests.support.tables import table


def test_cancel_mail_is_addressed_to_the_account_on_file_and_enqueued_once_a_case() -> None:
    mail = Postman(FACTS).confirmation(CASE, ACCOUNT)

    assert mail.recipient == "buero@weinhof-lang.example"
    assert mail.dedupe_key == "confirmation:01CASE"
    assert mail.reference == "K7M-4Q2X"
    assert mail.language == "de"
    assert mail.subject == "Ihre Kündigung ist eingegangen: Nr. K7M-4Q2X"


def test_cancel_mail_in_german_confirms_content_moment_zone_end_and_effects() -> None:
    for body in bodies(CASE, ACCOUNT):
        assert "K7M-4Q2X" in body
        assert "23. November 2026, 10:42 Uhr (MEZ)" in body
        assert "Kündigung des ganzen Accounts bei Constant Contact" in body
        assert "weinhof-lang" in body
        assert "buero@weinhof-lang.example" in body
        assert re.search(r"Wirksam zum\W.*2\. Dezember 2026", body)
        assert "Der nächste Monat wird nicht mehr berechnet" in body
        assert "120 Tage" in body
        assert "Liste der abgemeldeten Kontakte" in body
        assert "Waren Sie das nicht" in body
        for phone in FACTS.phones:
            assert phone.number in body


def test_cancel_mail_in_english_confirms_content_moment_zone_end_and_effects() -> None:
    mail = Postman(FACTS).confirmation(ENGLISH, ACCOUNT)

    assert mail.subject == "Your cancellation has been received: no. K7M-4Q2X"
    for body in (mail.body_text, mail.body_html):
        assert "November 23, 2026, 10:42 AM (CET)" in body
        assert "Cancellation of the whole account with Constant Contact" in body
        assert re.search(r"Takes effect\W.*December 2, 2026", body)
        assert "120 days" in body
        assert "unsubscribed contacts" in body


def test_only_who_cancelled_before_the_billing_date_is_told_that_no_charge_follows() -> None:
    on_the_day = replace(ACCOUNT, next_billing_on=dt.date(2026, 11, 23))

    for account in (on_the_day, replace(ACCOUNT, next_billing_on=None)):
        text, _ = bodies(replace(CASE, effective_on=account.next_billing_on), account)
        assert "nicht mehr berechnet" not in text
        assert "Ob noch eine Zahlung fällig wird, sagt Ihnen der Abrechnungs-Support" in text


def test_the_day_of_the_request_is_the_customers_day_and_not_utc() -> None:
    late = replace(CASE, requested_at=dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC))

    text, _ = bodies(late, ACCOUNT)

    assert "2. Dezember 2026, 00:30 Uhr" in text
    assert "nicht mehr berechnet" not in text


def test_prepaid_mail_names_the_balance_and_both_exceptions() -> None:
    for body in bodies(CASE, PREPAID):
        assert "Vorauszahlungen erstatten wir nicht" in body
        assert "84,00 $" in body
        assert "30-Tage-Garantie" in body
        assert "innerhalb von 14 Tagen" in body
        assert "prüft der Abrechnungs-Support" in body


@table("account", [ACCOUNT, TRIAL])
@table("case", [CASE, ENGLISH])
def test_refunds_are_a_matter_of_prepaid_accounts_only(case: Case, account: Account) -> None:
    text, _ = bodies(case, account)

    assert "Vorauszahlung" not in text
    assert "Garantie" not in text
    assert "refund" not in text


@table(
    "case, declared, effective",
    [
        (
            CASE,
            "sobald das Guthaben aufgebraucht ist",
            "Das Datum legt der Abrechnungs-Support fest",
        ),
        (ENGLISH, "as soon as the balance is used up", "Billing Support sets the date"),
    ],
)
def test_who_wants_to_use_up_the_balance_is_confirmed_just_that(
    case: Case, declared: str, effective: str
) -> None:
    used_up = replace(case, ends=BALANCE_USED, effective_on=None)

    for body in bodies(used_up, PREPAID):
        assert declared in body
        assert effective in body
        assert "nächstmöglichen" not in body
        assert "earliest" not in body


def test_trial_mail_says_that_the_trial_ends_by_itself() -> None:
    text, _ = bodies(CASE, TRIAL)

    assert "endet am 5. Dezember 2026 von selbst" in text


def test_pause_mail_says_requested_and_leaves_the_pause_to_billing() -> None:
    mail = Postman(FACTS).confirmation(pause(CASE), ACCOUNT)

    assert mail.subject == "Ihre Anfrage für eine Pause ist eingegangen: Nr. K7M-4Q2X"
    for body in (mail.body_text, mail.body_html):
        assert "noch nicht pausiert" in body
        assert "Der Abrechnungs-Support richtet die Pause ein und bestätigt sie" in body
        assert "Sie können nicht senden" in body
        assert "SMS-Nummer geht sofort verloren" in body
        assert "Ihre Daten bleiben" in body
        assert "zweite Pause im selben Abrechnungszeitraum" in body
        assert "Kündigung" not in body


@table(
    "contacts, currency, fee",
    [
        (2500, "USD", "$5 a month"),
        (2501, "USD", "$10 a month"),
        (10000, "GBP", "£10 a month"),
        (10001, "GBP", "£20 a month"),
    ],
)
def test_pause_mail_names_the_fee_for_this_accounts_contacts_in_its_currency(
    contacts: int, currency: str, fee: str
) -> None:
    text, _ = bodies(pause(ENGLISH), replace(ACCOUNT, contacts=contacts, currency=currency))

    assert fee in text
    assert f"{contacts:,}" in text


def test_pause_mail_lists_all_fees_where_policy_has_none_in_the_accounts_currency() -> None:
    text, _ = bodies(pause(ENGLISH), replace(ACCOUNT, currency="EUR"))

    assert "€" not in text
    assert "up to 2,500 contacts $5 or £5" in text


def test_every_figure_comes_from_the_policy_in_force() -> None:
    def changed(name: str, value: int) -> Facts:
        return FACTS.model_copy(
            update={name: getattr(FACTS, name).model_copy(update={"value": value})}
        )

    assert "77 Tage" in bodies(CASE, ACCOUNT, changed("data_kept_days", 77))[0]
    assert "78-Tage-Garantie" in bodies(CASE, PREPAID, changed("guarantee_days", 78))[0]
    assert "79 Tagen" in bodies(CASE, PREPAID, changed("withdrawal_days", 79))[0]
    tiers = (FACTS.pause.tiers[0].model_copy(update={"fee": 71}), *FACTS.pause.tiers[1:])
    dearer = FACTS.model_copy(update={"pause": FACTS.pause.model_copy(update={"tiers": tiers})})
    assert "71 $" in bodies(pause(CASE), ACCOUNT, dearer)[0]
    renamed = FACTS.model_copy(
        update={"brand": FACTS.brand.model_copy(update={"value": "Nordpost"})}
    )
    assert "Constant Contact" not in "".join(bodies(CASE, ACCOUNT, renamed))
