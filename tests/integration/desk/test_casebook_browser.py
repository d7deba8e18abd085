"""The casebook in a browser: the search's key, the dialog, and every page for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case, Status
from fairwell.services.casebook import rights
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import add_user, is_ready
from tests.unit.samples import a_declaration

TYPED = {"user_name": "blumen-muller", "email": "anna.mueller@blumen-muller.example"}
WORDS = {
    "de": {"undo": "Rückgängig", "leave": "Nichts ändern", "revoke": "zurücknehmen"},
    "en": {"undo": "Undo", "leave": "Leave it as it is", "revoke": "Take back for the customer"},
}


@pytest.fixture
def matched(gate: Gateway) -> Case:
    return record_declaration(a_declaration(conversation_id="01A"), gate.app).case


@pytest.fixture
def unmatched(gate: Gateway) -> Case:
    return record_declaration(a_declaration(conversation_id="01B", **TYPED), gate.app).case


def assert_for_everybody(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    page.set_viewport_size({"width": 1180, "height": 860})


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_for_everybody(
    gate: Gateway, open_desk: Opened, matched: Case, unmatched: Case, language: str
) -> None:
    leader = add_user(gate.app, Role.AGENT, Role.SUPERVISOR, Role.ADMIN, language=language)
    visit = open_desk(leader)
    pages = (
        "/desk/cases",
        "/desk/cases?tab=all",
        "/desk/cases?q=niemand",
        f"/desk/cases/{matched.id}?done=verify",
        f"/desk/cases/{matched.id}/ask?step=effective",
        f"/desk/cases/{unmatched.id}",
        f"/desk/cases/{unmatched.id}/match",
        f"/desk/users/{leader.id}/disable",
    )

    for path in pages:
        visit.page.goto(gate.url + path)
        for details in visit.page.locator("details:not(.step)").all():
            details.evaluate("element => element.open = true")
        assert_for_everybody(visit.page)
    assert visit.complaints == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_number_from_the_phone_is_on_screen_by_keys_and_the_case_is_taken_back_and_counts_again(
    gate: Gateway, open_desk: Opened, matched: Case, language: str
) -> None:
    agent = add_user(gate.app, Role.AGENT, language=language)
    rights.check_caller(matched.id, agent_of(agent), "blumen-mueller", gate.app)
    visit, words = open_desk(agent), WORDS[language]
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type(matched.reference.replace("-", " ").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(matched.reference)
    is_ready(page)

    page.get_by_role("button", name=words["revoke"]).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(matched.reference)
    expect(dialog.locator("#reason")).to_be_focused()
    assert_for_everybody(page)
    dialog.get_by_role("button", name=words["leave"]).click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name=words["revoke"]).click()
    dialog.locator("#reason").fill("asked for")
    dialog.get_by_role("button", name=words["revoke"]).click()

    expect(page.get_by_role("status").filter(has_text=matched.reference)).to_be_visible()
    with gate.app.store.look() as work:
        assert work.cases.get(matched.id).status is Status.REVOKED
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.locator("#done")).to_be_visible()
    with gate.app.store.look() as work:
        assert work.cases.get(matched.id) == matched
    assert visit.complaints == []


def test_without_a_script_a_step_is_asked_on_a_page_of_its_own(
    gate: Gateway, open_desk: Opened, matched: Case, agent: User
) -> None:
    rights.check_caller(matched.id, agent_of(agent), "blumen-mueller", gate.app)
    with_script = open_desk(agent)
    cookies = with_script.context.cookies()
    context = with_script.page.context.browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{gate.url}/desk/cases/{matched.id}")

    page.locator("#ask-verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Am Telefon bestätigt?")
    page.locator("#reason").fill("Rückruf")
    page.get_by_role("button", name="Als bestätigt vermerken").click()

    expect(page.locator("#done")).to_contain_text("telefonisch bestätigt")
    context.close()
