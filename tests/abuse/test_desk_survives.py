"""A conversation with a person goes on while parts of the product die or hang."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visit, open_visit
from tests.support.desk import answer, hire, log_in
from tests.support.product import Product
from tests.support.talks import WISH


@dataclass
class Talk:
    """A customer and an agent who write to each other."""

    customer: Visit
    desk: Page

    def answer(self, text: str) -> None:
        """The agent writes, the customer reads it, once."""
        answer(self.desk, text)
        self.customer.sees(text)
        assert self.customer.log.inner_text().count(text) == 1

    def write(self, text: str) -> None:
        """The customer writes, the agent reads it without loading the page again, once."""
        self.customer.say(text)
        expect(self.desk.locator("#lines .customer").filter(has_text=text)).to_have_count(1)


@pytest.fixture
def talk(own_product: Product, browser: Browser) -> Iterator[Talk]:
    """An agent has taken over, and has answered once."""
    agent = hire(own_product, "Anna Beispiel", "agent")
    with ExitStack() as opened:
        desk = opened.enter_context(open_visit(browser, own_product.url, "de")).page
        desk.goto(f"{own_product.url}/desk/")
        log_in(desk, agent)
        customer = opened.enter_context(open_visit(browser, own_product.url, "de"))
        customer.open_help_page()
        customer.open_chat()
        customer.say(WISH["de"])
        desk.get_by_role("button", name="Übernehmen").click()
        found = Talk(customer, desk)
        found.answer("Guten Tag, hier ist Anna Beispiel.")
        yield found
        if desk.locator("#step-close").count():
            desk.locator("#step-close").click()
            desk.get_by_label("Gelöst").check()
            desk.get_by_role("button", name="Gespräch beenden").click()
            expect(desk.locator("#state")).to_contain_text("Beendet")


def test_the_gateway_killed_in_the_middle_loses_and_doubles_nothing(
    own_product: Product, talk: Talk
) -> None:
    talk.desk.locator("#reply").fill("Halb geschrieben")
    own_product.wait_until_restarted("gateway", own_product.kill("gateway"))

    expect(talk.desk.locator("#reply")).to_have_value("Halb geschrieben")
    talk.write("Sind Sie noch da?")
    talk.answer("Ja, ich bin noch da.")
    talk.write("Gut.")
    lines = talk.desk.locator("#lines li")
    ids = lines.evaluate_all("lines => lines.map(line => Number(line.id.split('-')[1]))")
    assert ids == sorted(set(ids))


def test_what_both_write_while_the_gateway_dies_arrives_once(
    own_product: Product, talk: Talk
) -> None:
    customer, reply = talk.customer, talk.desk.locator("#reply")
    with own_product.frozen("gateway"):  # both are on their way when it dies
        customer.say("Das schreibe ich im Absturz")
        reply.fill("Das antworte ich im Absturz")
        with talk.desk.expect_request("**/reply"):
            reply.press("Control+Enter")
        old = own_product.kill("gateway")
    own_product.wait_until_restarted("gateway", old)

    # Neither is lost: each still has it, and sends it again.
    expect(reply).to_have_value("Das antworte ich im Absturz")
    customer.page.locator("fairwell-chat").get_by_role("button", name="Erneut senden").click()
    reply.press("Control+Enter")

    for text in ("Das schreibe ich im Absturz", "Das antworte ich im Absturz"):
        customer.sees(text)
        lines = talk.desk.locator("#lines li").filter(has_text=text)
        expect(lines).to_have_count(1)
        assert customer.log.inner_text().count(text) == 1
    talk.write("Gut.")


def test_without_the_engine_the_desk_works_and_the_bot_is_back_with_it(
    own_product: Product, talk: Talk
) -> None:
    with own_product.frozen("engine"):
        talk.write("Hören Sie mich?")
        talk.answer("Ja, auch ohne den Assistenten.")
        talk.desk.get_by_role("button", name="An den Assistenten zurückgeben").click()
        talk.customer.sees("automatischen Assistenten")
    own_product.wait_until_ready()

    talk.customer.say("Ich möchte kündigen")

    talk.customer.sees("Ihren Benutzernamen und die E-Mail-Adresse")
