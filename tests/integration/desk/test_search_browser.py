"""The search and the overview in a real browser."""

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


def test_a_conversation_is_found_by_a_word_in_another_inflection_and_concealed(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    wait_for_person(gate, text="Wo bleiben meine Rechnungen? Telefon 0171 2345678")
    wait_for_person(gate, "en", "I want a person")
    page = open_desk(anna).page

    page.get_by_role("link", name="Suche").click()
    page.get_by_label("Wörter").fill("Rechnung")
    page.get_by_role("button", name="Suchen").click()

    expect(page.locator(".talks li")).to_have_count(1)
    expect(page.locator(".talks li")).to_contain_text("***78")
    assert violations(page) == []
    page.get_by_label("Sprache").select_option("en")
    page.get_by_role("button", name="Suchen").click()
    expect(page.get_by_text("Nichts passt dazu.")).to_be_visible()


def test_ended_conversations_are_found_by_what_came_of_them(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    ended = wait_for_person(gate)
    wait_for_person(gate)
    queue.claim(ended.talk, agent_of(anna), gate.app)
    handoff_conversation.close(ended.talk, agent_of(anna), Outcome.SOLVED, gate.app)
    page = open_desk(anna).page
    page.goto(f"{gate.url}/desk/search?outcome=solved")

    page.locator(".talks li a").click()

    expect(page.locator("#state")).to_contain_text("Beendet: Gelöst")


@pytest.mark.parametrize("language", ["de"])
def test_supervisors_see_the_day_in_figures(
    gate: Gateway, open_desk: Opened, anna: User, language: str
) -> None:
    supervisor = add_user(gate.app, Role.SUPERVISOR, language=language)
    waiting = wait_for_person(gate)
    wait_for_person(gate)
    app = gate.app
    queue.claim(waiting.talk, agent_of(anna), app)
    page = open_desk(supervisor).page
    page.goto(f"{gate.url}/desk/supervisor")

    large = page.locator(".large div")
    expect(large.first).to_contain_text("1")
    expect(page.get_by_role("row", name="Anna Beispiel")).to_contain_text("1")
    assert violations(page) == []
    handoff_conversation.reply(waiting.talk, agent_of(anna), "Guten Tag.", "key-12345", app)
    answered = page.locator(".figures div").filter(
        has_text="Von Menschen beantwortet" if language == "de" else "Answered by a person"
    )
    expect(answered).to_contain_text("1")
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)


def test_figures_are_for_supervisors_only(gate: Gateway, anna: User, client: DeskClient) -> None:
    client.log_in(anna.login)

    assert client.get("/desk/supervisor").status_code == httpx.codes.FORBIDDEN
    assert client.get("/desk/search").status_code == httpx.codes.OK
