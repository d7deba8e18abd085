"""An agent in a browser at the desk of a running product, in German or English."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import open_visit
from tests.support.desk import Colleague, answer, is_ready, log_in

NAMES = {"de": "Kim Beispiel", "en": "Robin Sample"}
TAKE = {"de": "Übernehmen", "en": "Take over"}
SOLVED = {"de": "Gelöst", "en": "Solved"}
END = {"de": "Gespräch beenden", "en": "End the conversation"}
ENDED = {"de": "Beendet", "en": "Ended"}


@dataclass(frozen=True)
class AtTheDesk:
    """What an agent does with the mouse and the keyboard."""

    page: Page
    language: str

    @property
    def lines(self) -> Locator:
        """What was said, of the conversation that is open."""
        return self.page.locator("#lines")

    def takes_over(self) -> None:
        """Take whoever has waited longest."""
        self.page.get_by_role("button", name=TAKE[self.language]).first.click()
        expect(self.page.locator("#reply")).to_be_visible()
        is_ready(self.page)

    def answers(self, text: str) -> None:
        """Send an answer with the keyboard."""
        answer(self.page, text)

    def chooses_the_end(self) -> Locator:
        """Open the form that ends the conversation; returns its last button."""
        self.page.locator("#step-close").click()
        self.page.get_by_label(SOLVED[self.language]).check()
        return self.page.get_by_role("button", name=END[self.language])

    def ends(self) -> None:
        """End the conversation as solved."""
        self.chooses_the_end().click()
        self.sees_the_end()

    def sees_the_end(self) -> None:
        """Wait until the page says that the conversation has ended."""
        expect(self.page.locator("#state")).to_contain_text(ENDED[self.language])


@contextmanager
def at_the_desk(browser: Browser, url: str, agent: Colleague) -> Iterator[AtTheDesk]:
    """A browser of its own, logged in, on the queue."""
    with open_visit(browser, url, agent.language) as visit:
        visit.page.goto(f"{url}/desk/")
        log_in(visit.page, agent)
        yield AtTheDesk(visit.page, agent.language)
