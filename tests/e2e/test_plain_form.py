"""Cancelling and withdrawing in a browser without scripts: from help page to receipt and mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.axe import fits_width, violations
from tests.support.browser import Visit, open_visit
from tests.support.product import Product
from tests.support.words import Words, in_english, in_german, reference_in, stranger


@dataclass(frozen=True)
class Labels:
    """What the form calls its parts."""

    help_page: str
    heading: str
    confirm: str
    name: str
    user_name: str
    email: str
    for_cause: str
    ordinary: str
    reason: str
    on_date: str
    date: str
    faulty: str
    received: str
    withdrawal: str
    confirm_withdrawal: str
    withdrawn: str
    files: str
    end: str


LABELS = {
    "de": Labels(
        help_page="/",
        heading="Verträge hier kündigen",
        confirm="jetzt kündigen",
        name="Name",
        user_name="Benutzername (freiwillig)",
        email="E-Mail-Adresse des Haupt-Accounts",
        for_cause="Kündigung aus wichtigem Grund",
        ordinary="Ordentliche Kündigung",
        reason="Wichtiger Grund",
        on_date="Zu einem späteren Datum",
        date="Datum",
        faulty="Noch ist nichts aufgezeichnet",
        received="Ihre Kündigung ist eingegangen",
        withdrawal="Vertrag widerrufen",
        confirm_withdrawal="Widerruf bestätigen",
        withdrawn="Ihr Widerruf ist eingegangen",
        files="Als PDF speichern",
        end="zum nächstmöglichen Zeitpunkt danach",
    ),
    "en": Labels(
        help_page="/en",
        heading="Cancel contracts here",
        confirm="cancel now",
        name="Name",
        user_name="User name (optional)",
        email="Main e-mail address of the account",
        for_cause="Cancellation for good cause",
        ordinary="Ordinary cancellation",
        reason="Good cause",
        on_date="On a later date",
        date="Date",
        faulty="Nothing is recorded yet",
        received="Your cancellation has been received",
        withdrawal="Withdraw from contract here",
        confirm_withdrawal="Confirm withdrawal",
        withdrawn="Your withdrawal has been received",
        files="Save as PDF",
        end="the earliest possible date after it",
    ),
}


@pytest.fixture
def labels(words: Words) -> Labels:
    return LABELS[words.language]


@pytest.fixture
def plain(browser: Browser, product: Product, words: Words) -> Iterator[Visit]:
    """A browser without JavaScript; it may complain of nothing and keep nothing."""
    with open_visit(browser, product.url, words.language, java_script_enabled=False) as visit:
        yield visit
        # Chromium counts the answer to a form that needs another look as an error.
        assert [text for text in visit.complaints if "status of 422" not in text] == []
        assert visit.context.cookies() == []


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def test_a_customer_cancels_without_a_script_and_reads_the_mail(
    product: Product, plain: Visit, words: Words, labels: Labels
) -> None:
    page = plain.page
    page.goto(product.url + labels.help_page)
    page.get_by_role("link", name=labels.heading).first.click()
    expect(page.get_by_role("heading", level=1, name=labels.heading)).to_be_visible()
    expect(page.get_by_role("button", name=labels.confirm, exact=True)).to_be_visible()
    field(page, labels.name).fill("Anna Müller")
    field(page, labels.user_name).fill(words.owner.user_name)
    field(page, labels.email).fill(words.owner.email)
    page.get_by_role("button", name=labels.confirm).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(labels.received)
    shown = page.get_by_role("main").inner_text()
    reference = reference_in(shown)
    assert words.moment.search(shown)
    (case,) = product.cases(reference=reference)
    assert case["account"] == words.owner.user_name
    assert case["kind"] == "cancel"
    assert product.mail_about(reference).to == words.owner.email
    expect(page.get_by_role("link", name=labels.files)).to_be_visible()

    # Reloading the receipt sends nothing again.
    page.reload()
    assert reference_in(page.get_by_role("main").inner_text()) == reference
    assert len(product.cases(reference=reference)) == 1


def test_a_customer_withdraws_in_a_narrow_window_and_reads_the_mail(
    product: Product, plain: Visit, words: Words, labels: Labels
) -> None:
    page = plain.page
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(product.url + labels.help_page)
    page.get_by_role("link", name=labels.heading).first.click()
    # From the cancellation form as from the help page, in one click.
    page.get_by_role("contentinfo").get_by_role("link", name=labels.withdrawal).click()
    expect(page.get_by_role("heading", level=1, name=labels.withdrawal)).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(labels.confirm_withdrawal)
    assert fits_width(page)
    field(page, labels.name).fill("Anna Müller")
    page.get_by_role("button").click()
    expect(page.get_by_role("region", name=labels.faulty)).to_be_focused()
    assert fits_width(page)
    field(page, labels.email).fill(words.owner.email)
    page.get_by_role("button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(labels.withdrawn)
    assert fits_width(page)
    reference = reference_in(page.get_by_role("main").inner_text())
    (case,) = product.cases(reference=reference)
    assert (case["account"], case["kind"]) == (words.owner.user_name, "withdraw")
    assert product.mail_about(reference).to == words.owner.email
    with page.expect_download() as saving:
        page.get_by_role("link", name=labels.files).click()
    assert reference in saving.value.suggested_filename


@in_german
def test_the_withdrawal_is_accessible_as_far_as_a_machine_can_tell(
    visit: Visit, labels: Labels
) -> None:
    page = visit.page  # with scripts: the checker is one
    page.goto(f"{visit.url}/widerruf")
    assert violations(page) == []
    page.get_by_role("button").click()
    expect(page.get_by_role("region", name=labels.faulty)).to_be_focused()
    assert violations(page) == []
    field(page, labels.name).fill("Anna Müller")
    field(page, labels.email).fill(stranger().email)
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(labels.withdrawn)
    assert violations(page) == []


@in_english
def test_what_is_wrong_is_told_focused_and_put_right(
    product: Product, plain: Visit, labels: Labels
) -> None:
    account = stranger()
    page = plain.page
    page.goto(product.url + labels.help_page)
    page.get_by_role("link", name=labels.heading).last.click()
    # What belongs to one choice shows with it.
    expect(field(page, labels.reason)).to_be_hidden()
    expect(field(page, labels.date)).to_be_hidden()
    field(page, labels.for_cause).check()
    field(page, labels.on_date).check()
    expect(field(page, labels.reason)).to_be_visible()
    field(page, labels.reason).fill("<b>It was down</b>\nfor weeks.")
    field(page, labels.email).fill("nobody@")
    page.get_by_role("button", name=labels.confirm).click()

    summary = page.get_by_role("region", name=labels.faulty)
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(field(page, labels.reason)).to_have_value("<b>It was down</b>\nfor weeks.")
    expect(field(page, labels.email)).to_have_value("nobody@")
    summary.get_by_role("link").last.click()
    expect(field(page, labels.email)).to_be_focused()

    end = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=100)
    field(page, labels.name).fill("<i>Anna</i>")
    field(page, labels.date).fill(end.isoformat())
    field(page, labels.email).fill(account.email)
    page.get_by_role("button", name=labels.confirm).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(labels.received)
    main = page.get_by_role("main")
    expect(main).to_contain_text("<b>It was down</b>")
    expect(main).to_contain_text("<i>Anna</i>")
    expect(main).to_contain_text(labels.end)
    (case,) = product.cases(email=account.email)
    assert case["reference"] in main.inner_text()


@in_german
def test_the_form_and_its_receipt_fit_a_narrow_window(
    product: Product, plain: Visit, labels: Labels
) -> None:
    # 320 px wide is what a window of 1,280 px shows at 400 % (WCAG 1.4.10).
    page = plain.page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(product.url + labels.help_page)

    assert fits_width(page)
    page.get_by_role("link", name=labels.heading).first.click()
    assert fits_width(page)
    field(page, labels.for_cause).check()
    field(page, labels.on_date).check()
    page.get_by_role("button", name=labels.confirm).click()
    assert fits_width(page)
    field(page, labels.reason).fill("x" * 600)
    field(page, labels.name).fill("y" * 120)
    # Not today: that is over in Berlin before it is in UTC.
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    field(page, labels.date).fill(tomorrow.isoformat())
    field(page, labels.email).fill(stranger().email)
    page.get_by_role("button", name=labels.confirm).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(labels.received)
    assert fits_width(page)


@in_english
def test_the_keyboard_alone_is_enough(product: Product, plain: Visit, labels: Labels) -> None:
    account = stranger()
    page = plain.page
    page.goto(product.url + labels.help_page)
    page.get_by_role("link", name=labels.heading).first.press("Enter")
    expect(page.get_by_role("heading", level=1, name=labels.heading)).to_be_visible()

    def tab_to(wanted: Locator) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("the keyboard does not get there")

    tab_to(field(page, labels.ordinary))
    tab_to(field(page, labels.name))
    page.keyboard.type("Anna Müller")
    tab_to(field(page, labels.email))
    page.keyboard.type(account.email)
    tab_to(page.get_by_role("button", name=labels.confirm))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(labels.received)
    assert len(product.cases(email=account.email)) == 1


@in_german
def test_every_part_has_a_name_and_a_fault_its_field(
    product: Product, plain: Visit, labels: Labels
) -> None:
    page = plain.page
    page.goto(product.url + labels.help_page)
    page.get_by_role("link", name=labels.heading).first.click()
    field(page, labels.for_cause).check()
    field(page, labels.on_date).check()
    field(page, labels.user_name).fill("two words")
    page.get_by_role("button", name=labels.confirm).click()

    links = page.get_by_role("region", name=labels.faulty).get_by_role("link").all_inner_texts()
    labelled = (labels.reason, labels.name, labels.user_name, labels.date, labels.email)
    assert len(links) == len(labelled)
    for label, text in zip(labelled, links, strict=True):
        told = field(page, label)
        assert told.get_attribute("aria-invalid") == "true"
        assert text in told.evaluate(
            "e => e.getAttribute('aria-describedby').split(' ')"
            ".map(id => document.getElementById(id).innerText).join(' ')"
        )
    for part in page.locator("input:not([type=hidden]), textarea, fieldset, button").all():
        assert part.evaluate("e => e.labels?.length || e.querySelector('legend') || e.innerText"), (
            part
        )
