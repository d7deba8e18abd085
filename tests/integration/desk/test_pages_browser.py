"""The desk's own pages in a real browser, in every state: axe, a narrow window, the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from fairwell.rules.access.roles import Role
from fairwell.services.staff import links, users
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import PASSWORD, add_user, log_in

LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1180, "height": 860}


def is_sound(page: Page) -> None:
    """No violation, and nothing to scroll sideways at 320 px, which is 1,280 px at 400 %."""
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    assert fits_width(page)
    assert violations(page) == []
    page.set_viewport_size(WIDE)


@LANGUAGES
def test_the_login_page_in_every_state(open_desk: Opened, agent: User, language: str) -> None:
    page = open_desk(None, language).page
    is_sound(page)

    for wrong in range(6):
        page.locator("#login").fill(agent.login)
        page.locator("#password").fill(f"wrong {wrong}")
        page.locator("form button").first.click()
        expect(page.get_by_role("alert")).to_be_visible()
    is_sound(page)
    waiting = {"de": "Zu viele Versuche", "en": "Too many attempts"}[language]
    expect(page.get_by_role("alert")).to_contain_text(waiting)


@pytest.mark.parametrize("language", ["de"])
def test_the_first_admin_sets_name_and_password_by_the_link(
    gate: Gateway, open_desk: Opened, language: str
) -> None:
    page = open_desk(None, language).page
    token = links.first_admin_link(gate.app)
    page.goto(f"{gate.url}/desk/link/{token}")
    is_sound(page)
    page.locator("#login").fill("ada@desk.example")
    page.locator("#name").fill("Ada Admin")
    page.locator("#password").fill("passwort1234")
    page.locator("form button").first.click()
    expect(page.locator("#password-fault")).to_be_visible()
    expect(page.locator("#password")).to_be_focused()
    is_sound(page)
    page.locator("#password").fill(PASSWORD)
    page.locator("form button").first.click()
    is_sound(page)
    page.get_by_role("link", name=re.compile("Anmelden|Log in")).click()
    log_in(page, users.by_login("ada@desk.example", gate.app))

    assert users.by_login("ada@desk.example", gate.app).roles == {Role.ADMIN}
    page.goto(f"{gate.url}/desk/link/{token}")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("gilt nicht mehr|no longer works")
    )
    is_sound(page)


@pytest.mark.parametrize("language", ["en"])
def test_an_admin_adds_a_user_who_then_sets_a_password(
    gate: Gateway, open_desk: Opened, language: str
) -> None:
    admin = add_user(gate.app, Role.ADMIN, name="Ada Admin", language=language)
    page = open_desk(admin).page
    page.get_by_role("link", name=re.compile("Personen|Users")).first.click()
    is_sound(page)
    page.locator("#login").fill("kim@desk.example")
    page.locator("#name").fill("Kim Beispiel")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name=re.compile("^(Hinzufügen|Add)$")).click()
    is_sound(page)
    link = page.locator("#link").inner_text()

    theirs = open_desk(None, language).page
    theirs.goto(link)
    theirs.locator("#password").fill(PASSWORD)
    theirs.locator("form button").first.click()
    theirs.get_by_role("link", name=re.compile("Anmelden|Log in")).click()
    log_in(theirs, users.by_login("kim@desk.example", gate.app))

    assert users.by_login("kim@desk.example", gate.app).roles == {Role.AGENT}


def test_a_login_name_that_is_taken_is_told_beside_its_field(
    open_desk: Opened, admin: User, agent: User
) -> None:
    page = open_desk(admin).page
    page.goto(page.url.removesuffix("/") + "/users")
    page.locator("#login").fill(agent.login)
    page.locator("#name").fill("Noch jemand")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Hinzufügen").click()

    expect(page.locator("#login-fault")).to_have_text("Diesen Anmeldenamen gibt es schon.")
    expect(page.locator("#login")).to_be_focused()
    expect(page.locator("#name")).to_have_value("Noch jemand")
    is_sound(page)


def shut_out(page: Page) -> None:
    """Disable the user of a page: open the dialog, give a reason, and confirm."""
    page.get_by_role("button", name="Sperren").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#reason").fill("left the company")
    dialog.get_by_role("button", name="Sperren").click()


def test_an_admin_shuts_a_user_out_and_lets_them_in_again(
    open_desk: Opened, admin: User, agent: User
) -> None:
    theirs = open_desk(agent).page
    page = open_desk(admin).page
    page.goto(f"{page.url}users/{agent.id}")
    shut_out(page)
    expect(page.locator(".tag.bad")).to_have_text("gesperrt")
    is_sound(page)
    expect(theirs.get_by_role("alert")).to_contain_text("Ihre Sitzung ist beendet.")
    page.get_by_role("button", name="Entsperren").click()

    expect(page.locator(".tag.good")).to_have_text("aktiv")


def test_the_only_admin_cannot_be_shut_out(open_desk: Opened, admin: User) -> None:
    page = open_desk(admin).page
    page.goto(f"{page.url}users/{admin.id}")
    shut_out(page)

    heading = "Das ist die einzige Person mit der Rolle Administration"
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    is_sound(page)


@pytest.mark.parametrize("language", ["de"])
def test_users_set_their_profile(gate: Gateway, open_desk: Opened, language: str) -> None:
    user = add_user(gate.app, Role.AGENT, language=language)
    page = open_desk(user).page
    page.get_by_role("link", name="Kim Beispiel").click()
    page.locator("#name").fill("Kim B.")
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name=re.compile("^(Speichern|Save)$")).click()
    expect(page.get_by_role("status")).to_be_visible()
    is_sound(page)
    page.locator("#old").fill("not this one")
    page.locator("#new").fill(f"{PASSWORD} zusammen")
    page.get_by_role("button", name=re.compile("ändern|Change")).click()
    expect(page.locator("#old-fault")).to_be_visible()
    is_sound(page)
    page.locator("#old").fill(PASSWORD)
    page.locator("#new").fill(f"{PASSWORD} zusammen")
    page.get_by_role("button", name=re.compile("ändern|Change")).click()
    expect(page.get_by_role("status")).to_be_visible()

    kept = users.by_login(user.login, gate.app)
    assert (kept.display_name, kept.shortcuts) == ("Kim B.", False)


@pytest.mark.parametrize("language", ["en"])
def test_the_audit_is_read_and_filtered(gate: Gateway, open_desk: Opened, language: str) -> None:
    leader = add_user(gate.app, Role.SUPERVISOR, language=language)
    page = open_desk(leader).page
    page.goto(f"{gate.url}/desk/audit")
    is_sound(page)
    page.locator("#what").select_option("login")
    page.locator("#actor").select_option(leader.login)
    page.locator("form.filters button").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    is_sound(page)
    page.locator("#about").fill("AAA-AAAA")
    page.locator("form.filters button").click()

    expect(page.locator("tbody")).to_contain_text(re.compile("Nichts passt|No matches"))
    is_sound(page)


def test_the_keyboard_alone_is_enough(open_desk: Opened, agent: User) -> None:
    visit = open_desk()
    visit.page.keyboard.press("Tab")
    for text in (agent.login, PASSWORD):
        visit.page.keyboard.type(text)
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".who")).to_contain_text(agent.display_name)
    visit.page.keyboard.press("Tab")  # off the page as a whole, whose text names everything
    visit.tab_to("Abmelden")
    visit.page.keyboard.press("Enter")

    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Am Arbeitsplatz anmelden")


def test_no_page_asks_anybody_else_for_anything(open_desk: Opened, admin: User) -> None:
    visit = open_desk(admin)
    for path in ("", "profile", "users", f"users/{admin.id}", "audit"):
        visit.page.goto(f"{visit.url}/desk/{path}")
        assert visit.page.evaluate("() => window.violations") == []

    assert visit.complaints == []
    assert {cookie["name"] for cookie in visit.context.cookies()} == {"fairwell_desk"}
