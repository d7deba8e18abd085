"""Notifications for who asked for them, while another window is in front; never a sound alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.desk import add_user
from tests.support.talks import be_there, take_over, wait_for_person

WAITING = {"de": "Jemand wartet auf einen Menschen", "en": "Somebody is waiting for a person"}
# Notes what the page asks the browser for, and lets it do it. Which window is in front is the
# test's to say: without a screen, all of them are.
_NOTE = """
window.told = [];
window.inFront = true;
Object.defineProperty(document, "hidden", { get: () => !window.inFront });
const Real = Notification;
window.Notification = class extends Real {
  constructor(words, options) {
    super(words, options);
    window.told.push(["notification", words]);
  }
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.told.push(["sound", ""]);
  return start.apply(this, when);
};
"""
_REFUSES = """
window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor() {
    window.told.push(["refused", ""]);
    throw new TypeError("not here");
  }
};
"""


@pytest.fixture
def desk(open_desk: Opened, anna: User) -> Page:
    """Anna's queue, in a browser that allows notifications."""
    return watched(open_desk, anna, permissions=["notifications"])


def watched(open_desk: Opened, user: User, script: str = "", **options: object) -> Page:
    """The queue, with what the page asks the browser for on record."""
    visit = open_desk(user, **options)
    visit.context.add_init_script(_NOTE + script)
    visit.page.reload()
    return visit.page


def asks_for_it(page: Page) -> None:
    page.locator("#notify").click()
    expect(page.locator("#notify")).to_have_attribute("aria-pressed", "true")


def goes_behind(page: Page) -> None:
    page.evaluate("() => { window.inFront = false; }")


def told(page: Page) -> Any:
    return page.evaluate("() => window.told")


def waits(gate: Gateway, page: Page, number: int = 1) -> None:
    """Another customer waits, and the page has heard of it: its title says how many do."""
    wait_for_person(gate)
    expect(page).to_have_title(re.compile(rf"^\({number}\) "))


@pytest.mark.parametrize("language", ["en"])
def test_who_asked_gets_a_notification_and_then_a_sound_when_somebody_waits(
    gate: Gateway, open_desk: Opened, language: str
) -> None:
    agent = add_user(gate.app, Role.AGENT, language=language)
    be_there(gate, agent_of(agent))
    page = watched(open_desk, agent, permissions=["notifications"])
    asks_for_it(page)
    goes_behind(page)

    waits(gate, page)

    assert told(page) == [["notification", WAITING[language]], ["sound", ""]]


def test_being_named_in_a_note_is_told_of_in_its_own_words(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    waiting = wait_for_person(gate)
    page = watched(open_desk, anna, permissions=["notifications"])
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    asks_for_it(page)
    goes_behind(page)

    handoff_conversation.note(waiting.talk, agent_of(ben), "@Anna, kennst du das?", gate.app)

    expect(page).to_have_title(re.compile(r"^\(2\) "))
    assert told(page) == [["notification", "Sie wurden in einer Notiz genannt"], ["sound", ""]]


def test_a_customers_line_is_told_of_while_the_agent_is_elsewhere(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    visit = open_desk(anna, permissions=["notifications"])
    visit.context.add_init_script(_NOTE)
    waiting = wait_for_person(gate)
    page = take_over(gate, visit, waiting)
    asks_for_it(page)
    goes_behind(page)

    waiting.customer.send({"message": "Sind Sie noch da?"})
    expect(page).to_have_title(re.compile(r"^\(1\) "))

    (notification, sound) = told(page)
    assert notification[0] == "notification"
    assert "Sind Sie noch da?" not in notification[1]  # anybody may see the screen
    assert sound[0] == "sound"


def test_nothing_is_told_to_who_did_not_ask_or_looks_at_the_page(gate: Gateway, desk: Page) -> None:
    goes_behind(desk)
    waits(gate, desk)
    assert told(desk) == []

    asks_for_it(desk)
    desk.evaluate("() => { window.inFront = true; }")
    waits(gate, desk, 2)
    assert told(desk) == []


def test_the_choice_stays_and_is_taken_back(gate: Gateway, desk: Page) -> None:
    asks_for_it(desk)
    desk.reload()
    expect(desk.locator("#notify")).to_have_attribute("aria-pressed", "true")

    desk.locator("#notify").click()
    expect(desk.locator("#notify")).to_have_attribute("aria-pressed", "false")
    goes_behind(desk)
    waits(gate, desk)

    assert told(desk) == []


def test_where_the_browser_refuses_there_is_no_sound_either(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    page = watched(open_desk, anna, permissions=[])
    page.locator("#notify").click()
    expect(page.locator("#notify")).to_have_text("Der Browser erlaubt keine Benachrichtigungen")
    goes_behind(page)

    waits(gate, page)

    assert told(page) == []


def test_a_notification_that_fails_takes_the_sound_with_it(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    page = watched(open_desk, anna, _REFUSES)
    asks_for_it(page)
    goes_behind(page)

    waits(gate, page)

    assert told(page) == [["refused", ""]]
