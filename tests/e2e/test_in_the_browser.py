"""A customer with a browser: from the help page to the mail in the mailbox."""

from __future__ import annotations

import os

from playwright.sync_api import Browser, expect

from fairwell import paths
from tests.support.browser import Visit, open_visit
from tests.support.product import Product
from tests.support.questions import PHONES
from tests.support.words import Words, in_english, in_german, reference_in, stranger

IMAGES = paths.ROOT / "docs" / "images"


def reference_on(visit: Visit, words: Words) -> str:
    """The reference number, once the receipt is there."""
    visit.sees(words.received)
    return reference_in(visit.log.inner_text())


def take_picture(visit: Visit, words: Words) -> None:
    """The chat before the last click, for the README."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    visit.log.get_by_role("button", name=words.dont_cancel).last.scroll_into_view_if_needed()
    visit.page.mouse.move(0, 0)  # no button stands out by being pointed at
    visit.page.screenshot(path=IMAGES / f"chat-{words.language}.png", animations="disabled")


FORMS = {
    "de": {"Verträge hier kündigen": "/kuendigen", "Vertrag widerrufen": "/widerruf"},
    "en": {"Cancel contracts here": "/cancel", "Withdraw from contract here": "/withdraw"},
}


def leads_to_the_forms(visit: Visit, language: str) -> None:
    """The open chat links the pages that do the same without it."""
    links = visit.page.locator("fairwell-chat").get_by_role("navigation").get_by_role("link")
    expect(links).to_have_count(2)
    for link, (name, path) in zip(links.all(), FORMS[language].items(), strict=True):
        expect(link).to_contain_text(name)
        expect(link).to_have_attribute("href", visit.url + path)


def test_a_customer_cancels_and_reads_the_mail(
    product: Product, visit: Visit, words: Words
) -> None:
    visit.open_help_page()
    visit.open_chat()
    leads_to_the_forms(visit, words.language)
    visit.say(words.wish)
    visit.sees(words.automated)
    visit.sees(words.asks_details)
    visit.say(words.owner.both)
    visit.sees(words.asks_reason)
    visit.press(words.no_reason)
    visit.sees(words.asks_cancel)
    if os.environ.get("FAIRWELL_SCREENSHOTS") == "1":
        take_picture(visit, words)
    visit.press(words.cancel_now)
    reference = reference_on(visit, words)

    mail = product.mail_about(reference)
    visit.page.goto(f"{visit.url}/dev/mailbox?lang={words.language}")
    visit.page.get_by_role("link", name=mail.subject).click()

    shown = visit.page.get_by_role("main")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(reference)
    expect(shown).to_contain_text(words.owner.email)
    as_html = visit.page.frame_locator("iframe").locator("body")
    expect(as_html).to_contain_text(reference)
    assert words.moment.search(shown.inner_text())
    visit.assert_clean()


@in_english
def test_the_keyboard_alone_is_enough(product: Product, visit: Visit, words: Words) -> None:
    account = stranger()
    keys = visit.page.keyboard
    visit.open_help_page()
    visit.tab_to("Chat öffnen" if words.language == "de" else "Open chat")
    keys.press("Enter")
    keys.type(words.wish)
    keys.press("Enter")
    visit.sees(words.asks_details)
    keys.type(account.both)
    keys.press("Enter")
    visit.sees(words.asks_reason)
    visit.tab_to(words.no_reason, "Shift+Tab")
    keys.press("Space")
    visit.sees(words.asks_cancel)
    visit.tab_to(words.cancel_now, "Shift+Tab")
    keys.press("Enter")

    reference = reference_on(visit, words)
    (case,) = product.cases(email=account.email)
    assert case["reference"] == reference
    # Esc closes the chat, and the keyboard is where it was opened.
    keys.press("Escape")
    expect(visit.input).to_be_hidden()
    assert visit.focused() == ("Chat fortsetzen" if words.language == "de" else "Continue chat")
    visit.assert_clean()


@in_german
def test_a_reloaded_page_goes_on_with_the_conversation(visit: Visit, words: Words) -> None:
    account = stranger()
    visit.open_help_page()
    visit.open_chat()
    visit.say(words.wish)
    visit.sees(words.asks_details)
    visit.say(account.both)
    visit.sees(words.asks_reason)

    visit.page.reload()
    visit.open_chat()
    visit.sees(words.asks_reason)
    visit.press(words.no_reason)
    visit.sees(account.both)
    visit.press(words.cancel_now)

    visit.sees(words.received)
    visit.assert_clean()


@in_english
def test_without_scripts_the_page_says_how_to_cancel_by_phone(
    browser: Browser, product: Product, words: Words
) -> None:
    with open_visit(browser, product.url, words.language, java_script_enabled=False) as visit:
        visit.open_help_page()

        for phone in PHONES:
            expect(visit.page.get_by_role("link", name=phone)).to_be_visible()
        assert "JavaScript" in visit.page.get_by_role("main").inner_text()
