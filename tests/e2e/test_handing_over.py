"""From the bot to a person and back to a receipt: a customer and an agent, each in a browser."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from fairwell import paths
from tests.support.axe import violations
from tests.support.browser import Visit, open_visit
from tests.support.chat import Chat
from tests.support.desk import Colleague, answer, hire, log_in
from tests.support.product import Product
from tests.support.talks import WISH
from tests.support.words import Words, reference_in, stranger

IMAGES = paths.ROOT / "docs" / "images"

# Nobody else at the desk in these tests has these names.
NAMES = {"de": "Toni Muster", "en": "Sam Example"}
LEAVE = {"de": "Zurück zum Assistenten", "en": "Back to the assistant"}
SAID = {
    "de": {
        "take": "Übernehmen",
        "back": "An den Assistenten zurückgeben",
        "hello": "Guten Tag, ich habe Ihre Nachricht gelesen. Worum geht es?",
        "why": "Ich wollte nur wissen, ob hier jemand ist.",
        "bye": "Ja. Kündigen können Sie gleich beim Assistenten.",
        "again": "automatischen Assistenten",
    },
    "en": {
        "take": "Take over",
        "back": "Hand back to the assistant",
        "hello": "Hello, I've read your message. What is it about?",
        "why": "I only wanted to know whether anybody is here.",
        "bye": "Yes. You can cancel with the assistant right away.",
        "again": "automated assistant again",
    },
}


@pytest.fixture
def agent(product: Product, words: Words) -> Colleague:
    """Somebody who works in the language of the customer, and sees the day's figures."""
    return hire(product, NAMES[words.language], "agent", "supervisor", language=words.language)


def take_picture(page: Page, name: str, words: Words) -> None:
    """A page of the desk, for docs/hand-off.md."""
    if os.environ.get("FAIRWELL_SCREENSHOTS") == "1" and words.language == "en":
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)
        page.screenshot(path=IMAGES / f"desk-{name}.png", animations="disabled")


def test_a_customer_is_handed_to_a_person_and_back_and_gets_the_receipt(
    product: Product, browser: Browser, visit: Visit, words: Words, agent: Colleague
) -> None:
    said = SAID[words.language]
    with open_visit(browser, product.url, words.language) as desk:
        desk.page.goto(f"{product.url}/desk/")
        log_in(desk.page, agent)
        expect(desk.page.locator("#waiting")).to_be_visible()
        others = {title: Chat(product, tongue) for tongue, title in LEAVE.items()}
        for other in others.values():  # so that the queue is one
            other.say(WISH[other.language])

        visit.open_help_page()
        visit.open_chat()
        visit.say(words.wish)
        visit.sees(words.asks_details)
        visit.say(WISH[words.language])
        expect(desk.page.locator("#waiting li")).to_have_count(3)
        take_picture(desk.page, "queue", words)
        assert violations(desk.page) == []
        for title, other in others.items():
            other.press(title)
        expect(desk.page.locator("#waiting li")).to_have_count(1)
        desk.page.get_by_role("button", name=said["take"]).click()
        expect(desk.page.locator("#lines")).to_contain_text(words.wish)

        answer(desk.page, said["hello"])
        visit.sees(said["hello"])
        visit.sees(agent.display_name)
        visit.say(said["why"])
        expect(desk.page.locator("#lines")).to_contain_text(said["why"])
        answer(desk.page, said["bye"])
        visit.sees(said["bye"])
        take_picture(desk.page, "conversation", words)
        assert violations(desk.page) == []
        desk.page.get_by_role("button", name=said["back"]).click()
        visit.sees(said["again"])

        account = stranger()
        visit.say(words.wish)
        expect(visit.log.get_by_text(words.asks_details)).to_have_count(2)
        visit.say(account.both)
        visit.sees(words.asks_reason)
        visit.press(words.no_reason)
        visit.sees(words.asks_cancel)
        visit.press(words.cancel_now)
        visit.sees(words.received)
        reference = reference_in(visit.log.inner_text())
        expect(desk.page.locator("#cases")).to_contain_text(reference)
        desk.page.goto(f"{product.url}/desk/supervisor")
        expect(desk.page.get_by_role("row", name=agent.display_name)).to_be_visible()
        take_picture(desk.page, "supervisor", words)
        assert violations(desk.page) == []
        assert desk.complaints == []

    (case,) = product.cases(email=account.email)
    assert case["reference"] == reference
    visit.assert_clean()
