"""Filters of the queue stand in the address, so that a bookmark is a view of one's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.services.handoff import queue
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import wait_for_person


@pytest.mark.parametrize("language", ["de"])
def test_a_filter_is_kept_in_the_address_and_by_live_news(
    gate: Gateway, open_desk: Opened, anna: User, language: str
) -> None:
    user = add_user(gate.app, Role.AGENT, language=language)
    german, english = wait_for_person(gate), wait_for_person(gate, "en")
    page = open_desk(user).page
    rows = page.locator("#waiting li")
    expect(rows).to_have_count(2)

    page.locator("details.filter summary").click()
    assert violations(page) == []
    page.locator("#language").select_option("en")
    page.locator("details.filter button").click()

    expect(rows).to_have_count(1)
    expect(page.locator(f"#open-{english.talk}")).to_be_visible()
    expect(page).to_have_url(f"{gate.url}/desk/?language=en&reason=&show=")
    hidden = {"de": "Vom Filter ausgeblendet: 1", "en": "Not shown by the filter: 1"}[language]
    expect(page.get_by_text(hidden)).to_be_visible()
    assert violations(page) == []

    later = wait_for_person(gate, "en")
    wait_for_person(gate)

    expect(page.locator(f"#open-{later.talk}")).to_be_visible()
    expect(page.get_by_text(hidden.replace("1", "2"))).to_be_visible()
    expect(rows).to_have_count(2)
    expect(page.locator(f"#open-{german.talk}")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)


def test_ones_own_conversations_alone_or_only_who_waits(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    mine, waiting = wait_for_person(gate), wait_for_person(gate, reason="unsure")
    queue.claim(mine.talk, agent_of(anna), gate.app)
    page = open_desk(anna).page

    page.goto(f"{gate.url}/desk/?show=mine")
    expect(page.locator(f"#open-{mine.talk}")).to_be_visible()
    expect(page.locator("#waiting")).to_have_count(0)

    page.goto(f"{gate.url}/desk/?show=waiting&reason=unsure")
    expect(page.locator(f"#open-{waiting.talk}")).to_be_visible()
    expect(page.locator("#mine")).to_have_count(0)
    expect(page.locator("#reason")).to_have_value("unsure")


def test_a_filter_that_is_none_keeps_everything(
    gate: Gateway, anna: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    client.log_in(anna.login)

    shown = client.get("/desk/?language=fr&reason=%22%3E%3Cscript%3E&show=all")

    assert waiting.path in shown.text
    assert "<script>" not in shown.text.replace('<script type="module"', "")
