"""What happens at one moment in two browsers: two agents take over, one ends what is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.at_the_desk import NAMES, TAKE, AtTheDesk, at_the_desk
from tests.support.browser import Visit
from tests.support.desk import hire
from tests.support.product import Product
from tests.support.talks import WISH
from tests.support.words import Words, in_english, in_german, stranger

OTHER = {"de": "Ben Muster", "en": "Ben Sample"}
TAKEN = {
    "de": "{name} hat dieses Gespräch schon",
    "en": "{name} has this conversation already",
}
ENDED = {"de": "hat das Gespräch beendet", "en": "has ended the conversation"}
Comes = Callable[[str], AtTheDesk]


@pytest.fixture
def comes(product: Product, browser: Browser, words: Words) -> Iterator[Comes]:
    """``comes(name)``: an agent opens the desk in a browser of their own."""
    with ExitStack() as opened:

        def come(name: str) -> AtTheDesk:
            agent = hire(product, name, "agent", language=words.language)
            return opened.enter_context(at_the_desk(browser, product.url, agent))

        yield come


def held_back(page: Page, address: str, act: Callable[[], None]) -> Route:
    """The request that ``act`` leads to, on its way to the server until it is let go."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route), times=1)
    with page.expect_request(address):
        act()
    page.evaluate("() => null")  # by then it has been handed to us
    (route,) = held
    return route


@in_german
def test_of_two_agents_who_take_over_at_once_one_has_it_and_the_other_reads_who(
    product: Product, visit: Visit, words: Words, comes: Comes
) -> None:
    first, second = comes(NAMES[words.language]), comes(OTHER[words.language])
    visit.open_help_page()
    visit.open_chat()
    visit.say(WISH[words.language])
    take = second.page.get_by_role("button", name=TAKE[words.language])
    expect(take).to_have_count(1)

    # Both have clicked before either is answered.
    slower = held_back(second.page, "**/claim", take.click)
    first.takes_over()
    slower.continue_()

    told = TAKEN[words.language].format(name=NAMES[words.language])
    expect(second.page.get_by_role("alert")).to_contain_text(told)
    expect(second.page.locator("#reply")).to_have_count(0)
    first.answers("Hallo 1")
    visit.sees("Hallo 1")
    visit.sees(NAMES[words.language])
    assert OTHER[words.language] not in visit.log.inner_text()
    first.ends()


@in_english
def test_what_confirms_while_the_agent_ends_the_conversation_confirms_nothing(
    product: Product, visit: Visit, words: Words, comes: Comes
) -> None:
    account, desk = stranger(), comes(NAMES[words.language])
    visit.open_help_page()
    visit.open_chat()
    visit.say(words.wish_with_details.format(user_name=account.user_name, email=account.email))
    visit.sees(words.asks_reason)
    visit.press(words.no_reason)
    visit.sees(words.asks_cancel)
    visit.say(WISH[words.language])
    desk.takes_over()
    desk.answers("Hallo 1")
    visit.sees("Hallo 1")

    confirms = held_back(visit.page, "**/api/chat", lambda: visit.say(words.cancel_now))
    desk.ends()
    confirms.continue_()

    visit.sees(ENDED[words.language])
    # The words came to the bot in a conversation of its own, where nothing was asked yet.
    visit.sees(words.asks_details)
    assert words.received not in visit.log.inner_text()
    assert product.cases(email=account.email) == []
