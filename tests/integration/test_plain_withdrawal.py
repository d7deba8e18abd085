"""The withdrawal form: what only it says, asks and records; the rest is in `test_plain_form`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.i18n import formats
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.end import EndWish
from tests.integration.plain_site import (
    GERMAN,
    GERMAN_WITHDRAWAL,
    Form,
    Site,
    Words,
    both,
    open_site,
    services_at,
    withdrawals,
    words_of,
)

FACTS = load_facts(paths.POLICY)


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site with the demo accounts."""
    with open_site(services_at(home)) as opened:
        yield opened


@withdrawals
def test_the_form_asks_for_name_contract_and_address_only(site: Site, words: Words) -> None:
    page = site.client.get(words.path)
    form = Form(page.text)

    assert page.status_code == 200
    assert f"<h1>{words.heading}</h1>" in page.text
    assert set(form.sent) == {"token", "person", "contract", "user_name", "email"}
    assert form.sent["contract"].endswith("Constant Contact")
    required = [values["name"] for tag, values in form.tags if "required" in values]
    assert required == ["person", "contract", "email"]


@withdrawals
def test_one_control_records_and_says_so(site: Site, words: Words) -> None:
    page = site.client.get(words.path).text

    buttons = re.findall(r"<button[^>]*>([^<]+)</button>", page)
    assert buttons == [words.confirm]
    assert page.count("<form") == 1
    assert "paus" not in words_of(page).lower()


@withdrawals
def test_the_days_come_from_the_policy(home: Path, words: Words) -> None:
    app = services_at(home)
    days = FACTS.withdrawal_days.model_copy(update={"value": 44})
    app.policy.facts = FACTS.model_copy(update={"withdrawal_days": days})
    with open_site(app) as site:
        page = words_of(site.client.get(words.path).text)

    assert re.search(r"\b44\b", page)
    assert not re.search(r"\b14\b", page)


@both
def test_every_page_of_the_cancellation_form_leads_to_the_withdrawal(
    site: Site, words: Words
) -> None:
    name, path = {
        "de": ("Vertrag widerrufen", "/widerruf"),
        "en": ("Withdraw from contract here", "/withdraw"),
    }[words.language]
    form = site.client.get(words.path).text
    faulty = site.send(words, site.form(words).sent).text
    receipt = site.receipt(site.send(words, site.fill_in(words)))

    for page in (form, faulty, receipt):
        footer = page[page.index("<footer") :]
        assert f'<a href="{path}">{name}</a>' in footer
        assert f'<a href="{words.path}" aria-current="page">{words.heading}</a>' in footer


@withdrawals
def test_a_withdrawal_has_one_case_no_offer_and_one_mail_to_the_address_on_file(
    site: Site, words: Words
) -> None:
    page = words_of(
        site.receipt(site.send(words, site.fill_in(words, user_name=words.user_name.upper())))
    )

    (case,) = site.cases()
    assert case.account_id
    assert (case.kind, case.status, case.channel) == ("withdraw", "declared", "form")
    assert (case.person, case.reason, case.effective_on) == ("Anna Müller", None, None)
    assert case.user_name == words.user_name
    assert site.offers() == []
    ((recipient, body),) = site.mails()
    assert recipient == words.email
    assert case.reference in body
    assert words.received in page
    assert case.reference in page
    assert formats.moment(case.requested_at, case.time_zone, words.language) in page


@withdrawals
def test_the_receipt_says_what_was_declared(site: Site, words: Words) -> None:
    page = site.receipt(
        site.send(words, site.fill_in(words, contract="Rechnung 4711", user_name="two-shops"))
    )

    declared = unescape(page[page.index("<dl") : page.index("</dl>")])
    rows = dict(re.findall(r"<dt>(.+?)</dt>\s*<dd>(.+?)</dd>", declared))
    german = words.language == "de"
    declaration = "Widerruf des Vertrags" if german else "Withdrawal from the contract"
    assert rows["Erklärt" if german else "Declared"] == declaration
    through = rows["Erklärt über" if german else "Declared through"]
    assert words.heading in through
    assert rows["Name"] == "Anna Müller"
    assert rows["Vertrag" if german else "Contract"] == "Rechnung 4711"
    assert rows["Benutzername" if german else "User name"] == "two-shops"
    assert rows["E-Mail-Adresse" if german else "E-mail address"] == words.email
    assert "kündig" not in declared.lower()
    assert "cancel" not in declared.lower()


@withdrawals
def test_what_the_form_does_not_ask_is_not_recorded(site: Site, words: Words) -> None:
    extra = {"reason": "a reason", "manner": "for_cause", "end": "date", "end_on": "2001-01-01"}

    page = site.receipt(site.send(words, {**site.fill_in(words), **extra}))

    (case,) = site.cases()
    assert (case.reason, case.manner, case.ends) == (None, "ordinary", EndWish())
    assert "a reason" not in page


def test_a_cancellation_and_a_withdrawal_of_one_account_are_two_cases(site: Site) -> None:
    for words in (GERMAN, GERMAN_WITHDRAWAL):
        site.receipt(site.send(words, site.fill_in(words)))

    assert {case.kind for case in site.cases()} == {"cancel", "withdraw"}
    assert {case.status for case in site.cases()} == {"declared"}
    assert len(site.mails()) == 2
