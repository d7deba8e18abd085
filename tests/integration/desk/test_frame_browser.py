"""The desk's frame in a real browser: language, width, keyboard, colours, and nothing foreign."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from fairwell.rules.access.roles import Role
from fairwell.services.staff import users
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import add_user


@pytest.mark.parametrize(("language", "colours"), [("de", "light"), ("en", "dark")])
def test_the_frame_is_accessible_in_every_language_and_in_the_dark(
    gate: Gateway, open_desk: Opened, language: str, colours: str
) -> None:
    user = add_user(gate.app, Role.AGENT, language=language)
    visit = open_desk(None, language, color_scheme=colours)
    assert violations(visit.page) == []
    visit.page.goto(f"{gate.url}/desk/nothing-here?lang={language}")
    assert violations(visit.page) == []

    visit = open_desk(user, color_scheme=colours)
    expect(visit.page.locator("html")).to_have_attribute("lang", language)
    assert violations(visit.page) == []
    visit.page.goto(f"{gate.url}/desk/profile")
    assert violations(visit.page) == []
    assert visit.page.evaluate("() => window.violations") == []
    assert visit.complaints == []


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels(open_desk: Opened, agent: User) -> None:
    # 320 px wide is what a window of 1,280 px shows at 400 % (WCAG 1.4.10).
    visit = open_desk(agent)
    visit.page.set_viewport_size({"width": 320, "height": 640})

    for path in ("/desk/", "/desk/profile", "/desk/nothing-here"):
        visit.page.goto(visit.url + path)
        assert fits_width(visit.page)


def test_the_language_is_switched_by_the_user_and_kept(open_desk: Opened, agent: User) -> None:
    visit = open_desk(agent)
    visit.page.get_by_role("button", name="English").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Queue")
    visit.page.goto(f"{visit.url}/desk/profile")

    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Profile")
    expect(visit.page.get_by_label("Language of the desk")).to_have_value("en")


def test_the_first_key_leads_past_the_navigation(open_desk: Opened, agent: User) -> None:
    visit = open_desk(agent)
    visit.page.keyboard.press("Tab")
    assert visit.focused() == "Zum Inhalt springen"
    visit.page.keyboard.press("Enter")

    assert visit.page.evaluate("() => document.activeElement.id") == "content"


def test_a_page_whose_stream_cannot_tell_it_says_so_all_the_same(
    gate: Gateway, open_desk: Opened, agent: User, admin: User
) -> None:
    visit = open_desk(agent)
    visit.page.route("**/events*", lambda route: route.abort())
    visit.page.reload()
    users.disable(agent.id, by=admin, app=gate.app)

    # The menu asks for its numbers every ten seconds.
    expect(visit.page.get_by_role("alert")).to_contain_text("Ihre Sitzung ist beendet.")


def test_a_page_says_so_when_its_session_ends(
    gate: Gateway, open_desk: Opened, agent: User, admin: User
) -> None:
    visit = open_desk(agent)
    users.disable(agent.id, by=admin, app=gate.app)

    notice = visit.page.get_by_role("alert")
    expect(notice).to_contain_text("Ihre Sitzung ist beendet.")
    with visit.page.expect_response(lambda answer: answer.status == httpx.codes.UNAUTHORIZED):
        pass  # the menu asks for its numbers by itself
    expect(notice).to_contain_text("Ihre Sitzung ist beendet.")
    assert violations(visit.page) == []
    notice.get_by_role("link", name="Neu anmelden").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Am Arbeitsplatz anmelden")
