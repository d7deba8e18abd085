"""A visitor's browser window on the help page: watching what the page does, using the chat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.chromium import closed_in_time

_LOCALES = {"de": "de-DE", "en": "en-US"}
_PATHS = {"de": "/", "en": "/en"}
# The element's own root is open, so that the focused element inside can be asked for.
_FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.innerText?.trim() || element?.getAttribute("aria-label") || element?.id || "";
}"""
_NOTE_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Visit:
    """One visitor's browser window, and what it did that it must not do."""

    page: Page
    context: BrowserContext
    url: str
    language: str
    complaints: list[str] = field(default_factory=list)

    def open_help_page(self) -> None:
        """Go to the help page of the visitor's language."""
        self.page.goto(self.url + _PATHS[self.language])

    def open_chat(self) -> None:
        """Open the widget with a click."""
        self.page.locator("fairwell-chat").get_by_role("button").first.click()
        expect(self.input).to_be_visible()

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        """Where customers type."""
        return self.page.locator("fairwell-chat").get_by_role("textbox")

    def say(self, text: str) -> None:
        """Type a message and send it with the Enter key."""
        self.input.fill(text)
        self.input.press("Enter")

    def press(self, title: str) -> None:
        """Click the button of that name under the last message."""
        self.log.get_by_role("button", name=title, exact=True).last.click()

    def sees(self, text: str) -> None:
        """Wait until a text stands in the conversation."""
        expect(self.log).to_contain_text(text)

    def focused(self) -> str:
        """What the keyboard is on, by its visible or spoken name."""
        name: str = self.page.evaluate(_FOCUSED)
        return name

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Move with the keyboard until ``name`` has the focus.

        While a message is under way, buttons cannot be reached; the log, which has the words of
        all of them in several lines, can.
        """
        expect(self.page.get_by_role("button", name=name).last).to_be_enabled()
        passed = [self.focused()]
        while name not in passed[-1] or "\n" in passed[-1]:
            assert len(passed) < 60, f"the keyboard does not reach {name!r}: {passed}"
            self.page.keyboard.press(key)
            passed.append(self.focused())

    def assert_clean(self) -> None:
        """No error, no violation of the page's policy, no cookie, no request to anybody else."""
        violations: list[str] = self.page.evaluate("() => window.violations")
        assert violations == []
        assert self.complaints == []
        assert self.context.cookies() == []


@contextmanager
def open_visit(browser: Browser, url: str, language: str, **options: Any) -> Iterator[Visit]:
    """A fresh profile without history. ``options`` go to Playwright's ``new_context``."""
    context = browser.new_context(
        locale=_LOCALES[language],
        timezone_id="Europe/Berlin" if language == "de" else "America/New_York",
        viewport={"width": 1180, "height": 860},
        **options,
    )
    context.add_init_script(_NOTE_VIOLATIONS)
    page = context.new_page()
    visit = Visit(page, context, url, language)
    host = urlsplit(url).netloc

    def watch_request(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != host:
            visit.complaints.append(f"request to {parts.netloc}")

    page.on("request", lambda request: watch_request(request.url))
    page.on("websocket", lambda socket: watch_request(socket.url))
    page.on("pageerror", lambda error: visit.complaints.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            visit.complaints.append(f"{message.type}: {message.text} {message.location}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    with closed_in_time(context):
        yield visit
