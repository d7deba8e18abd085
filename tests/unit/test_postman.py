"""What the confirmation mails say, in both languages, and what they never say."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from babel.support import NullTranslations

from fairwell import paths
from fairwell.cancellation.case import Account, Case, Ends, Kind, Knowledge, Plan, Status
from fairwell.i18n.catalogue import po_file
from fairwell.outbox import postman as postman_module
from fairwell.outbox.postman import TEMPLATES, GettextPostman
from fairwell.policy import Facts, load_facts

FACTS = load_facts(paths.POLICY)
LANGUAGES = ("de", "en")

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
    ends=Ends.SOONEST,
)
ENGLISH = replace(CASE, language="en", time_zone="America/New_York")


def pause(case: Case) -> Case:
    return replace(case, kind=Kind.PAUSE, effective_on=None)


def bodies(case: Case, account: Account, facts: Facts = FACTS) -> tuple[str, str]:
    mail = GettextPostman(facts).confirmation(case, account)
    return mail.body_text, mail.body_html


def every_mail() -> list[tuple[str, str, str]]:
    """Subject, text and HTML of all combinations of kind, language and plan."""
    postman = GettextPostman(FACTS)
    accounts = (
        ACCOUNT,
        PREPAID,
        replace(PREPAID, balance_minor=None),
        TRIAL,
        replace(TRIAL, trial_ends_on=None),
        replace(ACCOUNT, next_billing_on=None),
        replace(ACCOUNT, currency="EUR"),
    )
    cases = (CASE, pause(CASE), ENGLISH, pause(ENGLISH), replace(CASE, effective_on=None))
    mails = [
        postman.confirmation(case, account) for case, account in itertools.product(cases, accounts)
    ]
    return [(mail.subject, mail.body_text, mail.body_html) for mail in mails]


def test_cancel_mail_is_addressed_to_the_account_on_file_and_enqueued_once_a_case() -> None:
    mail = GettextPostman(FACTS).confirmation(CASE, ACCOUNT)

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
    mail = GettextPostman(FACTS).confirmation(ENGLISH, ACCOUNT)

    assert mail.subject == "Your cancellation has been received: no. K7M-4Q2X"
    for body in (mail.body_text, mail.body_html):
        assert "November 23, 2026, 4:42 AM (EST)" in body
        assert "Cancellation of the whole account with Constant Contact" in body
        assert re.search(r"Takes effect\W.*December 2, 2026", body)
        assert "120 days" in body
        assert "unsubscribed contacts" in body


def test_only_who_cancelled_before_the_billing_date_is_told_that_no_charge_follows() -> None:
    on_the_day = replace(ACCOUNT, next_billing_on=dt.date(2026, 11, 23))

    for account in (on_the_day, replace(ACCOUNT, next_billing_on=None)):
        text, _ = bodies(CASE, account)
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


@pytest.mark.parametrize("account", [ACCOUNT, TRIAL])
@pytest.mark.parametrize("case", [CASE, ENGLISH])
def test_refunds_are_a_matter_of_prepaid_accounts_only(case: Case, account: Account) -> None:
    text, _ = bodies(case, account)

    assert "Vorauszahlung" not in text
    assert "Garantie" not in text
    assert "refund" not in text


@pytest.mark.parametrize(
    ("case", "declared", "effective"),
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
    used_up = replace(case, ends=Ends.BALANCE_USED_UP, effective_on=None)

    for body in bodies(used_up, PREPAID):
        assert declared in body
        assert effective in body
        assert "nächstmöglichen" not in body
        assert "earliest" not in body


def test_trial_mail_says_that_the_trial_ends_by_itself() -> None:
    text, _ = bodies(CASE, TRIAL)

    assert "endet am 5. Dezember 2026 von selbst" in text


def test_pause_mail_says_requested_and_leaves_the_pause_to_billing() -> None:
    mail = GettextPostman(FACTS).confirmation(pause(CASE), ACCOUNT)

    assert mail.subject == "Ihre Anfrage für eine Pause ist eingegangen: Nr. K7M-4Q2X"
    for body in (mail.body_text, mail.body_html):
        assert "noch nicht pausiert" in body
        assert "Der Abrechnungs-Support richtet die Pause ein und bestätigt sie" in body
        assert "Sie können nicht senden" in body
        assert "SMS-Nummer geht sofort verloren" in body
        assert "Ihre Daten bleiben" in body
        assert "zweite Pause im selben Abrechnungszeitraum" in body
        assert "Kündigung" not in body


@pytest.mark.parametrize(
    ("contacts", "currency", "fee"),
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


@pytest.mark.parametrize("case", [CASE, pause(CASE)])
def test_a_user_name_cannot_become_markup(case: Case) -> None:
    account = replace(ACCOUNT, user_name='<b>x</b>"&{{7*7}}', email="<i>@weinhof-lang.example")

    text, html = bodies(case, account)

    assert '<b>x</b>"&{{7*7}}' in text
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "{{7*7}}" in html


@pytest.mark.parametrize("case", [CASE, pause(CASE)])
def test_what_a_stranger_typed_does_not_reach_the_owner(case: Case) -> None:
    for body in bodies(case, ACCOUNT):
        assert "typed" not in body


def test_no_mail_advertises_asks_pleads_or_cheers() -> None:
    forbidden = re.compile(
        r"!|http|www\.|umfrage|feedback|bewert|rabatt|angebot|gutschein|schade|zurückkommen|leider"
        r"|stattdessen|survey|rate us|discount|offer|coupon|sorry to|come back|miss you|instead"
        r"|are you sure|sind sie sicher",
        re.IGNORECASE,
    )
    for subject, text, _ in every_mail():
        assert not forbidden.search(subject + text), text


def test_cancel_mail_does_not_mention_a_pause() -> None:
    for case in (CASE, ENGLISH):
        assert "paus" not in bodies(case, PREPAID)[0].lower()


def test_html_says_the_same_as_the_text() -> None:
    for _, text, html in every_mail():
        lines = [line.removeprefix("- ") for line in text.splitlines() if line]
        shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        shown = re.sub(r"</th><td>", ": ", shown)
        shown = re.sub(r"<[^>]+>", "\n", shown).replace("&#39;", "'")
        assert [line for line in lines if line not in shown.splitlines()] == []


def test_html_loads_nothing_and_names_its_language() -> None:
    for case in (CASE, ENGLISH):
        _, html = bodies(case, ACCOUNT)
        assert html.startswith("<!doctype html>")
        assert f'<html lang="{case.language}">' in html
        assert '<meta name="color-scheme" content="light dark">' in html
        assert not re.search(r"src=|href=|url\(|@import|<script|<img|<link|\son\w+=", html)
        assert not re.search(r"(?<![\w-])(color|background)\s*:", html)


def template_texts() -> set[str]:
    found: set[str] = set()
    for template in Path(TEMPLATES).rglob("*.j2"):
        with template.open("rb") as source:
            for _, message, _, _ in extract("jinja2", source):
                found.update([message] if isinstance(message, str) else message)
    return found


def test_no_text_holds_a_figure() -> None:
    texts = template_texts()

    assert len(texts) > 30
    assert [text for text in texts if re.search(r"\d", text)] == []


def test_every_text_has_its_german_with_the_same_places() -> None:
    with po_file("de").open("rb") as source:
        catalogue = read_po(source, locale="de")

    def places(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s", text))

    for text in template_texts():
        entry = catalogue.get(text)
        assert entry is not None, text
        assert entry.string and not entry.fuzzy, text
        assert places(str(entry.string)) == places(text)
        assert not re.search(r"\d|!|\bdu\b|\bdein", str(entry.string), re.IGNORECASE), text


def test_nothing_in_the_templates_escapes_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wordless(NullTranslations):
        def ugettext(self, message: str) -> str:  # the name Jinja2 looks for first
            return ""

    monkeypatch.setattr(postman_module, "translations", lambda _: Wordless())
    text, _ = bodies(CASE, PREPAID)

    for value in (
        "K7M-4Q2X",
        "23. November 2026, 10:42 Uhr (MEZ)",
        "buero@weinhof-lang.example",
        "weinhof-lang",
        "2. Dezember 2026",
        "Constant Contact",
        "USA und Kanada",
        "Vereinigtes Königreich",
        "alle anderen Länder",
        *(phone.number for phone in FACTS.phones),
    ):
        assert value in text
        text = text.replace(value, "")
    assert not re.search(r"\w", text)
