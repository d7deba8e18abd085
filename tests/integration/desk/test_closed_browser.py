"""The list of conversations that have ended."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import wait_for_person

WORDS = {
    "de": {"link": "Beendete Gespräche", "solved": "Gelöst"},
    "en": {"link": "Ended conversations", "solved": "Solved"},
}


@pytest.mark.parametrize("language", ["en"])
def test_ended_conversations_are_listed_from_the_queue_and_filtered(
    gate: Gateway, open_desk: Opened, anna: User, ben: User, language: str
) -> None:
    words = WORDS[language]
    app = gate.app
    for agent, outcome in ((anna, Outcome.SOLVED), (ben, Outcome.SPAM)):
        waiting = wait_for_person(gate)
        queue.claim(waiting.talk, agent_of(agent), gate.app)
        handoff_conversation.close(waiting.talk, agent_of(agent), outcome, app)
    for _ in range(5):
        handoff_conversation.keep_score(4, "de", app)
    user = add_user(gate.app, Role.AGENT, language=language)
    visit = open_desk(user)
    page = visit.page
    page.get_by_role("link", name=words["link"]).click()

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Ben Muster")
    expect(rows.last).to_contain_text("Anna Beispiel")
    expect(rows.last).to_contain_text(words["solved"])
    shown = {"de": "4,0 von 5, aus 5 Antworten", "en": "4.0 of 5, from 5 customers"}[language]
    expect(page.locator("#satisfaction")).to_have_text(shown)
    assert violations(page) == []

    page.locator("#outcome").select_option("solved")
    page.locator("form.filters button").click()

    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Anna Beispiel")
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    assert violations(page) == []
    rows.get_by_role("link").click()
    expect(page.locator("#state")).to_contain_text(words["solved"])
    assert visit.complaints == []


def test_few_scores_are_not_shown(gate: Gateway, client: DeskClient, anna: User) -> None:
    handoff_conversation.keep_score(1, "de", gate.app)
    client.log_in(anna.login)

    assert "Weniger als 5 Antworten" in client.get("/desk/closed").text


def test_others_see_no_ended_conversations(gate: Gateway, client: DeskClient) -> None:
    client.log_in(add_user(gate.app, Role.TRAINER).login)

    assert client.get("/desk/closed").status_code == httpx.codes.FORBIDDEN
